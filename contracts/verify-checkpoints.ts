import { type CheckpointBody, isCheckpointSigned, localBodySchema } from "./local-record.ts";
import { type Stream, streamSchema } from "./names.ts";
import type { RecordFrame } from "./record.ts";
import { keyIdOf } from "./signature.ts";
import { toText } from "./text.ts";

type CheckpointFinding =
  /** The key that checkpoint `n` names did not sign it. */
  | { readonly kind: "forged"; readonly n: number }
  /** It is signed, but by another key than the edge's. */
  | { readonly kind: "otherKey"; readonly n: number; readonly keyId: string }
  /** Record `at` of the stream is another than the one that was signed. */
  | { readonly kind: "contradicted"; readonly n: number; readonly stream: Stream; readonly at: number }
  /** The stream had come further when this was signed than it does now. */
  | { readonly kind: "cutOff"; readonly n: number; readonly stream: Stream; readonly signed: number };

/** What the checkpoints of one epoch prove: up to where each stream is as the edge signed it. */
export type CheckpointProof = {
  readonly epoch: string;
  readonly count: number;
  /** Of the key that they are measured by; null while there is neither a checkpoint nor a key. */
  readonly keyId: string | null;
  /** Records above these are chained, and not signed yet. */
  readonly signed: Readonly<Record<Stream, number>>;
  readonly findings: readonly CheckpointFinding[];
  readonly complete: boolean;
};

/**
 * Verifies the checkpoints of an epoch against its streams, as they stand in a journal or in the database. `publicKey` is
 * the edge's own as somebody else knows it; without it, that of the first checkpoint counts, which proves only that
 * nobody without that key wrote the rest. Records that are no longer here contradict nothing.
 */
export function verifyCheckpoints(
  edgeId: string,
  epoch: string,
  streams: Readonly<Record<Stream, readonly RecordFrame[]>>,
  publicKey: string | null = null,
): CheckpointProof {
  const checkpoints = streams.l.flatMap((record) => {
    const body = readCheckpoint(record);
    return body === null ? [] : [{ n: record.n, body }];
  });
  const key = publicKey ?? checkpoints[0]?.body.publicKey ?? null;
  const hashes = new Map(streamSchema.options.map((stream) => [stream, hashesOf(streams[stream])]));
  const signed: Record<Stream, number> = { p: 0, a: 0, l: 0 };
  const findings: CheckpointFinding[] = [];
  for (const { n, body } of checkpoints) {
    const before = findings.length;
    if (body.epoch !== epoch || !isCheckpointSigned(edgeId, body)) findings.push({ kind: "forged", n });
    else if (body.publicKey !== key) findings.push({ kind: "otherKey", n, keyId: keyIdOf(body.publicKey) });
    for (const { stream, n: at, hash } of body.heads) {
      const { byN, last } = hashes.get(stream)!;
      const here = byN.get(at);
      if (at > last) findings.push({ kind: "cutOff", n, stream, signed: at });
      else if (here !== undefined && here !== hash) findings.push({ kind: "contradicted", n, stream, at });
    }
    if (findings.length > before) continue;
    for (const { stream, n: at } of body.heads) signed[stream] = Math.max(signed[stream], at);
  }
  const keyId = key === null ? null : keyIdOf(key);
  return { epoch, count: checkpoints.length, keyId, signed, findings, complete: findings.length === 0 };
}

function hashesOf(records: readonly RecordFrame[]): { byN: ReadonlyMap<number, string>; last: number } {
  const byN = new Map(records.map(({ n, hash }) => [n, hash]));
  return { byN, last: records.reduce((last, { n }) => Math.max(last, n), 0) };
}

function readCheckpoint({ body }: RecordFrame): CheckpointBody | null {
  if (body === null) return null;
  try {
    const read = localBodySchema.safeParse(JSON.parse(toText(body))).data;
    return read?.kind === "checkpoint" ? read : null;
  } catch {
    return null; // no checkpoint; that its bytes are not what was chained, the stream's own proof tells
  }
}
