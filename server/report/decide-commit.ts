import { limits } from "#contracts/limits.ts";
import type { Ack } from "#contracts/messages.ts";
import { epochOpenHash, type RecordFrame } from "#contracts/record.ts";
import { judgeArrivals, type Link, type Verdict } from "./judge-arrivals.ts";
import type { StreamRow } from "./stream-rows.ts";

export type CommitDecision<Arrival> = {
  readonly verdict: Verdict<Arrival>;
  /** The stream's row as it shall be; the same object when nothing changes. A mark hash that stands in no link is null. */
  readonly row: StreamRow;
};

/**
 * What becomes of records that arrived for one stream: a function of the stream's row, the chain links around them and
 * the records, so that it can be run without a database.
 */
export function decideCommit<Arrival extends { readonly frame: RecordFrame }>(
  row: StreamRow,
  links: ReadonlyMap<number, Link>,
  arrivals: readonly Arrival[],
): CommitDecision<Arrival> {
  const { mark } = row.held;
  const known =
    row.markHash === null || links.has(mark)
      ? links
      : new Map(links).set(mark, { hash: row.markHash, previousHash: null });
  const openHash = row.open && epochOpenHash(row.edgeId, row.stream, row.epoch, row.open);
  const verdict = judgeArrivals({ held: row.held, openHash, links: known }, arrivals);
  const { accepted, held } = verdict;
  if (accepted.length === 0) return { verdict, row };
  const lastSaid = accepted.reduce((last, { frame }) => Math.max(last, frame.n), row.lastSaid);
  return { verdict, row: { ...row, held, lastSaid, markHash: markHashOf(row, verdict, links) } };
}

function markHashOf<Arrival extends { readonly frame: RecordFrame }>(
  row: StreamRow,
  { accepted, held }: Verdict<Arrival>,
  links: ReadonlyMap<number, Link>,
): string | null {
  if (held.mark === row.held.mark) return row.markHash;
  const arrived = accepted.find(({ frame }) => frame.n === held.mark);
  return arrived?.frame.hash ?? links.get(held.mark)?.hash ?? null;
}

/** What the cloud may claim to hold of a stream, once the row has been committed. */
export function ackOf(row: StreamRow): Ack {
  const { stream, epoch, held, markHash } = row;
  const have = held.have.map(([first, last]): [number, number] => [first, last]);
  return { v: 1, stream, epoch, mark: held.mark, have, hash: markHash, windowRecords: limits.windowRecordsMax };
}
