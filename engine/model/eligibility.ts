import * as z from "zod/mini";
import { identifierSchema } from "./identifier.ts";

const anyOf = z.optional(z.array(identifierSchema).check(z.minLength(1), z.maxLength(50)));
const count = z.optional(
  z.strictObject({
    min: z.int().check(z.minimum(0), z.maximum(10_000)),
    max: z.optional(z.int().check(z.minimum(0), z.maximum(10_000))),
  }),
);

/**
 * Which stays a rate is for (APDS `Eligibility`). All that is given must hold; a list holds when the stay has one of
 * its words. What the stay does not say does not hold.
 */
export const eligibilitySchema = z.strictObject({
  vehicleTypes: anyOf,
  propulsionEnergyType: anyOf,
  /** Area inside the lot. */
  zones: anyOf,
  products: anyOf,
  /** Kinds of permit or season pass that the plate holds (APDS `activeAssignedRight`). */
  activeAssignedRight: anyOf,
  /** Proved entitlements of the person (APDS `userQualifications`). */
  userQualifications: anyOf,
  /** Season that the operator set for the stay. */
  seasons: anyOf,
  validations: anyOf,
  /** Which entry of the plate on this local day it is, this one included. */
  entriesToday: count,
  /** Entries of the plate in the hour before, this one included. */
  entriesLastHour: count,
  /** The driver has no credential to show. */
  lostCredential: z.optional(z.literal(true)),
});
export type Eligibility = z.infer<typeof eligibilitySchema>;
