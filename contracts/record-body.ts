import * as z from "zod/mini";
import { commandIdSchema, commandStepSchema, manualReleaseReasons } from "./command.ts";
import { decisionSchema, factsSchema } from "./decision.ts";
import { limits } from "./limits.ts";
import { digestSchema, instantSchema, nameSchema, passageIdSchema } from "./names.ts";
import { photoRefSchema } from "./photo.ts";
import { quoteSchema } from "./quote.ts";

/** When something happened at an edge, and how far its clock can be trusted. */
export const stampSchema = z.strictObject({
  /** The edge's wall clock. */
  at: instantSchema,
  /** Add to `at` for cloud time. */
  offsetMs: z.int(),
  quality: z.enum(["synced", "holdover", "unsynced"]),
  /** Monotonic clock since boot, for durations within one boot. */
  monotonicMs: z.number().check(z.gte(0)),
  bootId: z.string().check(z.regex(/^[0-9a-f]{8}$/)),
});
export type Stamp = z.infer<typeof stampSchema>;

/** Cloud time of a stamp, kept inside what a database can hold. */
export function correctedTime(stamp: Stamp): number {
  return Math.max(0, stamp.at + stamp.offsetMs);
}

const wordSchema = z.string().check(z.minLength(1), z.maxLength(128));

/** A decision at a lane, written before the gate moves. Holds every fact that was read, except personal ones (see {@link personalSchema}). */
export const decisionBodySchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal("decision"),
  passageId: passageIdSchema,
  stamp: stampSchema,
  lotId: nameSchema,
  laneId: nameSchema,
  direction: z.enum(["entry", "exit", "transfer"]),
  /** `rules`: the bundle decided. `staleObservation`: the message was too old to act on. `safePolicy`: the rules could not be run. */
  basis: z.enum(["rules", "staleObservation", "safePolicy"]),
  bundle: z.nullable(z.strictObject({ sha256: digestSchema, number: z.int().check(z.gte(1)) })),
  observation: z.strictObject({
    deviceId: wordSchema,
    vendorEventId: z.nullable(z.string().check(z.maxLength(256))),
    observedAt: instantSchema,
    receivedAt: instantSchema,
    confidence: z.nullable(z.number().check(z.gte(0), z.lte(1))),
  }),
  facts: factsSchema,
  /**
   * The stay that was priced, when one was; input of the quote. Earlier visits of the plate stand in the personal part,
   * and `visitsApart` here says how many: see {@link wholeStay}.
   */
  stay: z.nullable(z.record(z.string(), z.unknown())),
  quote: z.nullable(quoteSchema),
  sessionId: z.nullable(passageIdSchema),
  decision: decisionSchema,
  /** `staleGrants`: the copy of the lists was too old, so the stay was priced without permits, validations and payments. */
  flags: z.array(z.enum(["lateJournal", "noBundle", "quoteFailed", "staleGrants"])).check(z.maxLength(8)),
  /** From camera message on the socket to decision, on the monotonic clock. */
  decideMs: z.number().check(z.gte(0)),
});
export type DecisionBody = z.infer<typeof decisionBodySchema>;

/** What happened at the gate after a decision. `unknown` is never shown as open. */
export const outcomeBodySchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal("outcome"),
  passageId: passageIdSchema,
  stamp: stampSchema,
  lotId: nameSchema,
  laneId: nameSchema,
  result: z.enum(["passed", "reversed", "timeout", "unknown", "notOpened"]),
  gate: z.nullable(
    z.strictObject({
      commandId: wordSchema,
      /** Did the barrier say that it took the command? null: it did not answer. */
      accepted: z.nullable(z.boolean()),
      commandMs: z.nullable(z.number()),
      error: z.nullable(z.string().check(z.maxLength(limits.textMax))),
    }),
  ),
  /** `lateJournal`: the gate was commanded before the decision was on disk, which only showed after it was written. */
  flags: z.optional(z.array(z.enum(["lateJournal"])).check(z.maxLength(8))),
});
export type OutcomeBody = z.infer<typeof outcomeBodySchema>;

/** What became of a command of a person, in stream `a`. */
export const commandBodySchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal("command"),
  commandId: commandIdSchema,
  stamp: stampSchema,
  lotId: nameSchema,
  laneId: nameSchema,
  op: z.enum(["gate.open"]),
  reasonCode: z.enum(manualReleaseReasons),
  by: wordSchema,
  step: commandStepSchema,
  reason: z.nullable(z.string().check(z.maxLength(200))),
  commandMs: z.nullable(z.number()),
});
export type CommandBody = z.infer<typeof commandBodySchema>;

export const recordBodySchema = z.discriminatedUnion("kind", [decisionBodySchema, outcomeBodySchema]);
export type RecordBody = z.infer<typeof recordBodySchema>;

/** The part of a decision record that names a person or a car. Begins with 16 random bytes, so that its digest gives nothing away. */
export const personalSchema = z.strictObject({
  salt: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  plateRaw: z.nullable(z.string().check(z.maxLength(64))),
  plateText: z.nullable(z.string().check(z.maxLength(64))),
  facts: factsSchema,
  /** Photos that the camera sent with its message. They follow by a way of their own. */
  photos: z.optional(z.array(photoRefSchema).check(z.maxLength(limits.photosOfPassageMax))),
  /** What of the stay tells where the plate was at other times. */
  stay: z.optional(
    z.strictObject({ previousVisits: z.array(z.record(z.string(), z.unknown())).check(z.maxLength(100)) }),
  ),
});
export type Personal = z.infer<typeof personalSchema>;

type RecordedStay = NonNullable<DecisionBody["stay"]>;

/** A stay as the two parts of a record hold it: what tells of other visits goes into the personal one. */
export function partedStay(stay: Readonly<RecordedStay>): { body: RecordedStay; personal: Pick<Personal, "stay"> } {
  const { previousVisits, ...body } = stay;
  if (!Array.isArray(previousVisits) || previousVisits.length === 0) return { body: stay, personal: {} };
  return { body: { ...body, visitsApart: previousVisits.length }, personal: { stay: { previousVisits } } };
}

/** The stay that was priced, made whole; still with `visitsApart` when the personal part that belongs to it is gone. */
export function wholeStay(stay: DecisionBody["stay"], personal: Pick<Personal, "stay"> | null): DecisionBody["stay"] {
  if (stay === null || !isStayApart(stay) || personal?.stay === undefined) return stay;
  const { visitsApart: _, ...rest } = stay;
  return { ...rest, ...personal.stay };
}

/** A part of this stay stands elsewhere, or has been erased: it cannot be priced as it is. */
export function isStayApart(stay: RecordedStay): boolean {
  return Object.hasOwn(stay, "visitsApart");
}
