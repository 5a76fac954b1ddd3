import { type ClockTable, toInstant, toLocal } from "#engine/model/clock-table.ts";
import { feeOf } from "#engine/price/fee-of.ts";
import type { PreparedTariff } from "#engine/price/prepare-tariff.ts";
import { QuoteError } from "#engine/price/quote-error.ts";
import { type ClockChange, clockChangeBetween } from "../clock-change.ts";

const minuteMs = 60_000;
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** One day of the week: its fees by the hour of entry, null where no table is for such a stay. */
export type DayFees = { epochDay: number; fees: readonly (number | null)[]; change: ClockChange | null };

/** What a stay of one length costs from each hour of seven days on, priced by the engine. */
export function weekFees(
  tariff: PreparedTariff,
  clock: ClockTable,
  stay: { monday: number; stayMinutes: number; vehicleClass: string | null },
): DayFees[] {
  const feeAt = (epochDay: number, hour: number): number | null => {
    try {
      const entryAt = toInstant(clock, epochDay, hour * 60);
      const exitAt = entryAt + stay.stayMinutes * minuteMs;
      const { vehicleClass } = stay;
      return feeOf(tariff, { entryAt, exitAt, ...(vehicleClass ? { vehicleClass } : {}) });
    } catch (error) {
      if (error instanceof QuoteError) return null;
      throw error;
    }
  };
  const changeOn = (epochDay: number) =>
    clockChangeBetween(clock, toInstant(clock, epochDay, 0), toInstant(clock, epochDay + 1, 0));
  return [0, 1, 2, 3, 4, 5, 6].map((day) => {
    const epochDay = stay.monday + day;
    return { epochDay, fees: hours.map((hour) => feeAt(epochDay, hour)), change: changeOn(epochDay) };
  });
}

/** The Monday of the week of an instant, as a day number of the lot's calendar. */
export function mondayOf(clock: ClockTable, at: number): number {
  const { epochDay, dayOfWeek } = toLocal(clock, at);
  return epochDay - dayOfWeek + 1;
}

/** The Monday of the week of the next clock change after an instant; null where the clock does not change. */
export function nextChangeMonday(clock: ClockTable, at: number): number | null {
  const next = clock.changes.find(([changeAt], index) => index > 0 && changeAt > at);
  return next ? mondayOf(clock, next[0]) : null;
}
