import * as z from "zod/mini";
import { identifierSchema, minutesSchema } from "./identifier.ts";

/**
 * Lots inside the lot: a car drives through the outer lot into one of `areas`. Time in an area is priced by the rate
 * table that `rateEligibility` gives for that zone, as a stay of its own.
 *
 * - `replace`: in place of the outer price. `sum`: on top of the outer price, which runs on.
 * - `free`: time in the area costs nothing here (somebody else asks for it).
 * - `longest`: the zone in which the stay was longest prices all of it; the outer lot where two are equal.
 *
 * `passThroughMinutes`: a stretch of the outer lot before, between or after areas is free while it is not longer.
 */
export const nestedAreasSchema = z.strictObject({
  areas: z.array(identifierSchema).check(z.minLength(1), z.maxLength(50)),
  mode: z.enum(["replace", "sum", "free", "longest"]),
  passThroughMinutes: z.optional(minutesSchema.check(z.minimum(1), z.maximum(1_440))),
});
export type NestedAreas = z.infer<typeof nestedAreasSchema>;
