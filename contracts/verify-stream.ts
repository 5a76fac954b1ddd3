import { digestHex } from "./digest.ts";
import type { Stream } from "./names.ts";
import { type EpochOpen, epochOpenHash, type RecordFrame, recordHash } from "./record.ts";

type StreamFinding =
  | { readonly kind: "hole"; readonly first: number; readonly last: number }
  | { readonly kind: "doubled"; readonly n: number }
  | { readonly kind: "altered"; readonly n: number; readonly part: "header" | "body" | "personal" }
  | { readonly kind: "brokenChain"; readonly n: number }
  | { readonly kind: "wrongStart" };

/** The proof of one stream: complete means that records 1..last are all there, each unaltered and chained to the one before. */
export type StreamProof = {
  readonly stream: Stream;
  readonly epoch: string;
  readonly first: number | null;
  readonly last: number | null;
  readonly count: number;
  readonly erased: number;
  readonly headHash: string | null;
  readonly findings: readonly StreamFinding[];
  readonly complete: boolean;
};

/**
 * Verifies the records of one stream and epoch, in any order, as they stand in a journal or in the database.
 * Erased parts are counted, not missing. `open` is the epoch's opening statement, when it is known.
 */
export function verifyStream(
  edgeId: string,
  stream: Stream,
  epoch: string,
  open: EpochOpen | null,
  records: Iterable<RecordFrame>,
): StreamProof {
  const sorted = [...records].sort((a, b) => a.n - b.n);
  const findings: StreamFinding[] = [];
  let erased = 0;
  let previous: RecordFrame | null = null;
  for (const record of sorted) {
    if (record.body === null || record.personal === null) erased += 1;
    findings.push(...alterations(edgeId, record));
    if (previous === null) {
      if (record.n > 1) findings.push({ kind: "hole", first: 1, last: record.n - 1 });
      else if (open && record.previousHash !== epochOpenHash(edgeId, stream, epoch, open))
        findings.push({ kind: "wrongStart" });
    } else if (record.n === previous.n) findings.push({ kind: "doubled", n: record.n });
    else if (record.n > previous.n + 1) findings.push({ kind: "hole", first: previous.n + 1, last: record.n - 1 });
    else if (record.previousHash !== previous.hash) findings.push({ kind: "brokenChain", n: record.n });
    previous = record;
  }
  return {
    stream,
    epoch,
    first: sorted[0]?.n ?? null,
    last: previous?.n ?? null,
    count: sorted.length,
    erased,
    headHash: previous?.hash ?? null,
    findings,
    complete: findings.length === 0,
  };
}

function alterations(edgeId: string, record: RecordFrame): StreamFinding[] {
  const found: StreamFinding[] = [];
  if (record.body !== null && digestHex(record.body) !== record.bodyDigest)
    found.push({ kind: "altered", n: record.n, part: "body" });
  if (record.personal !== null && digestHex(record.personal) !== record.personalDigest)
    found.push({ kind: "altered", n: record.n, part: "personal" });
  if (recordHash(edgeId, record) !== record.hash) found.push({ kind: "altered", n: record.n, part: "header" });
  return found;
}
