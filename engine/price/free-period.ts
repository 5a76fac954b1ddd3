import type { FreePeriod } from "../model/free-period.ts";
import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import type { Stay } from "./stay.ts";

const DAY_24_MINUTES = 1_440;

/** Whether the plate may have the free period on this visit, by its earlier visits. */
export function isFreePeriodGranted(free: FreePeriod, stay: Stay, cursor: ClockCursor): boolean {
  const { oncePer } = free;
  if (oncePer === undefined) return true;
  const visits = stay.previousVisits ?? [];
  if (oncePer.scope === "calendarDay") {
    if (stay.entriesToday !== undefined && stay.entriesToday > 1) return false;
    const today = cursor.dayAt(stay.entryAt, 0).day;
    return !visits.some(({ entryAt }) => Math.floor(cursor.wallMsAt(entryAt) / DAY_MS) === today);
  }
  const since = stay.entryAt - oncePer.minutes * MINUTE_MS;
  if (visits.some(({ entryAt }) => entryAt > since && entryAt < stay.entryAt)) return false;
  // The count of a whole day says nothing about a shorter time.
  return oncePer.minutes < DAY_24_MINUTES || (stay.visitsInLast24h ?? 0) === 0;
}
