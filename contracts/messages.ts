import * as z from "zod/mini";
import { describeProblem } from "./describe-problem.ts";
import { wholeSettingsSchema } from "./edge-settings.ts";
import { limits } from "./limits.ts";
import {
  digestSchema,
  documentNameSchema,
  epochSchema,
  instantSchema,
  nameSchema,
  serialSchema,
  streamSchema,
} from "./names.ts";
import { rangesSchema } from "./ranges.ts";
import { epochOpenSchema } from "./record.ts";
import { toText } from "./text.ts";

/** One connection of an edge to the cloud; lets a late last will be told from the present connection. */
const linkIdSchema = z.string().check(z.regex(/^[0-9a-f]{16}$/));
const markSchema = z.int().check(z.gte(0));
const wordSchema = z.string().check(z.minLength(1), z.maxLength(64));
const textSchema = z.string().check(z.maxLength(limits.textMax));
const bundleStateSchema = z.strictObject({
  sha256: digestSchema,
  number: z.int().check(z.gte(1)),
  generation: z.int().check(z.gte(1)),
});

/** Edge to cloud, first thing on every link: what the journal holds and what runs. */
export const helloSchema = z.strictObject({
  v: z.literal(1),
  linkId: linkIdSchema,
  at: instantSchema,
  runner: wordSchema,
  uplink: z.enum(["wired", "mobile"]),
  streams: z
    .array(
      z.strictObject({
        stream: streamSchema,
        epoch: epochSchema,
        open: epochOpenSchema,
        first: serialSchema,
        /** 0 while the stream is empty. */
        last: markSchema,
        lastHash: z.nullable(digestSchema),
      }),
    )
    .check(z.maxLength(16)),
  bundle: z.nullable(bundleStateSchema),
  /** Lanes with a barrier at this edge. */
  lanes: z.optional(z.array(nameSchema).check(z.maxLength(64))),
  /** The key with which this edge signs its checkpoints. The cloud believes the first that it hears. */
  publicKey: z.optional(digestSchema),
  /** What its enrolment says of all that can be changed from afar. */
  installed: z.optional(wholeSettingsSchema),
});
export type Hello = z.infer<typeof helloSchema>;

/** Edge to cloud: what its monotonic clock says, asked to know the cloud's time. */
export const timeRequestSchema = z.strictObject({ v: z.literal(1), sentAt: z.number() });
export type TimeRequest = z.infer<typeof timeRequestSchema>;

/** The answer: the request's `sentAt` again, and cloud time when it came and when this was sent. */
export const timeAnswerSchema = z.extend(timeRequestSchema, { receivedAt: instantSchema, answeredAt: instantSchema });
export type TimeAnswer = z.infer<typeof timeAnswerSchema>;

/** What the cloud has committed of one stream. `mark`: all of 1..mark; `have`: islands beyond; `hash`: of record `mark`. */
export const heldSchema = z.strictObject({
  stream: streamSchema,
  epoch: epochSchema,
  mark: markSchema,
  have: rangesSchema,
  hash: z.nullable(digestSchema),
});

/** Cloud to edge, the answer to a hello: cloud time, what is committed, and how much may be in flight. */
export const welcomeSchema = z.strictObject({
  v: z.literal(1),
  linkId: linkIdSchema,
  now: instantSchema,
  streams: z.array(heldSchema).check(z.maxLength(16)),
  windowRecords: z.int().check(z.gte(1), z.lte(limits.windowRecordsMax)),
});
export type Welcome = z.infer<typeof welcomeSchema>;

/** Cloud to edge, only after the database has committed. The one proof of delivery. */
export const ackSchema = z.extend(heldSchema, { v: z.literal(1), windowRecords: welcomeSchema.shape.windowRecords });
export type Ack = z.infer<typeof ackSchema>;

/** By which of its uplinks an edge is linked, since when, and why it came to that. */
export const uplinkUseSchema = z.strictObject({
  id: nameSchema,
  /** Bytes cost money there. */
  isMetered: z.boolean(),
  since: instantSchema,
  /** Said of the uplink before, but for `start` and for `proven`, which is said of this one. */
  reason: z.enum(["start", "carrierGone", "noAnswer", "refused", "lost", "proven"]),
  before: z.nullable(nameSchema),
});
export type UplinkUse = z.infer<typeof uplinkUseSchema>;

/** Presence, retained. The last will is `online: false` with the link id of its connection. */
export const stateSchema = z.strictObject({
  v: z.literal(1),
  online: z.boolean(),
  linkId: linkIdSchema,
  at: z.optional(instantSchema),
  /** Of an edge that has several. */
  uplink: z.optional(uplinkUseSchema),
});
export type State = z.infer<typeof stateSchema>;

/** Edge to cloud: how far it is with what it should run. */
export const reportSchema = z.strictObject({
  v: z.literal(1),
  generation: z.int().check(z.gte(1)),
  sha256: digestSchema,
  number: z.int().check(z.gte(1)),
  step: z.enum(["downloaded", "checked", "live", "refused"]),
  reason: z.nullable(z.strictObject({ code: wordSchema, message: textSchema })),
  at: instantSchema,
});
export type Report = z.infer<typeof reportSchema>;

/** Edge to cloud every few seconds: newest wins, a gap costs nothing. */
export const telemetrySchema = z.strictObject({
  v: z.literal(1),
  at: instantSchema,
  work: z.enum(["deciding", "decidingLocally", "notDeciding"]),
  bundle: z.nullable(bundleStateSchema),
  backlog: z.strictObject({ records: z.int().check(z.gte(0)), oldestAt: z.nullable(instantSchema) }),
  clock: z.strictObject({ offsetMs: z.int(), quality: z.enum(["synced", "holdover", "unsynced"]) }),
  /** Time of a small fsync on the journal's disk, measured at start. */
  fsyncMs: z.number().check(z.gte(0)),
  /** The disk of the journal: 0 to 1. */
  diskUsedShare: z.optional(z.number().check(z.gte(0), z.lte(1))),
  /** Why the edge works with less than it should have; it decides and records all the same. */
  degraded: z.optional(
    z.array(z.enum(["diskWatch", "diskLow", "diskCritical", "diskFull", "journalLate"])).check(z.maxLength(8)),
  ),
  /** Photos that wait to be sent. */
  photos: z.optional(z.strictObject({ waiting: z.int().check(z.gte(0)), bytes: z.int().check(z.gte(0)) })),
  /** The documents that this edge holds, and since when nobody has confirmed them. */
  documents: z.optional(
    z.partialRecord(
      documentNameSchema,
      z.strictObject({
        generation: z.int().check(z.gte(1)),
        version: z.int().check(z.gte(0)),
        count: z.int().check(z.gte(0)),
        confirmedAt: instantSchema,
        /** Why a newer one was not taken. */
        refused: z.nullable(wordSchema),
        /** Items of kinds that this edge does not know, met since its start in what it looked up. */
        skippedItems: z.optional(z.int().check(z.gte(0))),
      }),
    ),
  ),
  /** The version of the document `settings` that is in force (0: what the enrolment says), and why a newer one is not. */
  settings: z.optional(
    z.strictObject({
      generation: z.int().check(z.gte(0)),
      version: z.int().check(z.gte(0)),
      refused: z.nullable(
        z.strictObject({ generation: markSchema, version: markSchema, code: wordSchema, message: textSchema }),
      ),
    }),
  ),
  /** Messages from the cloud that could not be read or were refused since start, by the end of their topic. */
  refusedMessages: z.optional(z.record(wordSchema, z.int().check(z.gte(0)))),
  /** Camera messages turned away since start, by reason. */
  refusedObservations: z.record(wordSchema, z.int().check(z.gte(0))),
});
export type Telemetry = z.infer<typeof telemetrySchema>;

export class MessageError extends Error {
  override readonly name = "MessageError";
}

/** Reads a JSON message: size, UTF-8, JSON, schema, in that order. Throws {@link MessageError}, saying where. */
export function parseMessage<T>(schema: z.ZodMiniType<T>, bytes: Uint8Array): T {
  if (bytes.length > limits.messageBytesMax)
    throw new MessageError(`${bytes.length} bytes; at most ${limits.messageBytesMax}`);
  let value: unknown;
  try {
    value = JSON.parse(toText(bytes));
  } catch (cause) {
    throw new MessageError(`not JSON: ${(cause as Error).message}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new MessageError(describeProblem(parsed.error));
  return parsed.data;
}
