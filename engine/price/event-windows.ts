import type { Event, EventWindow } from "../model/event.ts";
import { parseLocalDateTime } from "../model/local-date.ts";
import { DAY_MINUTES, type EpochDay } from "../model/local-time.ts";

/** Windows of one length that begin at the same time of day: minutes of the day, and the days on which they begin. */
export type EventWindows = { start: number; end: number; days: ReadonlySet<EpochDay> };

/** Wall-clock minutes since 1970-01-01 00:00 of the window around each event that it is for. */
export function windowsAround(window: EventWindow, events: readonly Event[]): { from: number; to: number }[] {
  const { kinds, startOffset, endOffset } = window;
  return events
    .filter(({ kind }) => kinds === undefined || (kind !== undefined && kinds.includes(kind)))
    .map(({ startsAt }) => {
      const start = parseLocalDateTime(startsAt);
      return { from: start + startOffset, to: start + endOffset };
    })
    .filter(({ from, to }) => from < to);
}

/** The windows around events as windows of the day plan, those that begin earlier in the day first. */
export function eventWindows(window: EventWindow, events: readonly Event[]): EventWindows[] {
  const byStart = new Map<number, Set<EpochDay>>();
  for (const { from } of windowsAround(window, events)) {
    const day = Math.floor(from / DAY_MINUTES);
    const start = from - day * DAY_MINUTES;
    byStart.set(start, (byStart.get(start) ?? new Set()).add(day));
  }
  const length = window.endOffset - window.startOffset;
  return [...byStart].sort(([a], [b]) => a - b).map(([start, days]) => ({ start, end: start + length, days }));
}
