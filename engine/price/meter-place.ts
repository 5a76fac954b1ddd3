import type { Place } from "./clock-cursor.ts";

/** Where a meter stands between two steps. */
export type MeterPlace = { collectionIndex: number; occurrenceFrom: number; heldMs: number; windowKey: number };

/** In place of a collection's index: free minutes of an allowance, and time that this table does not price. */
export const FREE = -1;
export const ELSEWHERE = -2;
/** More windows than a tariff can have: keys of windows of different days never meet. */
export const WINDOWS_MAX = 1_000_000;

export function placeOf(collection: number, endAt: number): Place {
  return { day: 0, cut: { minute: 0, collection, window: -1, daysAgo: 0 }, endAt };
}

export function endingAt(place: Place, endAt: number): Place {
  return endAt < place.endAt ? { ...place, endAt } : place;
}

/** Names the window of a place: the same on each day that it reaches into. */
export function windowKey({ day, cut }: Place): number {
  return cut.window === -1 ? -1 : (day - cut.daysAgo) * WINDOWS_MAX + cut.window;
}
