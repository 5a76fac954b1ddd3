import type { SpecialDay } from "./calendar.ts";
import type { EnumValue } from "./enums.ts";
import { formatLocalDate } from "./local-date.ts";
import type { LocalTime } from "./local-time.ts";
import type { SpecialDayType } from "./special-day-type.ts";

type DayType = EnumValue<"dayType">;

/** A day may be several things at once: the first of these counts. */
const order = [
  "publicHoliday",
  "inLieuOfPublicHoliday",
  "publicEventDay",
  "makeUpWorkingDay",
  "schoolHolidays",
  "dayBeforePublicHoliday",
  "dayFollowingPublicHoliday",
] as const satisfies readonly SpecialDayType[];

/** Where people rest on Friday and Saturday. */
const fridayCountries: ReadonlySet<string> = new Set("BD BH DZ EG IL IQ JO KW LY MV OM PS QA SA SD SY YE".split(" "));

/**
 * What kind of day it is by the tariff's calendar of special days, in a lot of this country (ISO 3166). Null when the
 * calendar lists days and all of them are of years gone by: then nobody has said which days of this one are holidays.
 */
export function dayTypeOf(
  { epochDay, year, dayOfWeek }: LocalTime,
  specialDays: readonly SpecialDay[],
  country: string,
): DayType | null {
  if (specialDays.length > 0 && specialDays.every(({ date }) => Number(date.slice(0, 4)) < year)) return null;
  const [before, today, after] = [-1, 0, 1].map((days) => formatLocalDate(epochDay + days));
  const types = new Set<SpecialDayType>();
  for (const { date, type } of specialDays) {
    if (date === today) types.add(type);
    if (type === "publicHoliday" && date === after) types.add("dayBeforePublicHoliday");
    if (type === "publicHoliday" && date === before) types.add("dayFollowingPublicHoliday");
  }
  const type = order.find((each) => types.has(each));
  if (type !== undefined) return type === "makeUpWorkingDay" ? "workday" : type;
  const weekend = fridayCountries.has(country.toUpperCase()) ? [5, 6] : [6, 7];
  return weekend.includes(dayOfWeek) ? "weekend" : "workday";
}
