import type { Stream } from "#contracts/names.ts";
import type { RecordFrame } from "#contracts/record.ts";

export type RecordRow = {
  stream: Stream;
  epoch: string;
  n: number;
  at: number;
  previous_hash: string;
  hash: string;
  body_digest: string;
  personal_digest: string;
  body: ArrayBuffer | Uint8Array | null;
  personal: ArrayBuffer | Uint8Array | null;
};

export function toRecordFrame(row: RecordRow): RecordFrame {
  return {
    stream: row.stream,
    epoch: row.epoch,
    n: row.n,
    previousHash: row.previous_hash,
    hash: row.hash,
    bodyDigest: row.body_digest,
    personalDigest: row.personal_digest,
    body: toUint8Array(row.body),
    personal: toUint8Array(row.personal),
  };
}

/** libsql gives a BLOB as an ArrayBuffer or as a view, depending on the call. */
export function toUint8Array<T extends ArrayBuffer | Uint8Array | null>(
  value: T,
): T extends null ? Uint8Array | null : Uint8Array {
  const bytes = value === null ? null : value instanceof Uint8Array ? new Uint8Array(value) : new Uint8Array(value);
  return bytes as T extends null ? Uint8Array | null : Uint8Array;
}
