import type { ClockTable } from "#engine/model/clock-table.ts";

type Change = [atMs: number, offsetMinutes: number];

/** No stay that Liftgate prices began before. */
const fromMs = Date.UTC(2000, 0, 1);
const yearsAhead = 25;
const minuteMs = 60_000;
/** Two clock changes that undo each other are never so near: the shortest pair is a Ramadan apart. */
const stepMs = 7 * 24 * 60 * minuteMs;

/**
 * The clock changes of a zone from 2000 to at least 25 years after `nowMs`, as this process's time-zone database knows
 * them. It ends with a year, so that a draft compiled again next week is the same bundle.
 * Throws a RangeError when the database does not know the zone.
 */
export function makeClockTable(timeZone: string, nowMs: number): ClockTable {
  const offsetAt = offsetReader(timeZone);
  const to = Date.UTC(new Date(nowMs).getUTCFullYear() + yearsAhead + 1, 0, 1);
  const changes: Change[] = [[fromMs, offsetAt(fromMs)]];
  for (let low = fromMs; low < to; low += stepMs) {
    const high = Math.min(low + stepMs, to - minuteMs);
    changes.push(...changesBetween([low, offsetAt(low)], [high, offsetAt(high)], offsetAt));
  }
  return { timeZone, database: process.versions.tz ?? "unknown", from: fromMs, to, changes };
}

/** The changes after `low` up to `high`. Clocks change at a whole minute of UTC, so halving ends at one. */
function changesBetween(low: Change, high: Change, offsetAt: (atMs: number) => number): Change[] {
  if (low[1] === high[1]) return [];
  if (high[0] - low[0] <= minuteMs) return [high];
  const middleMs = Math.floor((low[0] + high[0]) / 2 / minuteMs) * minuteMs;
  const middle: Change = [middleMs, offsetAt(middleMs)];
  return [...changesBetween(low, middle, offsetAt), ...changesBetween(middle, high, offsetAt)];
}

/** Minutes that the zone's clock is ahead of UTC. */
function offsetReader(timeZone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (atMs) => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(atMs)) parts[type] = Number(value);
    const { year, month, day, hour, minute, second } = parts;
    const wallMs = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
    return Math.round((wallMs - atMs) / minuteMs);
  };
}
