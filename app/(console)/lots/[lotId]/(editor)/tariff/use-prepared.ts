"use client";

import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { tariffSchema } from "#engine/model/rate-table.ts";
import { checkTariff } from "#engine/price/check-tariff.ts";
import { type PreparedTariff, prepareTariff } from "#engine/price/prepare-tariff.ts";
import { usePriced } from "../priced-scope.ts";

/** A tariff ready to price, or null while what is typed cannot be priced. The same engine runs in the cloud and the lot. */
export function usePrepared(tariff: Tariff | null): PreparedTariff | null {
  const { clock } = usePriced();
  return tariff && preparedOf(tariff, clock);
}

type Prepared = { readonly clock: ClockTable; readonly prepared: PreparedTariff | null };

/** The curve, the week and a stay ask for the same tariff: it is prepared once. */
const known = new WeakMap<Tariff, Prepared>();

function preparedOf(tariff: Tariff, clock: ClockTable): PreparedTariff | null {
  const before = known.get(tariff);
  if (before?.clock === clock) return before.prepared;
  const prepared = prepare(tariff, clock);
  known.set(tariff, { clock, prepared });
  return prepared;
}

function prepare(tariff: Tariff, clock: ClockTable): PreparedTariff | null {
  const read = tariffSchema.safeParse(tariff);
  if (!read.success || checkTariff(read.data).some((found) => found.severity === "error")) return null;
  return prepareTariff(read.data, clock);
}
