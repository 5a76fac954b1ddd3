import type { Hello } from "#contracts/messages.ts";
import { epochOpenHash } from "#contracts/record.ts";
import type { Link } from "./judge-arrivals.ts";
import type { Anomaly } from "./raise-anomaly.ts";
import { type StreamRow, streamName } from "./stream-rows.ts";

type SaidStream = Hello["streams"][number];

/**
 * What an edge's own words about a stream mean beside what is committed: the row as it shall be, and what a person must
 * hear of. `links` holds record 1 and the last one said, as far as they are committed; `known` the streams seen before.
 */
export function judgeHello(
  row: StreamRow,
  said: SaidStream,
  links: ReadonlyMap<number, Link>,
  known: ReadonlySet<string>,
): { row: StreamRow; anomalies: Anomaly[] } {
  return {
    row: { ...row, open: row.open ?? said.open, lastSaid: Math.max(row.lastSaid, said.last) },
    anomalies: compare(row, said, links, known),
  };
}

function compare(
  row: StreamRow,
  said: SaidStream,
  links: ReadonlyMap<number, Link>,
  known: ReadonlySet<string>,
): Anomaly[] {
  const { edgeId, stream, epoch } = row;
  const name = streamName(row);
  const anomaly = (kind: Anomaly["kind"], detail: Anomaly["detail"]): Anomaly => ({
    operatorId: row.operatorId,
    lotId: row.lotId,
    edgeId,
    passageId: null,
    kind,
    key: name,
    detail: { edgeId, stream, epoch, ...detail },
  });
  const found: Anomaly[] = [];
  if (said.last < row.lastSaid) found.push(anomaly("truncation", { last: said.last, lastBefore: row.lastSaid }));
  const atLast = links.get(said.last);
  if (atLast && said.lastHash !== atLast.hash)
    found.push(anomaly("fork", { n: said.last, hash: said.lastHash, committed: atLast.hash }));
  const openHash = epochOpenHash(edgeId, stream, epoch, said.open);
  const isOtherStart = row.open !== null && epochOpenHash(edgeId, stream, epoch, row.open) !== openHash;
  if (isOtherStart || (links.has(1) && links.get(1)!.previousHash !== openHash))
    found.push(anomaly("brokenChain", { n: 1, open: said.open }));
  const isSecondEpoch = !known.has(name) && [...known].some((other) => other.startsWith(`${edgeId}/${stream}/`));
  if (isSecondEpoch) found.push(anomaly("newEpoch", { reason: said.open.reason, previous: said.open.previousEpoch }));
  return found;
}
