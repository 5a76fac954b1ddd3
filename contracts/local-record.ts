import * as z from "zod/mini";
import { joinFields } from "./digest.ts";
import { digestSchema, epochSchema, nameSchema, passageIdSchema, signatureSchema, streamSchema } from "./names.ts";
import { photoKindSchema, photoLossSchema } from "./photo.ts";
import { stampSchema } from "./record-body.ts";
import { isSignedBy, keyIdOf, type SigningKey, sign } from "./signature.ts";

/** Trouble at the edge itself, which no passage tells of. */
const troubleSchema = z.discriminatedUnion("what", [
  /** The journal could not be read at the start, was set aside, and a new one begun. */
  z.strictObject({ what: z.literal("journalSetAside") }),
  /** The disk has become tighter, or (`ok`) has room again. */
  z.strictObject({
    what: z.literal("disk"),
    step: z.enum(["ok", "watch", "low", "critical", "full"]),
    /** 0 to 1. */
    usedShare: z.number().check(z.gte(0), z.lte(1)),
  }),
  /** A commit waited so long for the disk that lanes did what their policy says. */
  z.strictObject({ what: z.literal("journalLate"), waitedMs: z.int().check(z.gte(0)) }),
  /** The wall clock went by so much more (or less) than the monotonic one. */
  z.strictObject({ what: z.literal("clockJump"), byMs: z.int() }),
  /** Photos that records name and that will never come. */
  z.strictObject({
    what: z.literal("photosLost"),
    why: photoLossSchema,
    photos: z.array(z.strictObject({ passageId: passageIdSchema, kind: photoKindSchema })).check(z.maxLength(100)),
  }),
]);
export type Trouble = z.infer<typeof troubleSchema>;

/** A record of stream `l` that tells of trouble. It names nobody. */
const troubleBodySchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal("trouble"),
  stamp: stampSchema,
  lotId: nameSchema,
  trouble: troubleSchema,
});

const headSchema = z.strictObject({
  stream: streamSchema,
  /** 0 while the stream is empty; its hash is then the one that record 1 is chained to. */
  n: z.int().check(z.gte(0)),
  hash: digestSchema,
});
export type CheckpointHead = z.infer<typeof headSchema>;

/** A record of stream `l` in which the edge signs how far its streams had come: what was before it cannot be rewritten unseen. */
const checkpointBodySchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal("checkpoint"),
  stamp: stampSchema,
  lotId: nameSchema,
  epoch: epochSchema,
  heads: z.array(headSchema).check(z.minLength(1), z.maxLength(3)),
  publicKey: digestSchema,
  signature: signatureSchema,
});
export type CheckpointBody = z.infer<typeof checkpointBodySchema>;

export const localBodySchema = z.discriminatedUnion("kind", [troubleBodySchema, checkpointBodySchema]);
export type LocalBody = z.infer<typeof localBodySchema>;

type SignedContent = Pick<CheckpointBody, "epoch" | "heads"> & { readonly stamp: { readonly at: number } };

function signedBytes(edgeId: string, { epoch, stamp, heads }: SignedContent): Uint8Array {
  return joinFields([
    "lg1-checkpoint",
    edgeId,
    epoch,
    stamp.at,
    ...heads.flatMap(({ stream, n, hash }) => [stream, n, hash]),
  ]);
}

/** The signature of a checkpoint, over edge, epoch, time and every head. */
export function signCheckpoint(key: SigningKey, edgeId: string, content: SignedContent): string {
  return sign(key, signedBytes(edgeId, content));
}

/** Did the key that a checkpoint names sign it, for this edge? Whether that key is the edge's own is another question. */
export function isCheckpointSigned(edgeId: string, checkpoint: CheckpointBody): boolean {
  const keyId = keyIdOf(checkpoint.publicKey);
  return isSignedBy(
    new Map([[keyId, checkpoint.publicKey]]),
    keyId,
    checkpoint.signature,
    signedBytes(edgeId, checkpoint),
  );
}
