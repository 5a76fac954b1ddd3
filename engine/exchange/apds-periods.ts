import type { Period } from "../model/calendar.ts";
import { specialDayTypeSchema } from "../model/calendar.ts";
import type { ClockTable } from "../model/clock-table.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { formatLocalDate } from "../model/local-date.ts";
import { DAY_MINUTES } from "../model/local-time.ts";
import type { SpecialDayType } from "../model/special-day-type.ts";
import type { ApdsOverallPeriod, ApdsPeriod } from "./apds-document.ts";
import { minuteOfDay } from "./elapsed-time.ts";
import { type ExchangeNotes, shown } from "./exchange-notes.ts";
import { localDay } from "./local-day.ts";

type Path = Diagnostic["path"];
type Context = { clock: ClockTable; notes: ExchangeNotes };
type DateRange = NonNullable<Period["dateRanges"]>[number];
type DayPart = Pick<Period, "daysOfWeek" | "dateRanges">;

export const apdsDays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export const apdsMonths = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const lastDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The periods of a validity; undefined where it is always. What cannot be said is an error in the notes. */
export function apdsPeriods(source: ApdsOverallPeriod, path: Path, context: Context): Period[] | undefined {
  const { overallStartTime, overallEndTime, validPeriods = [], exceptionPeriods = [] } = source;
  const bounds = rangeOf([overallStartTime, overallEndTime], [...path, "overallStartTime"], context);
  const exceptSpecialDays = exceptionsOf(exceptionPeriods, [...path, "exceptionPeriods"], context);
  const valid = validPeriods.length === 0 ? [{}] : validPeriods;
  const periods = valid.flatMap((period, index) => periodsOf(period, [...path, "validPeriods", index], context));
  const bounded = periods.map((period): Period => {
    const within = bounds && (period.dateRanges === undefined ? { dateRanges: [bounds] } : undefined);
    if (bounds && !within) context.notes.lost([...path, "overallStartTime"], "overallStartTime");
    return { ...period, ...within, ...(exceptSpecialDays.length > 0 && { exceptSpecialDays }) };
  });
  const isAlways = source.validPeriods === undefined && bounded.every((period) => Object.keys(period).length === 0);
  return isAlways ? undefined : bounded;
}

function periodsOf(source: ApdsPeriod, path: Path, context: Context): Period[] {
  const { startOfPeriod, endOfPeriod, recurringTimePeriodOfDay = [{}], recurringSpecialDay = [] } = source;
  const range = rangeOf([startOfPeriod, endOfPeriod], [...path, "startOfPeriod"], context);
  const special = recurringSpecialDay.map((day) => day.specialDayType);
  const days = dayParts(source, path, context);
  const together = recurringSpecialDay.some((day) => day.intersectWithApplicableDays);
  if (together && days.some(({ daysOfWeek }) => daysOfWeek !== undefined)) {
    context.notes.lost([...path, "recurringSpecialDay"], "intersectWithApplicableDays");
    return [];
  }
  const types = specialTypes(special, [...path, "recurringSpecialDay"], context);
  if (special.length > 0 && types.length === 0) return [];
  const times = recurringTimePeriodOfDay.map((one, index) =>
    timesOf(one, [...path, "recurringTimePeriodOfDay", index], context),
  );
  return days.flatMap((part) =>
    times.flatMap((time): Period[] => {
      if (time === undefined) return [];
      if (range && part.dateRanges) context.notes.lost([...path, "startOfPeriod"], "startOfPeriod");
      const dateRanges = part.dateRanges ?? (range && [range]);
      return [
        {
          ...(part.daysOfWeek && { daysOfWeek: part.daysOfWeek }),
          ...(types.length > 0 && { specialDays: types }),
          ...(dateRanges && { dateRanges }),
          ...time,
        },
      ];
    }),
  );
}

function dayParts({ recurringDayWeekMonthPeriod = [{}] }: ApdsPeriod, path: Path, { notes }: Context): DayPart[] {
  return recurringDayWeekMonthPeriod.flatMap((source, index): DayPart[] => {
    const at = [...path, "recurringDayWeekMonthPeriod", index];
    const { applicableDay = [], applicableMonth = [], ...more } = source;
    const months = applicableMonth.map((name) => apdsMonths.indexOf(name));
    const unknown = [...Object.keys(more), ...(months.includes(-1) ? ["applicableMonth"] : [])];
    if (unknown[0] !== undefined) {
      notes.lost([...at, unknown[0]], unknown[0]);
      return [];
    }
    const daysOfWeek = [...new Set(applicableDay.map((day) => apdsDays.indexOf(day) + 1))].sort();
    return [
      {
        ...(daysOfWeek.length % 7 > 0 && { daysOfWeek }),
        ...(months.length % 12 > 0 && { dateRanges: months.map(wholeMonth) }),
      },
    ];
  });
}

function wholeMonth(month: number): DateRange {
  const text = String(month + 1).padStart(2, "0");
  return { start: `${text}-01`, end: `${text}-${lastDays[month]}` };
}

function timesOf(
  source: { startTimeOfPeriod?: string; endTimeOfPeriod?: string },
  path: Path,
  { notes }: Context,
): Pick<Period, "timeOfDayStart" | "timeOfDayEnd"> | undefined {
  const { startTimeOfPeriod = "00:00", endTimeOfPeriod = "24:00" } = source;
  const start = minuteOfDay(startTimeOfPeriod);
  const end = minuteOfDay(endTimeOfPeriod);
  if (start === undefined || end === undefined || start === DAY_MINUTES) {
    notes.error("exchange.time", path, { value: shown(`${startTimeOfPeriod}-${endTimeOfPeriod}`) });
    return undefined;
  }
  // The last minute of the day is how some write its end.
  const until = end === DAY_MINUTES - 1 ? DAY_MINUTES : end;
  return start === 0 && (until === DAY_MINUTES || until === 0) ? {} : { timeOfDayStart: start, timeOfDayEnd: until };
}

/** The local days from the one time to the other; undefined where both are for ever. */
export function rangeOf(
  [from, to]: readonly [string | undefined, string | undefined],
  path: Path,
  { clock, notes }: Context,
): DateRange | undefined {
  const day = (text: string | undefined, edge: "start" | "end") => {
    const found = text === undefined ? undefined : localDay(text, edge, { clock, path, notes });
    return found === "always" ? undefined : found;
  };
  const start = day(from, "start");
  const end = day(to, "end");
  if (start === undefined && end === undefined) return undefined;
  return {
    start: start === undefined ? "0001-01-01" : formatLocalDate(start),
    end: end === undefined ? "9999-12-31" : formatLocalDate(end - 1),
  };
}

/** Times without the days of an exception have no word; kinds of days do. */
function exceptionsOf(periods: readonly ApdsPeriod[], path: Path, context: Context): SpecialDayType[] {
  return periods.flatMap((period, index) => {
    const { recurringSpecialDay = [], periodName: _name, ...more } = period;
    const at = [...path, index];
    if (recurringSpecialDay.length > 0 && Object.values(more).every((value) => value === undefined)) {
      return specialTypes(
        recurringSpecialDay.map(({ specialDayType }) => specialDayType),
        at,
        context,
      );
    }
    context.notes.lost(at, "exceptionPeriods");
    return [];
  });
}

function specialTypes(names: readonly string[], path: Path, { notes }: Context): SpecialDayType[] {
  return names.flatMap((name) => {
    const read = specialDayTypeSchema.safeParse(name);
    if (!read.success) notes.lost(path, name);
    else notes.warningOnce("apds.specialDays", path);
    return read.success ? [read.data] : [];
  });
}
