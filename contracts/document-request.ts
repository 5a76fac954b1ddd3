import * as z from "zod/mini";
import { describeProblem } from "./describe-problem.ts";
import { limits } from "./limits.ts";
import { MessageError } from "./messages.ts";
import { type DocumentName, digestSchema, documentNameSchema } from "./names.ts";
import { toBytes, toText } from "./text.ts";

/** Something large that an edge can have piece by piece: a document's newest snapshot, or a bundle in gzip by its digest. */
const blobNameSchema = z.string().check(z.regex(/^(documents\/(grants|openSessions|settings)|bundles\/[0-9a-f]{64})$/));

export function snapshotBlob(document: DocumentName): string {
  return `documents/${document}`;
}

export function bundleBlob(sha256: string): string {
  return `bundles/${sha256}`;
}

/** Which blob is named? Takes what {@link blobNameSchema} takes. */
export function parseBlobName(name: string): { document: DocumentName } | { sha256: string } | null {
  const [folder, rest] = name.split("/");
  const document = documentNameSchema.safeParse(rest);
  if (folder === "documents" && document.success) return { document: document.data };
  const sha256 = digestSchema.safeParse(rest);
  return folder === "bundles" && sha256.success ? { sha256: sha256.data } : null;
}

/** Where an edge gets a blob over HTTP, with `Range` and `If-Range`. */
export function blobPath(edgeId: string, name: string): string {
  return `/edge/v1/${edgeId}/${name}`;
}

export function parseBlobPath(path: string): { edgeId: string; name: string } | null {
  const match = /^\/edge\/v1\/([a-z0-9]{6,24})\/((?:documents|bundles)\/[A-Za-z0-9]{1,64})$/.exec(path);
  const name = blobNameSchema.safeParse(match?.[2]);
  return match && name.success ? { edgeId: match[1]!, name: name.data } : null;
}

const etagSchema = z.string().check(z.regex(/^[A-Za-z0-9.]{1,80}$/));
const offsetSchema = z.int().check(z.gte(0), z.lte(limits.blobBytesMax));

/** Edge to cloud: deltas that it lacks, or, where HTTP is blocked, the next piece of a blob. */
export const wantSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    v: z.literal(1),
    kind: z.literal("deltas"),
    document: documentNameSchema,
    generation: z.int().check(z.gte(1)),
    from: z.int().check(z.gte(0)),
  }),
  /** `etag` names what the earlier pieces were of; when that is no more, the answer begins anew. */
  z.strictObject({
    v: z.literal(1),
    kind: z.literal("part"),
    name: blobNameSchema,
    etag: z.nullable(etagSchema),
    offset: offsetSchema,
  }),
]);
export type Want = z.infer<typeof wantSchema>;

/** The head of a piece; its bytes follow the newline. `total` 0: there is no such blob. */
const partHeadSchema = z.strictObject({
  v: z.literal(1),
  name: blobNameSchema,
  etag: etagSchema,
  offset: offsetSchema,
  total: offsetSchema,
});
export type Part = z.infer<typeof partHeadSchema> & { readonly bytes: Uint8Array };

export function encodePart({ bytes, ...head }: Part): Uint8Array {
  const line = toBytes(`${JSON.stringify(head)}\n`);
  const whole = new Uint8Array(line.length + bytes.length);
  whole.set(line);
  whole.set(bytes, line.length);
  return whole;
}

/** Throws {@link MessageError}. */
export function decodePart(bytes: Uint8Array): Part {
  if (bytes.length > limits.messageBytesMax) throw new MessageError(`${bytes.length} bytes are too many for a piece`);
  const end = bytes.indexOf(10);
  let value: unknown;
  try {
    value = JSON.parse(toText(bytes.subarray(0, Math.max(0, end))));
  } catch (cause) {
    throw new MessageError(`the head of a piece is not JSON: ${(cause as Error).message}`);
  }
  const parsed = partHeadSchema.safeParse(value);
  if (!parsed.success) throw new MessageError(describeProblem(parsed.error));
  return { ...parsed.data, bytes: bytes.slice(end + 1) };
}
