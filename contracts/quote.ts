import * as z from "zod/mini";
import { factValueSchema } from "./decision.ts";
import { instantSchema } from "./names.ts";

const shortSchema = z.string().check(z.maxLength(128));

/** One line of a fee, in integer minor units of the quote's currency. */
const feeLineSchema = z.strictObject({
  kind: z.enum(["time", "flat", "tier", "free", "cap", "minimum", "discount", "tax", "surcharge", "rounding", "paid"]),
  fromAt: z.optional(instantSchema),
  toAt: z.optional(instantSchema),
  rateTableId: z.optional(shortSchema),
  rateLine: z.optional(shortSchema),
  label: z.optional(shortSchema),
  units: z.optional(z.number()),
  unitMinutes: z.optional(z.number()),
  unitPriceMinor: z.optional(z.number()),
  /** How often it was owed, on a line that sums up a long stay. */
  times: z.optional(z.int().check(z.gte(1))),
  amountMinor: z.int(),
  params: z.optional(z.record(shortSchema, factValueSchema)),
});
export type FeeLine = z.infer<typeof feeLineSchema>;

/** A priced stay, or why it could not be priced. The line amounts add up to `feeMinor`. */
export const quoteSchema = z.union([
  z.strictObject({
    /** The fee of the whole stay, whatever has been paid for it. */
    feeMinor: z.int().check(z.gte(0)),
    paidMinor: z.optional(z.int().check(z.gte(0))),
    dueMinor: z.optional(z.int().check(z.gte(0))),
    currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
    rateTable: z.strictObject({ id: shortSchema, version: z.int() }),
    lines: z.array(feeLineSchema).check(z.maxLength(2000)),
    /** What rules may want to know of the stay besides its price; absent when there is nothing. */
    notices: z.optional(z.array(z.enum(["turnRound", "maxStayExceeded", "returnedTooSoon"])).check(z.maxLength(8))),
  }),
  z.strictObject({
    error: z.strictObject({ code: shortSchema, path: shortSchema, message: z.string().check(z.maxLength(512)) }),
  }),
]);
