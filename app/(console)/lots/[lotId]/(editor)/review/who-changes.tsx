"use client";

import { CarFront, CircleCheck, Coins, HelpCircle, type LucideIcon } from "lucide-react";
import { startTransition, useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { Loading } from "../../../../../ui/state/query-state.tsx";
import { SkeletonRows } from "../../../../../ui/state/skeleton.tsx";
import { useDraft } from "../draft-provider.tsx";
import { useNames } from "../use-names.ts";
import { useWorker } from "../use-worker.ts";
import type { CompareQuestion, Comparison } from "./compare-drafts.ts";

/** Which cars will be decided and which stays priced otherwise than now: what the change means, before how it is written. */
export function WhoChanges() {
  const t = useTranslations("review");
  const format = useFormat(useLotZone());
  const compared = useComparison();
  if (compared === "working") {
    return (
      <Loading>
        <SkeletonRows rows={4} />
      </Loading>
    );
  }
  if (compared === null) return <p className="text-muted">{t("cannotCompare")}</p>;
  const { rules, stays, undecided, upToMinutes } = compared;
  return (
    <div className="flex flex-col gap-5">
      <Part icon={CarFront} title={t("whoDecided")} lines={rules} none={t("nobodyDecided")} />
      <Part
        icon={Coins}
        title={t("whoPaysOtherwise")}
        lines={stays}
        none={t("nobodyPays", { stay: format.duration(upToMinutes) })}
      />
      {undecided.length > 0 ? <Part icon={HelpCircle} title={t("undecided")} lines={undecided} none="" /> : null}
    </div>
  );
}

function Part(props: { icon: LucideIcon; title: string; lines: readonly string[]; none: string }) {
  const { icon: Icon, title, lines, none } = props;
  return (
    <section>
      <h2 className="flex items-center gap-2 pb-1 text-body">
        <Icon aria-hidden className="size-4 text-muted" />
        {title}
      </h2>
      {lines.length === 0 ? (
        <p className="flex items-center gap-2 text-muted">
          <CircleCheck aria-hidden className="size-4 text-positive" />
          {none}
        </p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li key={line} className="border-t border-border py-2">
              {line}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Worked out beside the page: a large set of rules takes a moment. */
function useComparison(): Comparison | null | "working" {
  const { content, live, lot, clock } = useDraft();
  const locale = useLocale();
  const before = live?.draft ?? null;
  const context = useNames(before ? [before.rules, content.rules] : [content.rules]);
  const [compared, setCompared] = useState<Comparison | null | "working">("working");
  const { ask } = useWorker<CompareQuestion, Comparison | null>(
    () => new Worker(new URL("./compare-worker.ts", import.meta.url), { type: "module" }),
    (answer) => startTransition(() => setCompared(answer)),
  );
  useEffect(() => {
    setCompared(before ? "working" : null);
    if (before) ask({ before, after: content, lot, clock, locale, context });
  }, [ask, before, content, lot, clock, locale, context]);
  return compared;
}
