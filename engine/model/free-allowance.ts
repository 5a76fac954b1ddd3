import * as z from "zod/mini";
import { minutesSchema } from "./identifier.ts";

const minutes = minutesSchema.check(z.minimum(1), z.maximum(1_440));
/** Earlier visits up to so long used nothing. */
const shortVisitMinutes = z.optional(minutesSchema);

/**
 * Free minutes for a plate (new-energy vehicles). Prices count anew after them.
 *
 * - `calendarDay`: of each local day, on the day of entry from entry, on later days from midnight.
 * - `rolling`: of each `window` minutes (default 24 h) from entry.
 * - `visit`: of each stay, from entry. A stay that a coming back continues is one.
 *
 * Per day and rolling, what earlier visits of the plate used by being parked is taken off first.
 */
export const freeAllowanceSchema = z.discriminatedUnion("per", [
  z.strictObject({ per: z.literal("calendarDay"), minutes, shortVisitMinutes }),
  z.strictObject({
    per: z.literal("rolling"),
    minutes,
    window: z.optional(minutesSchema.check(z.minimum(60))),
    shortVisitMinutes,
  }),
  z.strictObject({ per: z.literal("visit"), minutes }),
]);
export type FreeAllowance = z.infer<typeof freeAllowanceSchema>;
