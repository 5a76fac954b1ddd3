import * as z from "zod/mini";
import { identifierSchema, minutesSchema, nameSchema } from "./identifier.ts";

/**
 * What a validation of kind `type` (a stamp of a shop, a cinema, a charger) does to the stay that carries it.
 *
 * - `freeMinutes`: this many minutes more are free, at the front of the stay.
 */
export const validationSchema = z.strictObject({
  type: identifierSchema,
  name: z.optional(nameSchema),
  effect: z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("freeMinutes"), minutes: minutesSchema })]),
});
export type Validation = z.infer<typeof validationSchema>;
