import { type ClockTable, toLocal } from "#engine/model/clock-table.ts";

/** The clock on the wall jumps: from which time to which. */
export type ClockChange = { fromMinute: number; toMinute: number };

/** The first jump of the clock after one instant and up to another; null where there is none. */
export function clockChangeBetween(clock: ClockTable, after: number, upTo: number): ClockChange | null {
  const index = clock.changes.findIndex(([at], place) => place > 0 && at > after && at <= upTo);
  const change = clock.changes[index];
  const before = clock.changes[index - 1];
  if (!change || !before) return null;
  const toMinute = toLocal(clock, change[0]).minuteOfDay;
  return { fromMinute: toMinute - (change[1] - before[1]), toMinute };
}
