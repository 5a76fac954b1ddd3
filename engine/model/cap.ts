import * as z from "zod/mini";
import { minuteOfDaySchema } from "./calendar.ts";
import { minutesSchema } from "./identifier.ts";
import { amountMinorSchema } from "./money-schema.ts";

const amount = amountMinorSchema;

/** Buckets to which the cap applies, counted from 1 at entry: `{ from: 6 }` is the sixth day and later. */
const index = z.optional(
  z.strictObject({
    from: z.int().check(z.minimum(1), z.maximum(1_000)),
    to: z.optional(z.int().check(z.minimum(1), z.maximum(1_000))),
  }),
);

/**
 * A limit on the sum of what falls into one bucket of time. What is owed falls where its unit starts.
 *
 * - `perStay`: the whole stay.
 * - `rolling`: windows of `minutes` from entry, one after the other; with `endsAt` a new bucket begins at that time of
 *   each day too (a 12 h maximum that holds until midnight).
 * - `calendarDay`: local days that begin at `resetAt` minutes after midnight (default 0). With `acrossVisits` what the
 *   plate paid for earlier visits of the first day counts too.
 * - `calendarWeek`: local weeks that begin on Monday at `resetAt`.
 * - `period`: one occurrence of the collection's period.
 */
export const capSchema = z.discriminatedUnion("scope", [
  z.strictObject({ scope: z.literal("perStay"), amount }),
  z.strictObject({
    scope: z.literal("rolling"),
    amount,
    minutes: minutesSchema.check(z.minimum(1)),
    endsAt: z.optional(z.int().check(z.minimum(0), z.maximum(1_439))),
    index,
  }),
  z.strictObject({
    scope: z.literal("calendarDay"),
    amount,
    resetAt: z.optional(minuteOfDaySchema),
    acrossVisits: z.optional(z.boolean()),
    index,
  }),
  z.strictObject({ scope: z.literal("calendarWeek"), amount, resetAt: z.optional(minuteOfDaySchema), index }),
  z.strictObject({ scope: z.literal("period"), amount }),
]);
export type Cap = z.infer<typeof capSchema>;
