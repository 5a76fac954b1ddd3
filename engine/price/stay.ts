import * as z from "zod/mini";
import { identifierSchema } from "../model/identifier.ts";
import { QuoteError } from "./quote-error.ts";

const instantSchema = z.int();
const countSchema = z.optional(z.int().check(z.minimum(0), z.maximum(100_000)));
const amountSchema = z.int().check(z.minimum(0), z.maximum(1e12));

/** Longest stay that is priced: ten years. */
export const STAY_DAYS_MAX = 3_660;

const staySchema = z.strictObject({
  entryAt: instantSchema,
  exitAt: instantSchema,
  vehicleClass: z.optional(identifierSchema),
  propulsion: z.optional(identifierSchema),
  zone: z.optional(identifierSchema),
  product: z.optional(identifierSchema),
  permit: z.optional(identifierSchema),
  entitlement: z.optional(identifierSchema),
  season: z.optional(identifierSchema),
  lostCredential: z.optional(z.boolean()),
  validations: z.optional(z.array(identifierSchema).check(z.maxLength(50))),
  entriesToday: countSchema,
  entriesLastHour: countSchema,
  visitsInLast24h: countSchema,
  /** Minutes of a free allowance that the plate used earlier on the day of entry, or in the window before it. */
  freeUsedMinutes: countSchema,
  previousVisits: z.optional(
    z
      .array(z.strictObject({ entryAt: instantSchema, exitAt: instantSchema, feePaidMinor: amountSchema }))
      .check(z.maxLength(1_000)),
  ),
  /** When the car was in an area inside the lot. */
  areaStays: z.optional(
    z
      .array(z.strictObject({ area: identifierSchema, fromAt: instantSchema, toAt: instantSchema }))
      .check(z.maxLength(500)),
  ),
  /**
   * When a right covered the stay. `begins`: the right was `held` already (default), a space of its pool was freed
   * then (`spaceFreed`), or it was `bought` then.
   */
  coverage: z.optional(
    z
      .array(
        z.strictObject({
          right: identifierSchema,
          fromAt: instantSchema,
          toAt: instantSchema,
          begins: z.optional(z.enum(["held", "spaceFreed", "bought"])),
        }),
      )
      .check(z.maxLength(500)),
  ),
  paidAt: z.optional(instantSchema),
  paidMinor: z.optional(amountSchema),
  /** Where it was paid: `payStation`, `app`, `onLane`. */
  paidBy: z.optional(identifierSchema),
});

/**
 * What pricing knows of a car's visit. Instants are epoch ms; the stay is `[entryAt, exitAt)`.
 *
 * `entriesToday` and `entriesLastHour` count this entry (where they are missing, `previousVisits` are counted);
 * `visitsInLast24h` counts earlier visits only. `paidAt`, `paidMinor` and `paidBy` are an earlier payment for this stay.
 */
export type Stay = z.infer<typeof staySchema>;

/**
 * A stay from outside (a record, a file). Bounded; throws `QuoteError` (`stay.invalid`) with the path of the first value
 * that cannot be read.
 */
export function readStay(value: unknown): Stay {
  const read = z.safeParse(staySchema, value);
  if (read.success) return read.data;
  throw invalidStay(read.error.issues[0]!);
}

/** The error for the first thing that a schema of a stay found wrong. */
export function invalidStay(issue: { path: PropertyKey[]; message: string }): QuoteError {
  const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
  return new QuoteError("stay.invalid", path, `${path.join(".") || "stay"}: ${issue.message}`);
}
