"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { feeAt } from "../../../../../ui/charts/fee-steps.ts";
import { timeOfDayText } from "../../../../../ui/format/time-of-day.ts";
import { useFormat } from "../../../../../ui/format/use-format.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { Cell, HeadCell, Table } from "../../../../../ui/primitives/table.tsx";
import { useLotZone } from "../../../../../ui/shell/lot-zone.tsx";
import { useDraft } from "../draft-provider.tsx";
import { curveOf, entryAtOf } from "../tariff/curve-data.ts";
import { usePrepared } from "../tariff/use-prepared.ts";

const stays = [15, 30, 60, 130, 240, 480, 1_440];
const entries = [540, 1_200];
const dayMs = 86_400_000;

/** Ordinary stays before and after, by the engine that will decide. */
export function PriceComparison() {
  const t = useTranslations("review");
  const common = useTranslations("common");
  const { content, live, clock } = useDraft();
  const format = useFormat(useLotZone());
  const today = Math.floor(useNow() / dayMs) * dayMs;
  const draftTariff = usePrepared(content.tariff);
  const liveTariff = usePrepared(live?.draft.tariff ?? null);
  const rows = useMemo(() => {
    if (today === 0) return [];
    return entries.flatMap((entry) => {
      const at = entryAtOf(clock, today, entry);
      const after = draftTariff && curveOf(draftTariff, at, null);
      const before = liveTariff && curveOf(liveTariff, at, null);
      return stays.map((stay) => ({
        entry,
        stay,
        before: before ? feeAt(before, stay) : null,
        after: after ? feeAt(after, stay) : null,
      }));
    });
  }, [today, clock, draftTariff, liveTariff]);
  const { currency } = content.tariff;
  const fee = (minor: number | null) =>
    minor === null ? common("none") : minor === 0 ? common("free") : format.money(minor, currency);
  return (
    <Table label={t("prices")}>
      <thead>
        <tr>
          <HeadCell>{t("entry")}</HeadCell>
          <HeadCell>{t("stay")}</HeadCell>
          <HeadCell numeric>{live ? t("live", { number: live.number }) : t("noLive")}</HeadCell>
          <HeadCell numeric>{t("draft")}</HeadCell>
          <HeadCell numeric>{t("difference")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.entry} ${row.stay}`}>
            <Cell>{timeOfDayText(row.entry)}</Cell>
            <Cell>{format.duration(row.stay)}</Cell>
            <Cell numeric>{fee(row.before)}</Cell>
            <Cell numeric>{fee(row.after)}</Cell>
            <Cell numeric className="font-medium">
              {row.before === null || row.after === null || row.before === row.after
                ? null
                : `${row.after > row.before ? "+" : ""}${format.money(row.after - row.before, currency)}`}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
