import type { SpecialDay } from "../model/calendar.ts";
import { parseLocalDate } from "../model/local-date.ts";
import type { EpochDay } from "../model/local-time.ts";
import { type SpecialDayType, specialDayTypes } from "../model/special-day-type.ts";

const TYPES: readonly SpecialDayType[] = specialDayTypes;

/** The special-day types of each day as a bit mask; days that are nothing special are absent. */
export type SpecialDays = ReadonlyMap<EpochDay, number>;

/** Reads the tariff's calendar. The days before and after a public holiday follow from it. */
export function prepareSpecialDays(days: readonly SpecialDay[]): SpecialDays {
  const masks = new Map<EpochDay, number>();
  const add = (day: EpochDay, type: SpecialDayType) => masks.set(day, (masks.get(day) ?? 0) | maskOf([type]));
  for (const { date, type } of days) {
    const day = parseLocalDate(date);
    add(day, type);
    if (type !== "publicHoliday") continue;
    add(day - 1, "dayBeforePublicHoliday");
    add(day + 1, "dayFollowingPublicHoliday");
  }
  return masks;
}

export function maskOf(types: readonly SpecialDayType[]): number {
  return types.reduce((mask, type) => mask | (1 << TYPES.indexOf(type)), 0);
}
