import type { ClockTable } from "#engine/model/clock-table.ts";
import { toInstant, toLocal } from "#engine/model/clock-table.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { feeOf } from "#engine/price/fee-of.ts";
import type { PreparedTariff } from "#engine/price/prepare-tariff.ts";
import { QuoteError } from "#engine/price/quote-error.ts";
import { type FeeStep, feeSteps } from "../../../../../ui/charts/fee-steps.ts";
import { lengthOf } from "./day-strip.ts";

export const spanMinutes = 1_440;
const minuteMs = 60_000;

/** Today in the lot, at a time of day. */
export function entryAtOf(clock: ClockTable, now: number, entryMinute: number): number {
  return toInstant(clock, toLocal(clock, now).epochDay, entryMinute);
}

/** The fee curve of 24 hours from an entry; null where no rate table is for such a vehicle. */
export function curveOf(tariff: PreparedTariff, entryAt: number, vehicleClass: string | null): FeeStep[] | null {
  try {
    return feeSteps((stayMinutes) => {
      const exitAt = entryAt + stayMinutes * minuteMs;
      return feeOf(tariff, { entryAt, exitAt, ...(vehicleClass ? { vehicleClass } : {}) });
    }, spanMinutes);
  } catch (error) {
    if (error instanceof QuoteError) return null;
    throw error;
  }
}

/** The stretches of the 24 hours after an entry in which a later window of the tariff's last table holds: its nights. */
export function shadesOf(tariff: Tariff, entryMinute: number): { fromMinutes: number; toMinutes: number }[] {
  const collections = tariff.rateTables.at(-1)?.rateLineCollections.slice(1) ?? [];
  return collections.flatMap((collection) => {
    const [window, ...more] = collection.periods ?? [];
    if (more.length > 0 || window?.timeOfDayStart === undefined || window.timeOfDayEnd === undefined) return [];
    const length = lengthOf(window.timeOfDayStart, window.timeOfDayEnd);
    const start = (window.timeOfDayStart - entryMinute + 1_440) % 1_440;
    return [start - 1_440, start]
      .map((from) => ({ fromMinutes: Math.max(0, from), toMinutes: Math.min(spanMinutes, from + length) }))
      .filter(({ fromMinutes, toMinutes }) => toMinutes > fromMinutes);
  });
}

/** The vehicle classes that some table is for alone. */
export function classesOf(tariff: Tariff): string[] {
  return [...new Set(tariff.rateEligibility.flatMap((choice) => choice.eligibility?.vehicleTypes ?? []))];
}
