import * as z from "zod/mini";
import { nameSchema } from "./names.ts";

const textSchema = z.string().check(z.minLength(1), z.maxLength(200));

/** A lot as a bundle carries it. */
const bundleLotSchema = z.strictObject({
  id: nameSchema,
  name: textSchema,
  timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
  country: z.string().check(z.regex(/^[A-Z]{2}$/)),
});

const laneDirectionSchema = z.enum(["entry", "exit", "transfer"]);
export type LaneDirection = z.infer<typeof laneDirectionSchema>;

export const bundleLaneSchema = z.strictObject({ id: nameSchema, name: textSchema, direction: laneDirectionSchema });

/** The clock changes of the lot's zone, made once by the server: pricing never asks a device's own time-zone data. */
export const clockTableSchema = z.strictObject({
  timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Version of the time-zone database, as `2025c`. */
  database: z.string().check(z.minLength(1), z.maxLength(32)),
  from: z.int(),
  to: z.int(),
  /** From this instant on, local time is UTC plus so many minutes. Ascending; the first starts at `from`. */
  changes: z
    .array(z.tuple([z.int(), z.int().check(z.gte(-1080), z.lte(1080))]))
    .check(z.minLength(1), z.maxLength(1000)),
});

/**
 * The outside of a bundle: what cloud and edge must agree on before either reads the inside.
 * `tariff` and `release` are given their meaning by the engine, for the `semantics` number named here.
 */
export const bundleEnvelopeSchema = z.strictObject({
  v: z.literal(1),
  semantics: z.int().check(z.gte(1)),
  lot: bundleLotSchema,
  lanes: z.array(bundleLaneSchema).check(z.minLength(1), z.maxLength(256)),
  clock: clockTableSchema,
  tariff: z.unknown(),
  release: z.unknown(),
});
export type BundleEnvelope = z.infer<typeof bundleEnvelopeSchema>;
