import * as z from "zod/mini";
import { identifierSchema } from "./identifier.ts";

/**
 * What time costs during which a right (a permit, a season pass, a space of a pool) covers the stay. The first row for
 * the right counts; a right that no row is for covers nothing.
 *
 * - `rights`: kinds of right; without, every one. `areas`: the right covers only time in these areas of the lot.
 * - `rateTable` prices the covered time; without, it is free.
 * - `whenSpaceFrees`: a later car of a pool whose space becomes free goes on as it came (`continue`, default), or is
 *   covered from then on (`convert`).
 * - `boughtDuringStay`: a right bought during the stay covers it from the purchase (`fromPurchase`, default), from its
 *   entry (`fromEntry`), or not at all (`nextStay`).
 */
export const rightCoverageSchema = z.strictObject({
  rights: z.optional(z.array(identifierSchema).check(z.minLength(1), z.maxLength(50))),
  areas: z.optional(z.array(identifierSchema).check(z.minLength(1), z.maxLength(50))),
  rateTable: z.optional(identifierSchema),
  whenSpaceFrees: z.optional(z.enum(["continue", "convert"])),
  boughtDuringStay: z.optional(z.enum(["fromPurchase", "fromEntry", "nextStay"])),
});
export type RightCoverage = z.infer<typeof rightCoverageSchema>;
