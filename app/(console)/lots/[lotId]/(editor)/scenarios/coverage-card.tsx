"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import type { Trace } from "#contracts/trace.ts";
import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import { scenarioCoverage } from "#engine/scenario/coverage.ts";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { useDraft } from "../draft-provider.tsx";

/** Which rules the scenarios try, and which no scenario meets. */
export function CoverageCard({ bundle, traces }: { bundle: LoadedBundle; traces: readonly Trace[] }) {
  const t = useTranslations("scenarios");
  const words = useWords();
  const { content } = useDraft();
  const covered = useMemo(() => scenarioCoverage(traces), [traces]);
  const byId = new Map(covered.map((each) => [each.ruleId, each]));
  const total = bundle.release.rules.length;
  const met = covered.filter(({ matched }) => matched > 0).length;
  const conditions = covered.reduce((sum, each) => sum + each.conditions, 0);
  const tried = covered.reduce((sum, each) => sum + each.conditionsTried, 0);
  const name = (id: string) => {
    const rule = content.rules.rules.find((each) => each.id === id);
    return rule ? (words.ruleTitle(rule) ?? words.ruleSentence(rule)) : id;
  };
  const open = bundle.release.rules.filter(({ name: id }) => (byId.get(id)?.matched ?? 0) === 0);
  return (
    <Card title={t("coverage")} aside={t("coverageCount", { met, total })}>
      <div aria-hidden className="mb-3 h-1.5 overflow-hidden rounded-full bg-quiet-tint">
        <div className="h-full bg-accent" style={{ width: `${total === 0 ? 0 : (100 * met) / total}%` }} />
      </div>
      {conditions > 0 ? <p className="pb-2 text-small">{t("conditionsTried", { tried, total: conditions })}</p> : null}
      {open.length === 0 ? (
        <p>{t("allCovered")}</p>
      ) : (
        <>
          <p className="pb-1 text-muted">{t("notCovered")}</p>
          <ul className="flex flex-col">
            {open.map(({ name: id }) => (
              <li key={id} className="border-t border-border py-1.5 text-small">
                {name(id)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
