"use client";

import { useMemo } from "react";
import type { Tariff } from "#engine/model/rate-table.ts";
import { tariffSchema } from "#engine/model/rate-table.ts";
import { checkTariff } from "#engine/price/check-tariff.ts";
import { type PreparedTariff, prepareTariff } from "#engine/price/prepare-tariff.ts";
import { usePriced } from "../priced-scope.ts";

/** A tariff ready to price, or null while what is typed cannot be priced. The same engine runs in the cloud and the lot. */
export function usePrepared(tariff: Tariff | null): PreparedTariff | null {
  const { clock } = usePriced();
  return useMemo(() => {
    if (!tariff) return null;
    const read = tariffSchema.safeParse(tariff);
    if (!read.success || checkTariff(read.data).some((found) => found.severity === "error")) return null;
    return prepareTariff(read.data, clock);
  }, [tariff, clock]);
}
