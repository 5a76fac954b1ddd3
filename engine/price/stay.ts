import * as z from "zod/mini";
import { identifierSchema } from "../model/identifier.ts";

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
  /** Minutes of a daily free allowance that the plate used earlier on the day of entry. */
  freeUsedMinutes: countSchema,
  previousVisits: z.optional(
    z
      .array(z.strictObject({ entryAt: instantSchema, exitAt: instantSchema, feePaidMinor: amountSchema }))
      .check(z.maxLength(1_000)),
  ),
  paidAt: z.optional(instantSchema),
  paidMinor: z.optional(amountSchema),
});

/**
 * What pricing knows of a car's visit. Instants are epoch ms; the stay is `[entryAt, exitAt)`.
 *
 * `entriesToday` and `entriesLastHour` count this entry; `visitsInLast24h` counts earlier visits only. `paidAt` and
 * `paidMinor` are an earlier payment for this stay.
 */
export type Stay = z.infer<typeof staySchema>;
