import type { FreeAllowance } from "../model/free-allowance.ts";
import { DAY_MINUTES, DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import type { Stay } from "./stay.ts";

/** Free minutes of a stay, ready to be asked for moments of it. */
export type Allowance = {
  /** Whether `at` is free, and until when that holds. */
  at: (at: number) => { free: boolean; endAt: number };
  /** Equal at two moments that are whole days apart when the time after them is free alike. */
  stateAt: (at: number) => number;
};

/** The allowance that is left to a stay: earlier visits of the plate have used theirs first. */
export function allowanceOf(source: FreeAllowance, stay: Stay, cursor: ClockCursor): Allowance {
  return source.per === "calendarDay" ? dailyAllowance(source, stay, cursor) : windowAllowance(source, stay);
}

function dailyAllowance(
  source: Extract<FreeAllowance, { per: "calendarDay" }>,
  stay: Stay,
  cursor: ClockCursor,
): Allowance {
  const { entryAt } = stay;
  const dayMs = source.minutes * MINUTE_MS;
  const firstDay = cursor.dayAt(entryAt, 0).day;
  const firstDayMs = leftOf(source, stay, firstDay * DAY_MS - cursor.offsetMs);
  return {
    at: (at) => {
      const { day, endAt } = cursor.dayAt(at, 0);
      const isFirst = day === firstDay;
      const from = isFirst ? entryAt : cursor.instantOf(day, 0);
      const freeUntil = Math.min(endAt, from + (isFirst ? firstDayMs : dayMs));
      return at < freeUntil ? { free: true, endAt: freeUntil } : { free: false, endAt };
    },
    stateAt: (at) => (cursor.dayAt(at, 0).day === firstDay ? 1 : 0),
  };
}

/** Windows from entry, one after the other; one without end where the allowance is for the visit. */
function windowAllowance(source: Exclude<FreeAllowance, { per: "calendarDay" }>, stay: Stay): Allowance {
  const { entryAt } = stay;
  const rolling = source.per === "rolling";
  const windowMs = rolling ? (source.window ?? DAY_MINUTES) * MINUTE_MS : Number.POSITIVE_INFINITY;
  const freeMs = source.minutes * MINUTE_MS;
  const firstMs = rolling ? leftOf(source, stay, entryAt - windowMs) : freeMs;
  const roundOf = (at: number) => Math.floor((at - entryAt) / windowMs);
  return {
    at: (at) => {
      const round = roundOf(at);
      const startAt = round === 0 ? entryAt : entryAt + round * windowMs;
      const freeUntil = startAt + (round === 0 ? firstMs : freeMs);
      return at < freeUntil ? { free: true, endAt: freeUntil } : { free: false, endAt: startAt + windowMs };
    },
    stateAt: (at) =>
      roundOf(at) === 0 ? -1 - Math.min(at - entryAt, rolling ? windowMs : freeMs) : (at - entryAt) % windowMs,
  };
}

/** What earlier visits since `since` have left of the first free minutes. */
function leftOf(source: Exclude<FreeAllowance, { per: "visit" }>, stay: Stay, since: number): number {
  const shortMs = (source.shortVisitMinutes ?? 0) * MINUTE_MS;
  const parkedMs = (stay.previousVisits ?? [])
    .filter(({ entryAt, exitAt }) => exitAt - entryAt > shortMs)
    .reduce((sum, { entryAt, exitAt }) => sum + Math.max(0, exitAt - Math.max(since, entryAt)), 0);
  return Math.max(0, source.minutes * MINUTE_MS - Math.max((stay.freeUsedMinutes ?? 0) * MINUTE_MS, parkedMs));
}
