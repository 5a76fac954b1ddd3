import * as z from "zod/mini";
import { minuteOfDaySchema } from "./calendar.ts";
import { identifierSchema, minutesSchema, nameSchema } from "./identifier.ts";
import { amountMinorSchema, basisPointsSchema } from "./money-schema.ts";

/**
 * What a validation does.
 *
 * - `freeMinutes`: so many minutes more are free, at the `front` of the stay (default) or its `tail`.
 * - `freePeriod`: the free period of the rate table is at least this long, in the table's own mode.
 * - `freeUntil`: free from entry until this time of day, on the day of entry or `extraDays` later.
 * - `amount`, `percent` (at most `maxAmount`): taken off the price of the time. `fixedPrice`: the price of the time is at most this.
 * - `rateTable`: another table prices the stay. `full`: the time costs nothing.
 */
const effectSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("freeMinutes"),
    minutes: minutesSchema,
    apply: z.optional(z.enum(["front", "tail"])),
  }),
  z.strictObject({ kind: z.literal("freePeriod"), minutes: minutesSchema }),
  z.strictObject({
    kind: z.literal("freeUntil"),
    timeOfDay: minuteOfDaySchema,
    extraDays: z.optional(z.int().check(z.minimum(0), z.maximum(31))),
  }),
  z.strictObject({ kind: z.literal("amount"), amount: amountMinorSchema }),
  z.strictObject({ kind: z.literal("percent"), rate: basisPointsSchema, maxAmount: z.optional(amountMinorSchema) }),
  z.strictObject({ kind: z.literal("fixedPrice"), amount: amountMinorSchema }),
  z.strictObject({ kind: z.literal("rateTable"), rateTable: identifierSchema }),
  z.strictObject({ kind: z.literal("full") }),
]);
export type ValidationEffect = z.infer<typeof effectSchema>;

/**
 * A kind of validation (a stamp of a shop, a cinema, a charger). A stay's validations are applied in the order in
 * which the tariff lists their kinds; one kind counts at most `maxTimes` times (default once).
 */
export const validationSchema = z.strictObject({
  type: identifierSchema,
  name: z.optional(nameSchema),
  effect: effectSchema,
  maxTimes: z.optional(z.int().check(z.minimum(1), z.maximum(50))),
});
export type Validation = z.infer<typeof validationSchema>;

/** What all validations of a stay together may come to: so many stamps, so many free minutes, so much money. */
export const validationLimitsSchema = z.strictObject({
  maxTimes: z.optional(z.int().check(z.minimum(1), z.maximum(50))),
  /** Minutes of `freeMinutes` at the front and tail; the front first. */
  maxMinutes: z.optional(minutesSchema),
  maxAmount: z.optional(amountMinorSchema),
});
export type ValidationLimits = z.infer<typeof validationLimitsSchema>;
