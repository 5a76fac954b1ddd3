import type { Period } from "../model/calendar.ts";
import type { ClockTable } from "../model/clock-table.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { formatLocalDate, parseLocalDate } from "../model/local-date.ts";
import { apdsDays, apdsMonths } from "./apds-periods.ts";
import { clockText } from "./elapsed-time.ts";
import type { ExchangeNotes } from "./exchange-notes.ts";
import { startOfDay } from "./local-day.ts";

type Path = Diagnostic["path"];
type Context = { clock: ClockTable; notes: ExchangeNotes };
type DateRange = NonNullable<Period["dateRanges"]>[number];

const said = new Set(["daysOfWeek", "specialDays", "dateRanges", "timeOfDayStart", "timeOfDayEnd"]);

/** Periods in the words of the standard; one that it has no words for is an error, and missing. */
export function apdsPeriodsOf(periods: readonly Period[], path: Path, context: Context): object[] {
  return periods.flatMap((period, index) => {
    const at = [...path, index];
    const unsaid = Object.keys(period).find((name) => !said.has(name));
    if (unsaid === undefined) return periodOf(period, at, context);
    context.notes.lost([...at, unsaid], unsaid);
    return [];
  });
}

function periodOf(period: Period, path: Path, { clock, notes }: Context): object[] {
  const { daysOfWeek = [], specialDays = [], dateRanges = [], timeOfDayStart, timeOfDayEnd } = period;
  if (specialDays.includes("makeUpWorkingDay")) {
    notes.lost([...path, "specialDays"], "makeUpWorkingDay");
    return [];
  }
  const days = daysOfWeek.map((day) => apdsDays[day - 1]);
  const times =
    timeOfDayStart === undefined || timeOfDayEnd === undefined
      ? {}
      : {
          recurringTimePeriodOfDay: [
            { startTimeOfPeriod: clockText(timeOfDayStart), endTimeOfPeriod: clockText(timeOfDayEnd) },
          ],
        };
  const recurringSpecialDay = specialDays.map((specialDayType) => ({
    // A day belongs when it is one of the days of the week or of this kind.
    intersectWithApplicableDays: days.length === 0,
    specialDayType,
  }));
  const ranges = dateRanges.length === 0 ? [undefined] : dateRanges;
  return ranges.flatMap((range, index): object[] => {
    const dates = range === undefined ? {} : datesOf(range, clock);
    if (dates === undefined) {
      notes.lost([...path, "dateRanges", index], "dateRanges");
      return [];
    }
    const { applicableMonth, ...bounds } = dates;
    const recurring = { ...(days.length > 0 && { applicableDay: days }), ...(applicableMonth && { applicableMonth }) };
    return [
      {
        ...bounds,
        ...(Object.keys(recurring).length > 0 && { recurringDayWeekMonthPeriod: [recurring] }),
        ...(recurringSpecialDay.length > 0 && { recurringSpecialDay }),
        ...times,
      },
    ];
  });
}

type Dates = { startOfPeriod?: string; endOfPeriod?: string; applicableMonth?: string[] };

/** Whole months recur; single dates are bounds; parts of months that recur have no word. */
function datesOf({ start, end }: DateRange, clock: ClockTable): Dates | undefined {
  if (start.length === 10) {
    return {
      ...(start > "0001-01-01" && { startOfPeriod: startOfDay(start, clock) }),
      ...(end < "9999-12-31" && { endOfPeriod: startOfDay(dayAfter(end), clock) }),
    };
  }
  const first = Number(start.slice(0, 2)) - 1;
  const last = Number(end.slice(0, 2)) - 1;
  const isWhole = start.endsWith("-01") && Number(dayAfter(`2000-${end}`).slice(8)) === 1;
  if (!isWhole) return undefined;
  const count = ((last - first + 12) % 12) + 1;
  return { applicableMonth: Array.from({ length: count }, (_, index) => apdsMonths[(first + index) % 12]!) };
}

function dayAfter(date: string): string {
  return formatLocalDate(parseLocalDate(date) + 1);
}
