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
  const digests = [hexToBytes(header.bodyDigest), hexToBytes(header.personalDigest)];
  return digest(joinAscii(fields, digests) ?? joinFields(fields, digests));
}

/**
 * What {@link joinFields} makes, at a tenth of its price, where each character is one byte; null otherwise. Every record is
 * hashed at both ends, and its fields are ASCII.
 */
function joinAscii(fields: readonly (string | number)[], tail: readonly Uint8Array[]): Uint8Array | null {
  const text = `${fields.join("\0")}\0`;
  const bytes = new Uint8Array(tail.reduce((sum, part) => sum + part.length, text.length));
  let zeros = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return null;
    if (code === 0) zeros += 1;
    bytes[i] = code;
  }
  if (zeros !== fields.length) return null;
  let at = text.length;
  for (const part of tail) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
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

type Header = z.infer<typeof headerSchema>;
const streams: readonly Stream[] = streamSchema.options;

/** The header line of a whole record as {@link encodeRecord} writes it. */
const writtenHeader =
  /^\{"v":1,"s":"([pal])","ep":"([0-9a-f]{16})","n":([1-9][0-9]{0,14}),"ph":"([0-9a-f]{64})","h":"([0-9a-f]{64})"\}$/;

function parseHeader(bytes: Uint8Array): Header {
  const text = headerText(bytes);
  // nearly every header reads so; any other that says the same is read the long way
  const [, stream, ep, n, ph, h] = writtenHeader.exec(text) ?? [];
  const s = streams.find((one) => one === stream);
  return s && ep && ph && h ? { v: 1, s, ep, n: Number(n), ph, h } : parseAnyHeader(text);
}

function headerText(bytes: Uint8Array): string {
  try {
    return toText(bytes);
  } catch {
    throw new RecordError("malformed", "the header is not UTF-8");
  }
}

function parseAnyHeader(text: string): Header {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RecordError("malformed", `the header is not JSON: ${(cause as Error).message}`);
  }
  const parsed = headerSchema.safeParse(value);
  if (!parsed.success) throw new RecordError("malformed", `header: ${describeProblem(parsed.error)}`);
  return parsed.data;
}
