import { DAY_MINUTES, DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { TimesOfDay } from "../model/rate-table.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { type DayFilter, prepareDayFilter } from "./day-filter.ts";
import type { Calendar } from "./day-plan.ts";
import { windowsAround } from "./event-windows.ts";

/** Entry and exit windows in ms of the local day; all ends are inclusive. */
export type PreparedWindow = {
  days: DayFilter;
  /** The entry must lie in one of these, in wall-clock minutes. */
  events: readonly { from: number; to: number }[] | undefined;
  startFrom: number;
  startTo: number;
  endFrom: number;
  endTo: number;
  endDayMin: number;
  endDayMax: number;
};

export function prepareTimesOfDay(source: TimesOfDay, { special, events }: Calendar): PreparedWindow {
  const hasEnd = source.earliestEnd !== undefined || source.latestEnd !== undefined;
  return {
    days: prepareDayFilter(source, special),
    events: source.event && windowsAround(source.event, events),
    startFrom: (source.earliestStart ?? 0) * MINUTE_MS,
    startTo: (source.latestStart ?? DAY_MINUTES) * MINUTE_MS,
    endFrom: (source.earliestEnd ?? 0) * MINUTE_MS,
    endTo: (source.latestEnd ?? DAY_MINUTES) * MINUTE_MS,
    endDayMin: source.endDay?.min ?? 0,
    endDayMax: source.endDay?.max ?? (hasEnd ? 0 : Number.POSITIVE_INFINITY),
  };
}

/**
 * Whether a stay enters and leaves inside the window. The exit must be at or after `earliestEnd` of the first allowed
 * day and at or before `latestEnd` of the last allowed day.
 */
export function fitsWindow(window: PreparedWindow, cursor: ClockCursor, entryAt: number, exitAt: number): boolean {
  const entryMs = cursor.wallMsAt(entryAt);
  const entryDay = Math.floor(entryMs / DAY_MS);
  const entryOfDay = entryMs - entryDay * DAY_MS;
  if (entryOfDay < window.startFrom || entryOfDay > window.startTo || !window.days.holds(entryDay)) return false;
  if (window.events !== undefined && !isNearEvent(window.events, entryMs)) return false;
  const exitMs = cursor.wallMsAt(exitAt) - entryDay * DAY_MS;
  return exitMs >= window.endDayMin * DAY_MS + window.endFrom && exitMs <= window.endDayMax * DAY_MS + window.endTo;
}

function isNearEvent(events: readonly { from: number; to: number }[], entryMs: number): boolean {
  for (const { from, to } of events) if (entryMs >= from * MINUTE_MS && entryMs <= to * MINUTE_MS) return true;
  return false;
}
