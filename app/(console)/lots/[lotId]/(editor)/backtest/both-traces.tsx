"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import { loadBundle } from "#engine/compile/load-bundle.ts";
import type { Draft } from "#engine/model/draft.ts";
import { runScenario } from "#engine/scenario/run-scenario.ts";
import type { Scenario } from "#engine/scenario/scenario.ts";
import { QueryState } from "../../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../../ui/state/skeleton.tsx";
import { DecisionIntent } from "../../../../../ui/status/decision-intent.tsx";
import { useTRPC } from "../../../../../ui/trpc/trpc-provider.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";
import { FeeLines } from "../../fee-lines.tsx";
import { TraceTable } from "../../trace-table.tsx";
import { useDraft } from "../draft-provider.tsx";

/** One recorded passage decided and priced twice in the page: by what is live, and by the draft as it is now. */
export function BothTraces({ passageId }: { passageId: string }) {
  const t = useTranslations("backtest");
  const trpc = useTRPC();
  const { lotId, live, content } = useDraft();
  const query = useQuery(trpc.scenarios.ofPassage.queryOptions({ lotId, passageId }));
  return (
    <QueryState query={query} what={t("whatPassage")} skeleton={<SkeletonRows rows={4} />}>
      {(scenario) => (
        <>
          <div className="grid gap-6 lg:grid-cols-2">
            {live ? <Side title={t("live")} draft={live.draft} scenario={scenario} /> : null}
            <Side title={t("draft")} draft={content} scenario={scenario} />
          </div>
          <p className="pt-3">
            <Link href={`/lots/${encodeURIComponent(lotId)}/passages/${passageId}`}>{t("toPassage")}</Link>
          </p>
        </>
      )}
    </QueryState>
  );
}

function Side({ title, draft, scenario }: { title: string; draft: Draft; scenario: Scenario }) {
  const t = useTranslations("backtest");
  const words = useWords();
  const { lot, clock } = useDraft();
  const result = useMemo(() => {
    const compiled = compileBundle({ draft, lot, clock });
    return compiled.ok ? runScenario(loadBundle(compiled.bytes), scenario) : null;
  }, [draft, lot, clock, scenario]);
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3">
      <h3 className="font-medium">{title}</h3>
      {result?.kind === "ran" ? (
        <>
          <div className="rounded-control bg-background px-3 py-2">
            <DecisionIntent decision={result.trace.decision.decision} />
            <p className="font-semibold">{words.why(result.trace.decision, result.trace)}</p>
          </div>
          {result.seen.quote ? (
            <FeeLines
              lines={result.seen.quote.lines}
              currency={result.seen.quote.currency}
              totalMinor={result.seen.quote.feeMinor}
            />
          ) : null}
          <div className="overflow-x-auto">
            <TraceTable trace={result.trace} rules={draft.rules.rules} />
          </div>
        </>
      ) : (
        <p className="text-negative">{result ? result.message : t("notCompiled")}</p>
      )}
    </section>
  );
}
