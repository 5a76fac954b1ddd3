import * as z from "zod/mini";
import { decisionSchema } from "./decision.ts";
import { joinFields } from "./digest.ts";
import { decodeHeaded, encodeHeaded } from "./headed-message.ts";
import { limits } from "./limits.ts";
import {
  digestSchema,
  edgeIdSchema,
  instantSchema,
  keyIdSchema,
  nameSchema,
  passageIdSchema,
  signatureSchema,
} from "./names.ts";
import { isSignedBy, type SigningKey, sign, type TrustedKeys } from "./signature.ts";

/**
 * What one edge should try beside its live bundle. With `lanes`, the bundle decides there and the live one everywhere
 * else; without, it is a shadow: it is run for every passage after the gate has been told, and nothing comes of it but a
 * count. `bundle` null ends the trial. `generation` only rises; it is a count of its own, apart from that of the pointer.
 */
export const trialPointerSchema = z.strictObject({
  v: z.literal(1),
  edgeId: edgeIdSchema,
  lotId: nameSchema,
  generation: z.int().check(z.gte(1)),
  bundle: z.nullable(z.strictObject({ sha256: digestSchema, number: z.int().check(z.gte(1)) })),
  lanes: z.array(nameSchema).check(z.maxLength(64)),
  keyId: keyIdSchema,
  signature: signatureSchema,
});
export type TrialPointer = z.infer<typeof trialPointerSchema>;
export type TrialPointerContent = Omit<TrialPointer, "v" | "keyId" | "signature">;

function signedBytes(pointer: TrialPointerContent, keyId: string): Uint8Array {
  const { edgeId, lotId, generation, bundle, lanes } = pointer;
  const named = bundle === null ? ["none"] : [bundle.sha256, bundle.number];
  return joinFields(["lg1-trial", edgeId, lotId, generation, ...named, lanes.length, ...lanes, keyId]);
}

export function signTrialPointer(key: SigningKey, content: TrialPointerContent): TrialPointer {
  return { v: 1, ...content, keyId: key.keyId, signature: sign(key, signedBytes(content, key.keyId)) };
}

/** Why an edge will not follow a trial pointer. */
export type TrialRefusal = "badSignature" | "otherEdge" | "otherLot" | "staleGeneration";

/** As `refusePointer` for the pointer to the live bundle. */
export function refuseTrialPointer(
  pointer: TrialPointer,
  edge: { edgeId: string; lotId: string; current: number; keys: TrustedKeys },
): TrialRefusal | null {
  if (!isSignedBy(edge.keys, pointer.keyId, pointer.signature, signedBytes(pointer, pointer.keyId)))
    return "badSignature";
  if (pointer.edgeId !== edge.edgeId) return "otherEdge";
  if (pointer.lotId !== edge.lotId) return "otherLot";
  return pointer.generation < edge.current ? "staleGeneration" : null;
}

/** One retained message: the pointer as a JSON line, then the bundle's bytes in gzip (none where the trial ends). */
export type DesiredTrial = { readonly pointer: TrialPointer; readonly gzip: Uint8Array };

export function encodeDesiredTrial({ pointer, gzip }: DesiredTrial): Uint8Array {
  return encodeHeaded(pointer, gzip);
}

/** Throws `MessageError`. The gzip part is not opened here. */
export function decodeDesiredTrial(bytes: Uint8Array): DesiredTrial {
  const { head, tail } = decodeHeaded(trialPointerSchema, bytes, limits.desiredBytesMax);
  return { pointer: head, gzip: tail };
}

/** How many differences one report names; the counts say how many there were. */
export const differencesPerReportMax = 50;

const countSchema = z.int().check(z.gte(0));
const outcomeSchema = z.strictObject({
  decision: decisionSchema.shape.decision,
  ruleId: decisionSchema.shape.ruleId,
  reason: decisionSchema.shape.reason,
  /** Null where no stay ended. */
  feeMinor: z.nullable(z.int()),
});

/** A passage that the trial bundle decides or prices otherwise, or by another rule. It names no car. */
export const trialDifferenceSchema = z.strictObject({
  passageId: passageIdSchema,
  laneId: nameSchema,
  at: instantSchema,
  before: outcomeSchema,
  after: outcomeSchema,
});
export type TrialDifference = z.infer<typeof trialDifferenceSchema>;

/**
 * Edge to cloud: how far a trial is. Counts are of the whole trial; newest wins. Every passage stands in one of
 * `evaluated`, `failed` (the trial bundle could not decide or price it) and `skipped` (no rules decided it, or there were
 * too many at once). `differences` are the newest; one that comes twice is the same.
 */
export const trialReportSchema = z.strictObject({
  v: z.literal(1),
  generation: z.int().check(z.gte(1)),
  sha256: digestSchema,
  step: z.enum(["downloaded", "checked", "live", "refused"]),
  reason: z.nullable(
    z.strictObject({
      code: z.string().check(z.minLength(1), z.maxLength(64)),
      message: z.string().check(z.maxLength(limits.textMax)),
    }),
  ),
  at: instantSchema,
  counts: z.strictObject({
    evaluated: countSchema,
    different: countSchema,
    failed: countSchema,
    skipped: countSchema,
  }),
  differences: z.array(trialDifferenceSchema).check(z.maxLength(differencesPerReportMax)),
});
export type TrialReport = z.infer<typeof trialReportSchema>;
