import * as z from "zod/mini";
import { digestHex } from "./digest.ts";
import { limits } from "./limits.ts";
import { heldSchema } from "./messages.ts";
import { type Stream, serialSchema, streamSchema } from "./names.ts";
import { encodeRecord, RecordError, type RecordFrame, recordHash } from "./record.ts";

/** Which records of a stream a batch carries: `first..last`, all of them, and the two hashes that hold their chain. */
export type BatchHead = {
  readonly stream: Stream;
  readonly epoch: string;
  readonly first: number;
  readonly last: number;
  readonly previousHash: string;
  readonly hash: string;
};

/** The headers of a batch in HTTP. `lean`: bodies and personal parts only. `full`: whole records, each with its header. */
export const batchHeaders = {
  range: "x-liftgate-range",
  previousHash: "x-liftgate-previous-hash",
  hash: "x-liftgate-hash",
  form: "x-liftgate-form",
} as const;

/** What the cloud holds after a batch; `refused` names records that it put aside and will not take. */
export const batchAnswerSchema = z.strictObject({
  v: z.literal(1),
  held: heldSchema,
  refused: z.array(serialSchema).check(z.maxLength(limits.batchRecordsMax)),
});
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;

/** Where a stream's batches are posted, under the cloud's HTTP address. */
export function batchPath(edgeId: string, stream: Stream, epoch: string): string {
  return `/edge/v1/${edgeId}/streams/${stream}/${epoch}/batch`;
}

export function parseBatchPath(path: string): { edgeId: string; stream: Stream; epoch: string } | null {
  const match = /^\/edge\/v1\/([a-z0-9]{6,24})\/streams\/([a-z])\/([0-9a-f]{16})\/batch$/.exec(path);
  const stream = streamSchema.safeParse(match?.[2]);
  return match && stream.success ? { edgeId: match[1]!, stream: stream.data, epoch: match[3]! } : null;
}

/** May these records travel without their headers? Only a record with both its parts can be sealed again from them. */
export function canBeLean(records: readonly RecordFrame[]): boolean {
  return records.every(({ body, personal }) => body !== null && personal !== null);
}

/** A body line and a personal line for each record; what stands in headers follows from the range and the chain. */
export function encodeLeanBatch(records: readonly RecordFrame[]): Uint8Array {
  return joinLines(records.flatMap(({ body, personal }) => [body!, personal!]));
}

/** Three lines for each record: header, body, personal. */
export function encodeFullBatch(records: readonly RecordFrame[]): Uint8Array {
  return joinLines(records.map(encodeRecord));
}

/**
 * Seals the records of a lean batch again and checks that the chain from `previousHash` ends in `hash`: one altered
 * byte anywhere and it does not. Throws {@link RecordError}; which record is at fault only the full form tells.
 */
export function decodeLeanBatch(edgeId: string, head: BatchHead, bytes: Uint8Array): RecordFrame[] {
  const lines = splitLines(bytes);
  const count = head.last - head.first + 1;
  if (lines.length !== 2 * count)
    throw new RecordError("malformed", `${lines.length} lines for ${count} records; a lean batch has two for each`);
  const records: RecordFrame[] = [];
  let previousHash = head.previousHash;
  for (let i = 0; i < count; i++) {
    const body = lines[2 * i]!;
    const personal = lines[2 * i + 1]!;
    const n = head.first + i;
    if (body.length === 0) throw new RecordError("malformed", `record ${n} has no body`);
    if (body.length + personal.length + 512 > limits.recordBytesMax)
      throw new RecordError("tooLarge", `record ${n} is larger than ${limits.recordBytesMax} bytes`);
    const digests = { bodyDigest: digestHex(body), personalDigest: digestHex(personal) };
    const header = { stream: head.stream, epoch: head.epoch, n, previousHash, ...digests };
    const hash = recordHash(edgeId, header);
    records.push({ ...header, hash, body, personal });
    previousHash = hash;
  }
  if (previousHash !== head.hash)
    throw new RecordError("hashMismatch", "the chain of the batch does not end in its hash");
  return records;
}

/** The records of a full batch as bytes, for each to be read on its own. Throws {@link RecordError}. */
export function splitFullBatch(bytes: Uint8Array): Uint8Array[] {
  const lines = splitLines(bytes);
  if (lines.length % 3 !== 0) throw new RecordError("malformed", `${lines.length} lines; a record has three`);
  return Array.from({ length: lines.length / 3 }, (_, i) => {
    const start = lines[3 * i]!.byteOffset - bytes.byteOffset;
    const end = lines[3 * i + 2]!;
    return bytes.subarray(start, end.byteOffset - bytes.byteOffset + end.length);
  });
}

const newline = 10;

function joinLines(lines: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(lines.reduce((sum, line) => sum + line.length + 1, 0));
  let at = 0;
  for (const line of lines) {
    bytes.set(line, at);
    at += line.length;
    bytes[at++] = newline;
  }
  return bytes;
}

/** Views of the lines; each ends in a newline, the last one too. */
function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(newline, start);
    if (end < 0) throw new RecordError("malformed", "the last line of the batch has no end");
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}
