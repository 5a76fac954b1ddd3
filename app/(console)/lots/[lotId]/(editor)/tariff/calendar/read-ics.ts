import ICAL from "ical.js";
import type { SpecialDay } from "#engine/model/calendar.ts";
import { type ClockTable, toLocal } from "#engine/model/clock-table.ts";
import { formatLocalDate, parseLocalDate } from "#engine/model/local-date.ts";
import type { SpecialDayType } from "#engine/model/special-day-type.ts";

/** A day of a calendar file and what the file calls it. */
export type IcsDay = SpecialDay & { name: string };

type IcsProblem = {
  code: "tooLarge" | "notCalendar" | "noEvents" | "noStart" | "tooLong" | "tooMany" | "outside";
  name: string;
};

/** Bounds of one file. */
export const icsBytesMax = 1_000_000;
const eventsMax = 2_000;
const daysMax = 5_000;
const daysOfEventMax = 120;
const occurrencesMax = 60;

/**
 * The days of a calendar file (RFC 5545) from one year to another, both included, each with the kind that its words
 * suggest. Days of several dates and yearly repetitions are each a day; what cannot be read is named, event by event.
 */
export function readIcs(
  text: string,
  options: { clock: ClockTable; fromYear: number; toYear: number },
): { days: IcsDay[]; problems: IcsProblem[] } {
  if (text.length > icsBytesMax) return { days: [], problems: [{ code: "tooLarge", name: "" }] };
  let calendar: ICAL.Component;
  try {
    calendar = new ICAL.Component(ICAL.parse(text));
  } catch (error) {
    return { days: [], problems: [{ code: "notCalendar", name: error instanceof Error ? error.message : "" }] };
  }
  const events = calendar.getAllSubcomponents("vevent");
  const problems: IcsProblem[] = [];
  if (events.length === 0) problems.push({ code: "noEvents", name: "" });
  if (events.length > eventsMax) problems.push({ code: "tooMany", name: String(eventsMax) });
  const days = new Map<string, IcsDay>();
  for (const component of events.slice(0, eventsMax)) {
    const event = new ICAL.Event(component);
    const name = (event.summary ?? "").slice(0, 120);
    if (!event.startDate) {
      problems.push({ code: "noStart", name });
      continue;
    }
    const length = lengthOf(event);
    if (length > daysOfEventMax) {
      problems.push({ code: "tooLong", name });
      continue;
    }
    const starts = startsOf(event, options).filter((date) => isWithin(date, options));
    if (starts.length === 0) problems.push({ code: "outside", name });
    const type = typeOf(`${name} ${component.getFirstPropertyValue("categories") ?? ""}`);
    for (const start of starts) {
      for (let day = 0; day < length; day += 1) {
        const date = formatLocalDate(parseLocalDate(start) + day);
        if (days.size < daysMax) days.set(`${date} ${type}`, { date, type, name });
      }
    }
  }
  return { days: [...days.values()].sort((a, b) => a.date.localeCompare(b.date)), problems };
}

/** Days that an event covers; one that ends at midnight does not touch the next day. */
function lengthOf(event: ICAL.Event): number {
  const { startDate: start, endDate: end } = event;
  if (!end) return 1;
  const days = parseLocalDate(wallDate(end)) - parseLocalDate(wallDate(start));
  const touchesLast = !end.isDate && end.hour * 60 + end.minute > 0;
  return Math.max(1, days + (touchesLast ? 1 : 0));
}

function startsOf(event: ICAL.Event, { clock, toYear }: { clock: ClockTable; toYear: number }): string[] {
  if (!event.isRecurring()) return [localDate(event.startDate, clock)];
  const starts: string[] = [];
  const iterator = event.iterator();
  for (let turn = 0; turn < occurrencesMax * 10 && starts.length < occurrencesMax; turn += 1) {
    const next: ICAL.Time | null = iterator.next();
    if (!next || next.year > toYear) break;
    starts.push(localDate(next, clock));
  }
  return starts;
}

/** The lot's date of a time: a date and a time without a zone are the lot's own, one in UTC is turned. */
function localDate(time: ICAL.Time, clock: ClockTable): string {
  if (time.isDate || time.zone !== ICAL.Timezone.utcTimezone) return wallDate(time);
  const at = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute);
  return at >= clock.from && at < clock.to ? formatLocalDate(toLocal(clock, at).epochDay) : wallDate(time);
}

function wallDate({ year, month, day }: ICAL.Time): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

function isWithin(date: string, { fromYear, toYear }: { fromYear: number; toYear: number }): boolean {
  const year = Number(date.slice(0, 4));
  return year >= fromYear && year <= toYear;
}

/** The kind that an event's words suggest; a public holiday where they suggest none. */
function typeOf(words: string): SpecialDayType {
  if (/补班|上班|調班|make-?up|working day|workday/i.test(words)) return "makeUpWorkingDay";
  if (/in lieu|substitute|补休|振替/i.test(words)) return "inLieuOfPublicHoliday";
  if (/school|vacation|ferien|寒假|暑假|学校/i.test(words)) return "schoolHolidays";
  if (/match|concert|festival|fair|game|比赛|演唱会|展会/i.test(words)) return "publicEventDay";
  return "publicHoliday";
}
