import { hexToBytes } from "@noble/hashes/utils.js";
import * as z from "zod/mini";
import { describeProblem } from "./describe-problem.ts";
import { type Digest, digestHex, joinFields } from "./digest.ts";
import { limits } from "./limits.ts";
import { digestSchema, epochSchema, type Stream, serialSchema, streamSchema } from "./names.ts";
import { toBytes, toText } from "./text.ts";

/**
 * One fact that an edge reports, for ever: a header line, a body without personal data, and a personal part that can be erased.
 * `body` and `personal` are exact bytes (one line of JSON each); the hash is over those bytes, so no canonical JSON is needed.
 * An erased part is `null`; its digest stays, and the chain still verifies.
 */
export type RecordFrame = {
  readonly stream: Stream;
  readonly epoch: string;
  readonly n: number;
  readonly previousHash: string;
  readonly hash: string;
  readonly bodyDigest: string;
  readonly personalDigest: string;
  readonly body: Uint8Array | null;
  readonly personal: Uint8Array | null;
};

/** The header line as JSON. Keys are short because there is one in every record; `bd` and `pd` stand only where that part is erased. */
const headerSchema = z.strictObject({
  v: z.literal(1),
  s: streamSchema,
  ep: epochSchema,
  n: serialSchema,
  ph: digestSchema,
  h: digestSchema,
  bd: z.optional(digestSchema),
  pd: z.optional(digestSchema),
});

export class RecordError extends Error {
  override readonly name = "RecordError";
  constructor(
    readonly code: "tooLarge" | "malformed" | "hashMismatch",
    message: string,
  ) {
    super(message);
  }
}

const newline = 10;

/** The hash of a record: SHA-256 over "lg1", edge, stream, epoch, n, previous hash (zero byte after each) and the two digests. */
export function recordHash(
  edgeId: string,
  header: {
    stream: Stream;
    epoch: string;
    n: number;
    previousHash: string;
    bodyDigest: string;
    personalDigest: string;
  },
  digest: Digest = digestHex,
): string {
  const fields = ["lg1", edgeId, header.stream, header.epoch, header.n, header.previousHash];
  return digest(joinFields(fields, [hexToBytes(header.bodyDigest), hexToBytes(header.personalDigest)]));
}

/** Why a journal was begun; its hash is the `previousHash` of record 1, so an epoch cannot be swapped for another. */
export const epochOpenSchema = z.strictObject({
  previousEpoch: z.nullable(epochSchema),
  previousN: z.int().check(z.gte(0)),
  previousHash: z.nullable(digestSchema),
  reason: z.enum(["created", "restored", "fork"]),
});
export type EpochOpen = z.infer<typeof epochOpenSchema>;

/** The `previousHash` of record 1 of an epoch. */
export function epochOpenHash(edgeId: string, stream: Stream, epoch: string, open: EpochOpen): string {
  const fields = [
    "lg1-open",
    edgeId,
    stream,
    epoch,
    open.previousEpoch ?? "",
    open.previousN,
    open.previousHash ?? "",
    open.reason,
  ];
  return digestHex(joinFields(fields));
}

/** Makes the next record of a stream. `body` and `personal` must each be one line (no newline byte). */
export function sealRecord(
  edgeId: string,
  at: { stream: Stream; epoch: string; n: number; previousHash: string },
  body: Uint8Array,
  personal: Uint8Array,
): RecordFrame {
  if (body.length === 0 || body.includes(newline) || personal.includes(newline))
    throw new RecordError("malformed", "a record part must be one line, and the body must not be empty");
  if (body.length + personal.length + 512 > limits.recordBytesMax)
    throw new RecordError("tooLarge", `a record is at most ${limits.recordBytesMax} bytes`);
  const header = { ...at, bodyDigest: digestHex(body), personalDigest: digestHex(personal) };
  return { ...header, hash: recordHash(edgeId, header), body, personal };
}

/** The bytes of a record on the wire: header, newline, body, newline, personal. */
export function encodeRecord(record: RecordFrame): Uint8Array {
  const header = {
    v: 1,
    s: record.stream,
    ep: record.epoch,
    n: record.n,
    ph: record.previousHash,
    h: record.hash,
    ...(record.body === null ? { bd: record.bodyDigest } : {}),
    ...(record.personal === null ? { pd: record.personalDigest } : {}),
  };
  const head = toBytes(`${JSON.stringify(header)}\n`);
  const body = record.body ?? new Uint8Array();
  const personal = record.personal ?? new Uint8Array();
  const bytes = new Uint8Array(head.length + body.length + 1 + personal.length);
  bytes.set(head);
  bytes.set(body, head.length);
  bytes[head.length + body.length] = newline;
  bytes.set(personal, head.length + body.length + 1);
  return bytes;
}

/**
 * Reads a record and checks that its hash follows from its bytes and from the edge that sent it. `digest` may be a
 * platform's own, which is faster.
 * Throws {@link RecordError}; the caller keeps the bytes for inspection.
 */
export function decodeRecord(edgeId: string, bytes: Uint8Array, digest: Digest = digestHex): RecordFrame {
  if (bytes.length > limits.recordBytesMax)
    throw new RecordError("tooLarge", `${bytes.length} bytes; a record is at most ${limits.recordBytesMax}`);
  const first = bytes.indexOf(newline);
  const second = first < 0 ? -1 : bytes.indexOf(newline, first + 1);
  if (second < 0 || bytes.indexOf(newline, second + 1) >= 0)
    throw new RecordError("malformed", "a record is a header line, a body line and a personal part");
  const header = parseHeader(bytes.subarray(0, first));
  const body = header.bd === undefined ? bytes.slice(first + 1, second) : null;
  const personal = header.pd === undefined ? bytes.slice(second + 1) : null;
  const erasedBytes = (body === null ? second - first - 1 : 0) + (personal === null ? bytes.length - second - 1 : 0);
  if (erasedBytes > 0) throw new RecordError("malformed", "a part is marked erased and present at once");
  if (body?.length === 0) throw new RecordError("malformed", "the body is empty");
  const record: RecordFrame = {
    stream: header.s,
    epoch: header.ep,
    n: header.n,
    previousHash: header.ph,
    hash: header.h,
    bodyDigest: header.bd ?? digest(body!),
    personalDigest: header.pd ?? digest(personal!),
    body,
    personal,
  };
  if (recordHash(edgeId, record, digest) !== record.hash)
    throw new RecordError("hashMismatch", `record ${header.s}/${header.ep}/${header.n} does not match its hash`);
  return record;
}

function parseHeader(bytes: Uint8Array): z.infer<typeof headerSchema> {
  let value: unknown;
  try {
    value = JSON.parse(toText(bytes));
  } catch (cause) {
    throw new RecordError("malformed", `the header is not JSON: ${(cause as Error).message}`);
  }
  const parsed = headerSchema.safeParse(value);
  if (!parsed.success) throw new RecordError("malformed", `header: ${describeProblem(parsed.error)}`);
  return parsed.data;
}
