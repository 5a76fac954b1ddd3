import * as z from "zod/mini";
import { identifierSchema } from "../model/identifier.ts";
import { parseInstant } from "../model/iso-instant.ts";
import { QuoteError } from "./quote-error.ts";
import type { Stay } from "./stay.ts";

const timeSchema = z.pipe(
  z.string(),
  z.transform((text, ctx) => {
    const instant = parseInstant(text);
    if (instant !== undefined) return instant;
    ctx.issues.push({ code: "custom", input: text, message: "not a time with its UTC offset" });
    return z.NEVER;
  }),
);
const countSchema = z.optional(z.int().check(z.minimum(0), z.maximum(100_000)));
const amountSchema = z.int().check(z.minimum(0), z.maximum(1e12));
const wordSchema = z.optional(identifierSchema);

const publishedStaySchema = z.object({
  entry: timeSchema,
  exit: timeSchema,
  vehicleClass: wordSchema,
  conditions: z.optional(
    z.strictObject({
      propulsion: wordSchema,
      zone: wordSchema,
      product: wordSchema,
      permit: wordSchema,
      entitlement: wordSchema,
      season: wordSchema,
      lostTicket: z.optional(z.boolean()),
      validations: z.optional(z.array(identifierSchema).check(z.maxLength(50))),
      entriesToday: countSchema,
      entriesLastHour: countSchema,
      visitsInLast24h: countSchema,
      previousVisits: z.optional(
        z
          .array(z.strictObject({ entry: timeSchema, exit: timeSchema, feePaid: amountSchema }))
          .check(z.maxLength(1_000)),
      ),
      paidAt: z.optional(timeSchema),
      paidAmount: z.optional(amountSchema),
    }),
  ),
});

/**
 * Reads a stay as published tariffs write their examples: `entry` and `exit` are local ISO 8601 with the UTC offset in
 * force, what else is known stands in `conditions`. Other fields of the object are ignored (an example carries its
 * expected fee). Throws `QuoteError` (`stay.invalid`) with the path of the first value that cannot be read.
 *
 * @example stayFromPublished({ entry: "2025-03-12T10:00:00+01:00", exit: "2025-03-12T11:00:00+01:00", vehicleClass: "car", conditions: {} })
 */
export function stayFromPublished(json: unknown): Stay {
  const parsed = z.safeParse(publishedStaySchema, json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
    throw new QuoteError("stay.invalid", path, `${path.join(".") || "stay"}: ${issue.message}`);
  }
  const { entry, exit, vehicleClass, conditions = {} } = parsed.data;
  const { lostTicket, paidAt, paidAmount, previousVisits, ...same } = conditions;
  return {
    entryAt: entry,
    exitAt: exit,
    ...(vehicleClass !== undefined && { vehicleClass }),
    ...same,
    ...(lostTicket !== undefined && { lostCredential: lostTicket }),
    ...(previousVisits && {
      previousVisits: previousVisits.map((visit) => ({
        entryAt: visit.entry,
        exitAt: visit.exit,
        feePaidMinor: visit.feePaid,
      })),
    }),
    ...(paidAt !== undefined && { paidAt }),
    ...(paidAmount !== undefined && { paidMinor: paidAmount }),
  };
}
