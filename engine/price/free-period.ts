import type { FreePeriod } from "../model/free-period.ts";
import { DAY_MINUTES, DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import type { Stay } from "./stay.ts";

/** Whether the plate may have the free period on this visit, by its earlier visits. */
export function isFreePeriodGranted({ limit }: FreePeriod, stay: Stay, cursor: ClockCursor): boolean {
  if (limit === undefined) return true;
  const { times = 1, shortVisitMinutes } = limit;
  const visits = (stay.previousVisits ?? []).filter(
    ({ entryAt, exitAt }) => shortVisitMinutes === undefined || exitAt - entryAt > shortVisitMinutes * MINUTE_MS,
  );
  // A bare count knows no lengths, so it stands back where lengths matter and are known.
  const countsHold = shortVisitMinutes === undefined || stay.previousVisits === undefined;
  if (limit.scope === "calendarDay") {
    const today = cursor.dayAt(stay.entryAt, 0).day;
    const before = visits.filter(({ entryAt }) => Math.floor(cursor.wallMsAt(entryAt) / DAY_MS) === today).length;
    return Math.max(before, countsHold ? (stay.entriesToday ?? 1) - 1 : 0) < times;
  }
  const since = stay.entryAt - limit.minutes * MINUTE_MS;
  const before = visits.filter(({ entryAt }) => entryAt > since && entryAt < stay.entryAt).length;
  // The count of a whole day says nothing about a shorter time.
  const counted = countsHold && limit.minutes >= DAY_MINUTES ? (stay.visitsInLast24h ?? 0) : 0;
  return Math.max(before, counted) < times;
}
