import type { DateRange } from "../model/calendar.ts";
import { parseLocalDate } from "../model/local-date.ts";
import { dateOfEpochDay, dayOfWeekOf, type EpochDay } from "../model/local-time.ts";
import type { SpecialDayType } from "../model/special-day-type.ts";
import { maskOf, type SpecialDays } from "./special-days.ts";

type DayConditions = {
  daysOfWeek?: readonly number[] | undefined;
  specialDays?: readonly SpecialDayType[] | undefined;
  exceptSpecialDays?: readonly SpecialDayType[] | undefined;
  dateRanges?: readonly DateRange[] | undefined;
};

/** Says whether a day belongs; `everyDay` filters let all through. */
export type DayFilter = { everyDay: boolean; holds: (day: EpochDay) => boolean };

/** The meaning of day conditions, see `periodSchema`. */
export function prepareDayFilter(conditions: DayConditions, special: SpecialDays): DayFilter {
  const { daysOfWeek, specialDays, exceptSpecialDays, dateRanges } = conditions;
  const named = daysOfWeek !== undefined || specialDays !== undefined;
  if (!named && exceptSpecialDays === undefined && dateRanges === undefined)
    return { everyDay: true, holds: () => true };

  const weekMask = (daysOfWeek ?? []).reduce((mask, day) => mask | (1 << day), 0);
  const specialMask = maskOf(specialDays ?? []);
  const exceptMask = maskOf(exceptSpecialDays ?? []);
  const ranges = dateRanges?.map(prepareRange);
  return {
    everyDay: false,
    holds: (day) => {
      const types = special.get(day) ?? 0;
      if ((types & exceptMask) !== 0) return false;
      if (named && (weekMask & (1 << dayOfWeekOf(day))) === 0 && (types & specialMask) === 0) return false;
      return ranges === undefined || ranges.some((holds) => holds(day));
    },
  };
}

function prepareRange({ start, end }: DateRange): (day: EpochDay) => boolean {
  if (start.length === "YYYY-MM-DD".length) {
    const first = parseLocalDate(start);
    const last = parseLocalDate(end);
    return (day) => day >= first && day <= last;
  }
  const first = monthDayNumber(start);
  const last = monthDayNumber(end);
  return (epochDay) => {
    const { month, day } = dateOfEpochDay(epochDay);
    const today = month * 100 + day;
    return first <= last ? today >= first && today <= last : today >= first || today <= last;
  };
}

function monthDayNumber(text: string): number {
  return Number(text.slice(0, 2)) * 100 + Number(text.slice(3, 5));
}
