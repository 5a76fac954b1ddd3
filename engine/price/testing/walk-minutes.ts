import type { Period } from "../../model/calendar.ts";
import type { Cap } from "../../model/cap.ts";
import { type ClockTable, toLocal } from "../../model/clock-table.ts";
import type { FreeAllowance } from "../../model/free-allowance.ts";
import { dayOfWeekOf, type LocalTime } from "../../model/local-time.ts";
import type { RateTable } from "../../model/rate-table.ts";

const MINUTE_MS = 60_000;
const NOWHERE = { index: -1, key: "-1" };

type WallTime = Pick<LocalTime, "epochDay" | "dayOfWeek" | "minuteOfDay">;
/** Clocks change, and days begin, at full or half hours of UTC in every zone that is tested. */
const HALF_HOUR_MS = 30 * MINUTE_MS;
/** The longest window of `arbitraryTable` ends on the third day after its first. */
const DAYS_REACHED = 3;
const LONGEST: Record<Cap["scope"], number> = {
  period: 0,
  rolling: 0,
  calendarDay: 1_440,
  calendarWeek: 10_080,
  perStay: Number.POSITIVE_INFINITY,
};

/**
 * The meaning of a table, minute by minute and without any cleverness: the other side of the differential test.
 * Knows windows, days of week, flat and incrementing prices rounded up, units that restart, free
 * allowances, and caps.
 */
export function walkMinutes(table: RateTable, clock: ClockTable, entryAt: number, exitAt: number): number {
  const meters = new Map<Cap, { bucket: string; raw: number }>();
  const length = (cap: Cap) => (cap.scope === "rolling" ? cap.minutes : LONGEST[cap.scope]);
  const placeAt = placesOf(table);
  const byLength = (caps: readonly Cap[]) => [...caps].sort((a, b) => length(a) - length(b));
  const tableCaps = byLength(table.caps ?? []);
  let occurrence = "";
  let startedAt = entryAt;
  const walked = new Map<number, number>();
  let total = 0;
  let local: WallTime = toLocal(clock, entryAt);
  for (let at = entryAt; at < exitAt; at += MINUTE_MS) {
    if (at === entryAt || at % HALF_HOUR_MS === 0) local = toLocal(clock, at);
    else local = { ...local, minuteOfDay: local.minuteOfDay + 1 };
    const minutesToday = walked.get(local.epochDay) ?? 0;
    walked.set(local.epochDay, minutesToday + 1);
    const walkedMinutes = { today: minutesToday, all: (at - entryAt) / MINUTE_MS };
    const place = isFree(table.freeAllowance, walkedMinutes) ? NOWHERE : placeAt(local);
    if (place.key !== occurrence) startedAt = at;
    occurrence = place.key;
    const collection = table.rateLineCollections[place.index];
    if (collection === undefined) continue;
    const minute = (at - startedAt) / MINUTE_MS;
    let owed = 0;
    for (const line of collection.rateLines) {
      if (line.rateLineType === "flatRate" && minute === line.durationStart) owed += line.value;
      if (line.rateLineType !== "incrementingRate") continue;
      const inside = minute >= line.durationStart && minute < (line.durationEnd ?? Number.POSITIVE_INFINITY);
      if (inside && (minute - line.durationStart) % line.incrementPeriod === 0) owed += line.value;
    }
    for (const cap of owed === 0 ? [] : [...byLength(collection.caps ?? []), ...tableCaps]) {
      const bucket = bucketOf(cap, { local, at, entryAt, occurrence: `${occurrence}@${startedAt}` });
      const meter = meters.get(cap);
      const raw = meter?.bucket === bucket ? meter.raw : 0;
      meters.set(cap, { bucket, raw: raw + owed });
      owed = Math.min(raw + owed, cap.amount) - Math.min(raw, cap.amount);
    }
    total += owed;
  }
  return total;
}

function isFree(allowance: FreeAllowance | undefined, walked: { today: number; all: number }): boolean {
  if (allowance === undefined) return false;
  if (allowance.per === "calendarDay") return walked.today < allowance.minutes;
  const since = allowance.per === "visit" ? walked.all : walked.all % (allowance.window ?? 1_440);
  return since < allowance.minutes;
}

type Window = { index: number; number: number; daysAgo: number };

/** Windows depend on the day of the week only, so each minute of the week is looked up once. */
function placesOf(table: RateTable): (local: WallTime) => { index: number; key: string } {
  const week = new Map<number, Window>();
  return (local) => {
    const minute = local.dayOfWeek * 1_440 + local.minuteOfDay;
    const window = week.get(minute) ?? findWindow(table, local);
    week.set(minute, window);
    const { index, number, daysAgo } = window;
    return { index, key: number === -1 ? `${index}` : `${index}/${number}/${local.epochDay - daysAgo}` };
  };
}

function findWindow(table: RateTable, local: WallTime): Window {
  for (const [index, { periods = [{}] }] of table.rateLineCollections.entries()) {
    for (let daysAgo = DAYS_REACHED; daysAgo >= 0; daysAgo -= 1) {
      for (const [number, period] of periods.entries()) {
        if (!isOnDay(period, local.epochDay - daysAgo)) continue;
        const { timeOfDayStart: start, timeOfDayEnd: end, extraDays = 0 } = period;
        if (start === undefined || end === undefined) {
          if (daysAgo === 0) return { index, number: -1, daysAgo };
          continue;
        }
        const minute = daysAgo * 1_440 + local.minuteOfDay;
        const length = (end <= start ? 1_440 : 0) + extraDays * 1_440;
        if (minute >= start && minute < end + length) return { index, number, daysAgo };
      }
    }
  }
  return { index: -1, number: -1, daysAgo: 0 };
}

function isOnDay({ daysOfWeek }: Period, day: number): boolean {
  return daysOfWeek === undefined || daysOfWeek.includes(dayOfWeekOf(day));
}

function bucketOf(
  cap: Cap,
  { local, at, entryAt, occurrence }: { local: WallTime; at: number; entryAt: number; occurrence: string },
): string {
  const day = (resetAt = 0) => Math.floor((local.epochDay * 1_440 + local.minuteOfDay - resetAt) / 1_440);
  switch (cap.scope) {
    case "perStay":
      return "stay";
    case "period":
      return occurrence;
    case "rolling":
      return String(Math.floor((at - entryAt) / (cap.minutes * MINUTE_MS)));
    case "calendarDay":
      return String(day(cap.resetAt));
    case "calendarWeek":
      return String(Math.floor((day(cap.resetAt) + 3) / 7));
  }
}
