"use client";

import { useTranslations } from "use-intl";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { Card } from "../../../../../ui/primitives/card.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { FeeLines } from "../../fee-lines.tsx";
import type { Passage } from "./passage-view.tsx";

/** What the stay costs and which lines make it up. */
export function FeeCard({ passage }: { passage: Passage }) {
  const t = useTranslations("passage");
  const common = useTranslations("common");
  const format = useFormat(useLotZone());
  const { quote, facts } = passage;
  if (!quote) {
    return (
      <Card title={t("fee")}>
        <p className="text-muted">{passage.direction === "entry" ? t("feeAtEntry") : t("noQuote")}</p>
      </Card>
    );
  }
  if ("error" in quote) {
    return (
      <Card title={t("fee")}>
        <p>{t("quoteFailed")}</p>
        <p className="text-small text-muted">{quote.error.message}</p>
      </Card>
    );
  }
  const elapsed = facts?.["session.elapsed"];
  return (
    <Card title={t("fee")} aside={t("rateTable", { id: quote.rateTable.id, version: quote.rateTable.version })}>
      <p className="text-figure font-semibold">
        {quote.feeMinor === 0 ? common("free") : format.money(quote.feeMinor, quote.currency)}
      </p>
      {typeof elapsed === "number" ? (
        <p className="mb-2 text-small text-muted">{t("stay", { duration: format.duration(elapsed) })}</p>
      ) : null}
      <FeeLines lines={quote.lines} currency={quote.currency} totalMinor={quote.feeMinor} />
    </Card>
  );
}
