import * as z from "zod/mini";
import { minutesSchema } from "./identifier.ts";

/**
 * The first `minutes` of a stay cost nothing.
 *
 * - `onlyIfWithin`: a stay of up to and including `minutes` is free; a longer one pays from entry.
 * - `subtract`: the paid time begins when the free minutes are over.
 *
 * `oncePer` grants it to a plate once per local day, or once in any `minutes` before the entry.
 */
export const freePeriodSchema = z.strictObject({
  minutes: minutesSchema,
  mode: z.enum(["onlyIfWithin", "subtract"]),
  oncePer: z.optional(
    z.discriminatedUnion("scope", [
      z.strictObject({ scope: z.literal("calendarDay") }),
      z.strictObject({ scope: z.literal("rolling"), minutes: minutesSchema.check(z.minimum(1)) }),
    ]),
  ),
});
export type FreePeriod = z.infer<typeof freePeriodSchema>;
