import { type ClockTable, offsetRangeAt, toInstant } from "../model/clock-table.ts";
import { DAY_MS, type EpochDay, MINUTE_MS } from "../model/local-time.ts";
import type { DayPlan, DayPlanner, PlanCut } from "./day-plan.ts";

/** Where an instant lies: its local day, the cut of the day's plan that holds, and when the next cut comes. */
export type Place = { day: EpochDay; cut: PlanCut; endAt: number };

/** Reads local time near one instant after another; remembers the offset in force, so that most reads are sums. */
export class ClockCursor {
  readonly clock: ClockTable;
  offsetMs = 0;
  /** The local day that `moveToDay` found last, and where it ends. */
  day: EpochDay = 0;
  dayEndAt = 0;
  /** The offset holds in `[#from, #to)`. */
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  constructor(clock: ClockTable) {
    this.clock = clock;
  }

  /** Wall-clock ms since 1970-01-01 00:00 of the wall calendar. Throws `ClockRangeError` outside the table. */
  wallMsAt(instant: number): number {
    if (!(instant >= this.#from && instant < this.#to)) {
      const range = offsetRangeAt(this.clock, instant);
      this.offsetMs = range.offsetMinutes * MINUTE_MS;
      this.#from = range.from;
      this.#to = range.to;
    }
    return instant + this.offsetMs;
  }

  /** The first clock change after `instant`. */
  nextChangeAfter(instant: number): number {
    this.wallMsAt(instant);
    return this.#to;
  }

  /** The instant of a wall-clock time that is not far from the last instant read. */
  instantOf(day: EpochDay, minuteOfDay: number): number {
    const instant = day * DAY_MS + minuteOfDay * MINUTE_MS - this.offsetMs;
    // In the hours after a change the clock may show a time for the second time; the earlier one counts.
    const sure = instant >= this.#from + DAY_MS && instant < this.#to;
    return sure ? instant : toInstant(this.clock, day, minuteOfDay);
  }

  /**
   * The local day that begins at `startMinute` of the wall clock and holds `instant`, and where it ends. Where a
   * change repeats the hour around midnight the earlier midnight counts, so days follow each other without overlap.
   */
  dayAt(instant: number, startMinute: number): { day: EpochDay; endAt: number } {
    const day = this.moveToDay(instant, startMinute);
    return { day, endAt: this.dayEndAt };
  }

  /** As `dayAt`, for those who ask often: returns the day and leaves its end in `dayEndAt`. */
  moveToDay(instant: number, startMinute: number): EpochDay {
    this.day = Math.floor((this.wallMsAt(instant) - startMinute * MINUTE_MS) / DAY_MS);
    this.dayEndAt = this.instantOf(this.day + 1, startMinute);
    while (this.dayEndAt <= instant) {
      this.day += 1;
      this.dayEndAt = this.instantOf(this.day + 1, startMinute);
    }
    return this.day;
  }

  placeAt(planner: DayPlanner, instant: number): Place {
    const { day, endAt: dayEndAt } = this.dayAt(instant, 0);
    const plan: DayPlan = planner.planOf(day);
    let endAt = dayEndAt;
    for (let i = plan.length - 1; i > 0; i -= 1) {
      const cutAt = this.instantOf(day, plan[i]!.minute);
      if (cutAt <= instant) return { day, cut: plan[i]!, endAt };
      endAt = cutAt;
    }
    return { day, cut: plan[0]!, endAt };
  }
}
