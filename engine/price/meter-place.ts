import type { Place } from "./clock-cursor.ts";

/** Where a meter stands between two steps. */
export type MeterPlace = { collectionIndex: number; occurrenceFrom: number; heldMs: number; windowKey: number };

/** In place of a collection's index: free minutes of an allowance, and time that this table does not price. */
export const FREE = -1;
export const ELSEWHERE = -2;
/** The key of what is no window. */
export const WHOLE_DAYS = -1;
/** More windows than a tariff can have: keys of windows of different days never meet. */
export const WINDOWS_MAX = 1_000_000;

/** Names the window of a place: the same on each day that it reaches into. */
export function windowKey({ day, cut }: Place): number {
  return cut.window === -1 ? WHOLE_DAYS : (day - cut.daysAgo) * WINDOWS_MAX + cut.window;
}
