import * as z from "zod/mini";
import { describeProblem } from "./describe-problem.ts";
import { joinFields } from "./digest.ts";
import { limits } from "./limits.ts";
import { MessageError } from "./messages.ts";
import {
  type DocumentName,
  digestSchema,
  documentNameSchema,
  edgeIdSchema,
  epochSchema,
  instantSchema,
  keyIdSchema,
  nameSchema,
  signatureSchema,
} from "./names.ts";
import { isSignedBy, type SigningKey, sign, type TrustedKeys } from "./signature.ts";
import { toBytes, toText } from "./text.ts";

export const documentNames: readonly DocumentName[] = documentNameSchema.options;

const countSchema = z.int().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER));

/** An edge whose reports a document is made of, and how far the cloud had heard it. */
const documentSourceSchema = z.strictObject({
  edgeId: edgeIdSchema,
  /** All that the edge recorded up to here is in the document (cloud time). */
  knownAt: instantSchema,
  /** Records 1..mark of this epoch are. */
  epoch: z.nullable(epochSchema),
  mark: countSchema,
});
export type DocumentSource = z.infer<typeof documentSourceSchema>;

/**
 * The head of every message about a document. A `pointer` says what is newest; a `delta` makes version `version` of version
 * `from`; a `snapshot` is the whole. Versions only rise within a generation, and generations only rise.
 */
export const documentHeadSchema = z.strictObject({
  v: z.literal(1),
  kind: z.enum(["pointer", "delta", "snapshot"]),
  lotId: nameSchema,
  document: documentNameSchema,
  generation: z.int().check(z.gte(1)),
  version: countSchema,
  /** Of a delta: the version that it changes; the same as `version` otherwise. */
  from: countSchema,
  /** Deltas are to be had from this version on. */
  deltasFrom: countSchema,
  /** A person has confirmed everything up to this version, however much it changes. */
  forced: countSchema,
  /** Entries, and the XOR of their hashes, at `version`. */
  count: z.int().check(z.gte(0), z.lte(limits.documentEntriesMax)),
  root: digestSchema,
  /** Cloud time at which `version` was the newest. */
  at: instantSchema,
  sources: z.array(documentSourceSchema).check(z.maxLength(limits.documentSourcesMax)),
  /** SHA-256 of the packed lines that follow the head; null in a pointer. */
  body: z.nullable(digestSchema),
  keyId: keyIdSchema,
  signature: signatureSchema,
});
export type DocumentHead = z.infer<typeof documentHeadSchema>;
export type DocumentHeadContent = Omit<DocumentHead, "v" | "keyId" | "signature">;

/** A head and what follows it: lines in gzip, empty after a pointer. */
export type DocumentMessage = { readonly head: DocumentHead; readonly gzip: Uint8Array };

function signedBytes(head: DocumentHeadContent, keyId: string): Uint8Array {
  const { kind, lotId, document, generation, version, from, deltasFrom, forced, count, root, at, body } = head;
  const sources = head.sources.flatMap(({ edgeId, knownAt, epoch, mark }) => [edgeId, knownAt, epoch ?? "", mark]);
  const numbers = [generation, version, from, deltasFrom, forced, count];
  return joinFields(["lg1-document", kind, lotId, document, ...numbers, root, at, ...sources, body ?? "", keyId]);
}

export function signDocumentHead(key: SigningKey, content: DocumentHeadContent): DocumentHead {
  return { v: 1, ...content, keyId: key.keyId, signature: sign(key, signedBytes(content, key.keyId)) };
}

/** Why an edge takes no notice of a message about a document. */
export type DocumentRefusal = "badSignature" | "otherLot" | "staleGeneration" | "staleVersion";

/**
 * May an edge that holds `current` (null: nothing yet) go by this head? Returns the reason why not, or null. A pointer or
 * snapshot of the same version is no news, and not refused.
 */
export function refuseDocument(
  head: DocumentHead,
  edge: { lotId: string; keys: TrustedKeys; current: { generation: number; version: number } | null },
): DocumentRefusal | null {
  if (!isSignedBy(edge.keys, head.keyId, head.signature, signedBytes(head, head.keyId))) return "badSignature";
  if (head.lotId !== edge.lotId) return "otherLot";
  if (edge.current === null || head.generation > edge.current.generation) return null;
  if (head.generation < edge.current.generation) return "staleGeneration";
  return head.version < edge.current.version ? "staleVersion" : null;
}

const newline = 10;

export function encodeDocumentMessage({ head, gzip }: DocumentMessage): Uint8Array {
  const line = toBytes(`${JSON.stringify(head)}\n`);
  const bytes = new Uint8Array(line.length + gzip.length);
  bytes.set(line);
  bytes.set(gzip, line.length);
  return bytes;
}

/** Throws {@link MessageError}. Neither signature nor body are looked at here. */
export function decodeDocumentMessage(bytes: Uint8Array, bytesMax: number): DocumentMessage {
  if (bytes.length > bytesMax) throw new MessageError(`${bytes.length} bytes; at most ${bytesMax}`);
  const end = bytes.subarray(0, limits.documentHeadBytesMax).indexOf(newline);
  if (end < 0) throw new MessageError("no head line");
  let value: unknown;
  try {
    value = JSON.parse(toText(bytes.subarray(0, end)));
  } catch (cause) {
    throw new MessageError(`the head is not JSON: ${(cause as Error).message}`);
  }
  const parsed = documentHeadSchema.safeParse(value);
  if (!parsed.success) throw new MessageError(describeProblem(parsed.error));
  return { head: parsed.data, gzip: bytes.subarray(end + 1) };
}
