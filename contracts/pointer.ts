import * as z from "zod/mini";
import { joinFields } from "./digest.ts";
import { digestSchema, edgeIdSchema, keyIdSchema, nameSchema, signatureSchema } from "./names.ts";
import { isSignedBy, type SigningKey, sign, type TrustedKeys } from "./signature.ts";

/**
 * What one edge should run. `generation` only rises; going back to an earlier bundle is a new generation that names it.
 * `number` is the lot's display number of the bundle (v41).
 */
export const pointerSchema = z.strictObject({
  v: z.literal(1),
  edgeId: edgeIdSchema,
  lotId: nameSchema,
  generation: z.int().check(z.gte(1)),
  sha256: digestSchema,
  number: z.int().check(z.gte(1)),
  keyId: keyIdSchema,
  signature: signatureSchema,
});
export type Pointer = z.infer<typeof pointerSchema>;
export type PointerContent = Omit<Pointer, "v" | "keyId" | "signature">;

function signedBytes(pointer: PointerContent, keyId: string): Uint8Array {
  const { edgeId, lotId, generation, sha256, number } = pointer;
  return joinFields(["lg1-pointer", edgeId, lotId, generation, sha256, number, keyId]);
}

export function signPointer(key: SigningKey, content: PointerContent): Pointer {
  return { v: 1, ...content, keyId: key.keyId, signature: sign(key, signedBytes(content, key.keyId)) };
}

/** Why an edge will not follow a pointer. */
export type PointerRefusal = "badSignature" | "otherEdge" | "otherLot" | "staleGeneration";

/**
 * May this edge follow this pointer? Returns the reason why not, or null.
 * `current` is the generation that the edge follows now (0 for none). The same generation again is not stale: it is a repeat.
 */
export function refusePointer(
  pointer: Pointer,
  edge: { edgeId: string; lotId: string; current: number; keys: TrustedKeys },
): PointerRefusal | null {
  if (!isSignedBy(edge.keys, pointer.keyId, pointer.signature, signedBytes(pointer, pointer.keyId)))
    return "badSignature";
  if (pointer.edgeId !== edge.edgeId) return "otherEdge";
  if (pointer.lotId !== edge.lotId) return "otherLot";
  if (pointer.generation < edge.current) return "staleGeneration";
  return null;
}
