import * as z from "zod/mini";
import { minutesSchema } from "./identifier.ts";

const often = {
  times: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
  /** Earlier visits up to so long do not count. */
  shortVisitMinutes: z.optional(minutesSchema),
};

/**
 * The first `minutes` of a stay cost nothing.
 *
 * - `onlyIfWithin`: a stay of up to and including `minutes` is free; a longer one pays from entry.
 * - `subtract`: the paid time begins when the free minutes are over.
 *
 * `limit` grants it to a plate only `times` (default once) on a local day, or in any `minutes` before the entry.
 */
export const freePeriodSchema = z.strictObject({
  minutes: minutesSchema,
  mode: z.enum(["onlyIfWithin", "subtract"]),
  limit: z.optional(
    z.discriminatedUnion("scope", [
      z.strictObject({ scope: z.literal("calendarDay"), ...often }),
      z.strictObject({ scope: z.literal("rolling"), minutes: minutesSchema.check(z.minimum(1)), ...often }),
    ]),
  ),
});
export type FreePeriod = z.infer<typeof freePeriodSchema>;
