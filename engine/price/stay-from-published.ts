import * as z from "zod/mini";
import { identifierSchema } from "../model/identifier.ts";
import { parseInstant } from "../model/iso-instant.ts";
import { invalidStay, type Stay } from "./stay.ts";

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
      freeUsedMinutes: countSchema,
      previousVisits: z.optional(
        z
          .array(z.strictObject({ entry: timeSchema, exit: timeSchema, feePaid: amountSchema }))
          .check(z.maxLength(1_000)),
      ),
      areaStays: z.optional(
        z.array(z.strictObject({ area: identifierSchema, from: timeSchema, to: timeSchema })).check(z.maxLength(500)),
      ),
      coverage: z.optional(
        z
          .array(
            z.strictObject({
              right: identifierSchema,
              from: timeSchema,
              to: timeSchema,
              begins: z.optional(z.enum(["held", "spaceFreed", "bought"])),
            }),
          )
          .check(z.maxLength(500)),
      ),
      paidAt: z.optional(timeSchema),
      paidAmount: z.optional(amountSchema),
      paidBy: wordSchema,
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
  if (!parsed.success) throw invalidStay(parsed.error.issues[0]!);
  const { entry, exit, vehicleClass, conditions = {} } = parsed.data;
  const { lostTicket, paidAt, paidAmount, previousVisits, areaStays, coverage, ...same } = conditions;
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
    ...(areaStays && { areaStays: areaStays.map(inInstants) }),
    ...(coverage && { coverage: coverage.map(inInstants) }),
    ...(paidAt !== undefined && { paidAt }),
    ...(paidAmount !== undefined && { paidMinor: paidAmount }),
  };
}

function inInstants<T extends { from: number; to: number }>({ from, to, ...same }: T) {
  return { ...same, fromAt: from, toAt: to };
}
