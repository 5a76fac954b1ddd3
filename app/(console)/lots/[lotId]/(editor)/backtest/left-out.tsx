"use client";

import { useTranslations } from "use-intl";
import type { ReplayResult } from "#engine/replay/replay-result.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { useWords } from "../../../../../ui/words/use-words.ts";

/** What the numbers do not speak of, and why. */
export function LeftOut({ leftOut, unlikeRecord }: { leftOut: ReplayResult["leftOut"]; unlikeRecord: number }) {
  const t = useTranslations("backtest");
  const words = useWords();
  const format = useFormat(useLotZone());
  const reasons = Object.entries(leftOut.reasons) as [keyof typeof leftOut.reasons, number][];
  const facts = Object.entries(leftOut.facts) as [string, number][];
  if (leftOut.total === 0 && unlikeRecord === 0) return <p className="text-muted">{t("nothingLeftOut")}</p>;
  return (
    <Card title={t("leftOut", { count: format.count(leftOut.total) })}>
      <ul className="list-disc pl-5">
        {reasons.map(([reason, count]) => (
          <li key={reason}>{t(`reasons.${reason}`, { count: format.count(count) })}</li>
        ))}
        {facts.map(([fact, count]) => (
          <li key={fact}>{t("factMissing", { count: format.count(count), fact: words.fact(fact) })}</li>
        ))}
        {unlikeRecord > 0 ? <li>{t("unlikeRecord", { count: format.count(unlikeRecord) })}</li> : null}
      </ul>
    </Card>
  );
}
