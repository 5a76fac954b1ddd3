import {
  DAY_MINUTES,
  DAY_MS,
  dateOfEpochDay,
  dayOfWeekOf,
  type EpochDay,
  type LocalTime,
  MINUTE_MS,
} from "./local-time.ts";

/**
 * The clock changes of one place as data: from `changes[i][0]` (inclusive, epoch ms) the clock shows UTC plus
 * `changes[i][1]` minutes. Valid in `[from, to)`; the first change is at `from`. `database` names the time-zone
 * database that it was made from.
 */
export type ClockTable = {
  timeZone: string;
  database: string;
  from: number;
  to: number;
  changes: ReadonlyArray<readonly [atMs: number, offsetMinutes: number]>;
};

/** A time that the clock table does not know: an error of the quote, never a guess. */
export class ClockRangeError extends Error {
  override readonly name = "ClockRangeError";
  readonly instant: number;

  constructor(instant: number) {
    super(`instant ${instant} is outside the clock table`);
    this.instant = instant;
  }
}

/** What the clock on the wall shows at `instant` (epoch ms). Throws `ClockRangeError` outside `[from, to)`. */
export function toLocal(clock: ClockTable, instant: number): LocalTime {
  const { offsetMinutes } = offsetRangeAt(clock, instant);
  const wallMs = instant + offsetMinutes * MINUTE_MS;
  const epochDay = Math.floor(wallMs / DAY_MS);
  const msOfDay = wallMs - epochDay * DAY_MS;
  const minuteOfDay = Math.floor(msOfDay / MINUTE_MS);
  return {
    ...dateOfEpochDay(epochDay),
    hour: Math.floor(minuteOfDay / 60),
    minute: minuteOfDay % 60,
    second: Math.floor((msOfDay % MINUTE_MS) / 1_000),
    dayOfWeek: dayOfWeekOf(epochDay),
    minuteOfDay,
    epochDay,
    offsetMinutes,
  };
}

/**
 * The instant (epoch ms) at which the clock shows `minuteOfDay` on `epochDay`; minutes outside 0-1439 run into the
 * days before and after. A time that a clock change skips is the first instant after the gap; one that happens twice
 * is the earlier. Throws `ClockRangeError` when the answer is outside `[from, to)`.
 */
export function toInstant(clock: ClockTable, epochDay: EpochDay, minuteOfDay: number): number {
  const wallMs = (epochDay * DAY_MINUTES + minuteOfDay) * MINUTE_MS;
  // Offsets are within 18 h, so the answer lies between the change in force a day earlier and a day later.
  for (let i = Math.max(0, changeIndexAt(clock, wallMs - DAY_MS)); i < clock.changes.length; i += 1) {
    const change = clock.changes[i]!;
    const end = clock.changes[i + 1]?.[0] ?? clock.to;
    const instant = wallMs - change[1] * MINUTE_MS;
    if (instant < end) {
      const found = Math.max(instant, change[0]);
      if (i === 0 && instant < clock.from) break;
      return found;
    }
  }
  throw new ClockRangeError(wallMs);
}

/** The stretch `[from, to)` around `instant` without a clock change. Throws `ClockRangeError` outside the table. */
export function offsetRangeAt(clock: ClockTable, instant: number): { offsetMinutes: number; from: number; to: number } {
  if (!(instant >= clock.from && instant < clock.to)) throw new ClockRangeError(instant);
  const index = changeIndexAt(clock, instant);
  const [from, offsetMinutes] = clock.changes[index]!;
  return { offsetMinutes, from, to: clock.changes[index + 1]?.[0] ?? clock.to };
}

/** Index of the last change at or before `instant`; -1 before the first. */
function changeIndexAt(clock: ClockTable, instant: number): number {
  let low = 0;
  let high = clock.changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (clock.changes[middle]![0] <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
