import type { FreePeriod } from "../model/free-period.ts";
import { DAY_MINUTES, DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import type { Stay } from "./stay.ts";

/** Whether the plate may have the free period on this visit, by its earlier visits. */
export function isFreePeriodGranted(free: FreePeriod, stay: Stay, cursor: ClockCursor): boolean {
  const { limit } = free;
  if (limit === undefined) return true;
  const { times = 1 } = limit;
  const visits = stay.previousVisits ?? [];
  if (limit.scope === "calendarDay") {
    const today = cursor.dayAt(stay.entryAt, 0).day;
    const before = visits.filter(({ entryAt }) => Math.floor(cursor.wallMsAt(entryAt) / DAY_MS) === today).length;
    return Math.max(before, (stay.entriesToday ?? 1) - 1) < times;
  }
  const since = stay.entryAt - limit.minutes * MINUTE_MS;
  const before = visits.filter(({ entryAt }) => entryAt > since && entryAt < stay.entryAt).length;
  // The count of a whole day says nothing about a shorter time.
  const counted = limit.minutes >= DAY_MINUTES ? (stay.visitsInLast24h ?? 0) : 0;
  return Math.max(before, counted) < times;
}
