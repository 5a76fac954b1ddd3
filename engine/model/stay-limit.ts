import * as z from "zod/mini";
import { identifierSchema, minutesSchema } from "./identifier.ts";
import { amountMinorSchema } from "./money-schema.ts";

/** What breaking a limit costs: a penalty, another rate table, both or nothing. The quote says in any case that it was broken. */
const charge = { penalty: z.optional(amountMinorSchema), rateTable: z.optional(identifierSchema) };

/** Longest stay (CDS `max_stay`); `rateTable` prices the time beyond it. Time that a right covers does not count. */
export const maxStaySchema = z.strictObject({ minutes: minutesSchema.check(z.minimum(1)), ...charge });

/** A plate may not come back before `within` minutes have passed since its exit (CDS `no_return`); `rateTable` prices the visit. */
export const noReturnSchema = z.strictObject({ within: minutesSchema.check(z.minimum(1)), ...charge });

export type StayLimit = { penalty?: number | undefined; rateTable?: string | undefined };
