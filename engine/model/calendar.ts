import * as z from "zod/mini";
import { eventWindowSchema } from "./event.ts";
import { localDateSchema, monthDaySchema } from "./local-date.ts";
import { specialDayTypes } from "./special-day-type.ts";

export const specialDayTypeSchema = z.enum(specialDayTypes);

/** One entry of the tariff's calendar of special days. */
export const specialDaySchema = z.strictObject({ date: localDateSchema, type: specialDayTypeSchema });
export type SpecialDay = z.infer<typeof specialDaySchema>;

/**
 * Dates from `start` to `end`, both included. Two `YYYY-MM-DD` are one range; two `MM-DD` recur every year and may
 * run over New Year.
 */
const dateRangeSchema = z.union([
  z.strictObject({ start: localDateSchema, end: localDateSchema }),
  z.strictObject({ start: monthDaySchema, end: monthDaySchema }),
]);
export type DateRange = z.infer<typeof dateRangeSchema>;

/** Minutes after midnight on the wall clock, 0 to 1440. */
export const minuteOfDaySchema = z.int().check(z.minimum(0), z.maximum(1_440));

export const daysOfWeekSchema = z
  .array(z.int().check(z.minimum(1), z.maximum(7)))
  .check(z.minLength(1), z.maxLength(7));

/**
 * Days, and a window of the wall clock on them.
 *
 * A day belongs when its day of week is in `daysOfWeek` **or** one of its special-day types is in `specialDays`
 * (neither given: every day), it lies in one of the `dateRanges` (none given: all year), and none of its types is in
 * `exceptSpecialDays`.
 *
 * With `timeOfDayStart` and `timeOfDayEnd` the period is a window `[start, end)` that begins on each such day; an end
 * at or before the start is on the next day (so 22:00-08:00 is one window and 07:00-07:00 a whole day from 07:00), and
 * `extraDays` moves the end further (Friday 18:00 to Monday 06:00: end 06:00 and 2 extra days). Each window is an
 * occurrence of its own. Without times the period is the whole of those days, and runs on over midnight. `event` makes
 * windows around the tariff's events that begin on such days, in place of times.
 */
export const periodSchema = z
  .strictObject({
    daysOfWeek: z.optional(daysOfWeekSchema),
    specialDays: z.optional(z.array(specialDayTypeSchema).check(z.minLength(1), z.maxLength(7))),
    exceptSpecialDays: z.optional(z.array(specialDayTypeSchema).check(z.minLength(1), z.maxLength(7))),
    dateRanges: z.optional(z.array(dateRangeSchema).check(z.minLength(1), z.maxLength(50))),
    timeOfDayStart: z.optional(z.int().check(z.minimum(0), z.maximum(1_439))),
    timeOfDayEnd: z.optional(minuteOfDaySchema),
    extraDays: z.optional(z.int().check(z.minimum(0), z.maximum(6))),
    event: z.optional(eventWindowSchema),
  })
  .check(
    z.refine(
      (period) =>
        (period.timeOfDayStart === undefined) === (period.timeOfDayEnd === undefined) &&
        (period.extraDays === undefined || period.timeOfDayStart !== undefined),
      { error: "a window needs its start and its end" },
    ),
    z.refine((period) => period.event === undefined || period.timeOfDayStart === undefined, {
      error: "a window follows the clock or an event",
    }),
  );
export type Period = z.infer<typeof periodSchema>;
