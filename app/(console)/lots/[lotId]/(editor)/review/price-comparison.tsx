"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { feeAt } from "../../../../../ui/charts/fee-steps.ts";
import { useNow } from "../../../../../ui/format/use-now.ts";
import { useDraft } from "../draft-provider.tsx";
import { curveOf, entryAtOf } from "../tariff/curve-data.ts";
import { usePrepared } from "../tariff/use-prepared.ts";
import { FeeTable } from "./fee-table.tsx";

const stays = [15, 30, 60, 130, 240, 480, 1_440];
const entries = [540, 1_200];
const dayMs = 86_400_000;

/** Ordinary stays before and after, by the engine that will decide. */
export function PriceComparison() {
  const t = useTranslations("review");
  const { content, live, clock } = useDraft();
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
  return (
    <FeeTable
      label={t("prices")}
      before={live ? t("live", { number: live.number }) : t("noLive")}
      after={t("draft")}
      currency={currency}
      rows={rows}
    />
  );
}
