import * as z from "zod/mini";
import { identifierSchema } from "./identifier.ts";
import { localDateTimeSchema } from "./local-date.ts";

/** A match, a concert: when it begins on the wall clock of the lot, and of what kind it is. */
export const eventSchema = z.strictObject({ startsAt: localDateTimeSchema, kind: z.optional(identifierSchema) });
export type Event = z.infer<typeof eventSchema>;

const offsetSchema = z.int().check(z.minimum(-10_080), z.maximum(10_080));

/**
 * A window around the start of each event of these kinds (none given: of any), in wall-clock minutes from the start:
 * `{ startOffset: -120, endOffset: 240 }` is from two hours before until four hours after (APDS `RelativeTimeRates`).
 */
export const eventWindowSchema = z.strictObject({
  kinds: z.optional(z.array(identifierSchema).check(z.minLength(1), z.maxLength(50))),
  startOffset: offsetSchema,
  endOffset: offsetSchema,
});
export type EventWindow = z.infer<typeof eventWindowSchema>;
