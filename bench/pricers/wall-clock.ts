import { type ClockTable, offsetRangeAt, toInstant } from "#engine/model/clock-table.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Local time of one lot, with the offset in force at hand: what any pricer written for one lot would keep. */
export class WallClock {
  readonly #clock: ClockTable;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;
  #offsetMs = 0;

  constructor(clock: ClockTable) {
    this.#clock = clock;
  }

  /** Wall-clock milliseconds. */
  wall(instant: number): number {
    if (instant < this.#from || instant >= this.#to) {
      const { from, to, offsetMinutes } = offsetRangeAt(this.#clock, instant);
      this.#from = from;
      this.#to = to;
      this.#offsetMs = offsetMinutes * MINUTE;
    }
    return instant + this.#offsetMs;
  }

  /** The first instant after `instant` at which the clock shows one of these minutes of the day (rising). */
  next(instant: number, minutes: readonly number[]): number {
    const day = Math.floor(this.wall(instant) / DAY);
    for (const minute of minutes) {
      const at = this.#instantOf(day, minute);
      if (at > instant) return at;
    }
    return this.#instantOf(day + 1, minutes[0]!);
  }

  minuteOfDay(instant: number): number {
    return Math.floor((this.wall(instant) % DAY) / MINUTE);
  }

  day(instant: number): number {
    return Math.floor(this.wall(instant) / DAY);
  }

  #instantOf(day: number, minute: number): number {
    const instant = day * DAY + minute * MINUTE - this.#offsetMs;
    const isSure = instant >= this.#from + DAY && instant < this.#to;
    return isSure ? instant : toInstant(this.#clock, day, minute);
  }
}

/** 1 is Monday. */
export function weekday(day: number): number {
  return ((day + 3) % 7) + 1;
}
