import * as z from "zod/mini";
import { eligibilitySchema } from "./eligibility.ts";
import { identifierSchema, nameSchema } from "./identifier.ts";
import { amountMinorSchema } from "./money-schema.ts";

/** A charge on top of the time (APDS `Surcharge`: a reservation fee, an oversize fee), for the stays that it is for. */
export const surchargeSchema = z.strictObject({
  id: identifierSchema,
  name: z.optional(nameSchema),
  eligibility: z.optional(eligibilitySchema),
  amount: amountMinorSchema,
});
