import type { FreePeriod } from "../model/free-period.ts";
import { DAY_MINUTES, DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { Stay } from "./stay.ts";

type Often = { shortVisitMinutes?: number | undefined };

/** How long the plate parks for nothing on this visit, by its earlier visits. */
export function grantedFreeMs({ freePeriodMs, freeLimit }: PreparedTable, stay: Stay, cursor: ClockCursor): number {
  return freeLimit === undefined || isGranted(freeLimit, stay, cursor) ? freePeriodMs : 0;
}

function isGranted(limit: NonNullable<FreePeriod["limit"]>, stay: Stay, cursor: ClockCursor): boolean {
  const { times = 1, shortVisitMinutes } = limit;
  // A bare count knows no lengths, so it stands back where lengths matter and are known.
  const countsHold = shortVisitMinutes === undefined || stay.previousVisits === undefined;
  if (limit.scope === "calendarDay") {
    const counted = countsHold ? (stay.entriesToday ?? 1) - 1 : 0;
    return Math.max(visitsOfDay(limit, stay, cursor), counted) < times;
  }
  // The count of a whole day says nothing about a shorter time.
  const counted = countsHold && limit.minutes >= DAY_MINUTES ? (stay.visitsInLast24h ?? 0) : 0;
  return Math.max(visitsSince(stay.entryAt - limit.minutes * MINUTE_MS, limit, stay), counted) < times;
}

function visitsOfDay(limit: Often, { entryAt, previousVisits }: Stay, cursor: ClockCursor): number {
  if (previousVisits === undefined) return 0;
  const today = cursor.dayAt(entryAt, 0).day;
  return previousVisits.filter(
    (visit) => isLong(limit, visit) && Math.floor(cursor.wallMsAt(visit.entryAt) / DAY_MS) === today,
  ).length;
}

function visitsSince(since: number, limit: Often, { entryAt, previousVisits }: Stay): number {
  if (previousVisits === undefined) return 0;
  return previousVisits.filter((visit) => isLong(limit, visit) && visit.entryAt > since && visit.entryAt < entryAt)
    .length;
}

function isLong({ shortVisitMinutes }: Often, { entryAt, exitAt }: { entryAt: number; exitAt: number }): boolean {
  return shortVisitMinutes === undefined || exitAt - entryAt > shortVisitMinutes * MINUTE_MS;
}
