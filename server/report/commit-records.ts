import type { Ack } from "#contracts/messages.ts";
import type { RecordFrame } from "#contracts/record.ts";
import { ackOf, type CommitDecision, decideCommit } from "./decide-commit.ts";
import { type Link, linksNeeded } from "./judge-arrivals.ts";
import { localAnomalies } from "./local-anomalies.ts";
import { noteCommands, readCommandRecord } from "./note-commands.ts";
import { photosLost, photosNamed, readLocalRecord } from "./note-photos.ts";
import { notifyPassages } from "./notify-passages.ts";
import type { PassageKey } from "./passage-row.ts";
import { losePhotos, namePhotos } from "./photo-rows.ts";
import { type ArrivedPassage, knownPassages, projectArrivals } from "./project-passages.ts";
import { type QuarantinedMessage, quarantineMessages } from "./quarantine-messages.ts";
import { type Anomaly, raiseAnomalies } from "./raise-anomaly.ts";
import { type ReadBody, readRecordBody } from "./read-record.ts";
import type { Sql } from "./sql.ts";
import { insertRecords, readLinks, type WantedLink } from "./stored-records.ts";
import {
  type EdgeIdentity,
  lockStreams,
  type StreamKey,
  type StreamRow,
  saveStreams,
  streamName,
} from "./stream-rows.ts";

/** A record whose own hash has been checked, as it came over the wire. */
export type Arrival = {
  readonly edge: EdgeIdentity;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly frame: RecordFrame;
};

export type Committed = {
  /** To be sent once the transaction has committed, never before. */
  acks: { edgeId: string; ack: Ack }[];
  passages: PassageKey[];
  accepted: number;
  duplicates: number;
  refused: number;
  refusedSerials: number[];
};

type Options = {
  /** False keeps the records and leaves the passages out: the way on when a projection itself fails. */
  isProjecting: boolean;
};

/**
 * Takes a batch of records of any streams into the database, in the caller's transaction: each stream's row is locked,
 * duplicates are dropped by mark and ranges, the rest must fit the chain. Everything arrives in a constant number of
 * statements, however many records and streams there are.
 */
export async function commitRecords(
  sql: Sql,
  arrivals: readonly Arrival[],
  { isProjecting }: Options = { isProjecting: true },
): Promise<Committed> {
  const groups = byStream(arrivals);
  const keys = [...groups.values()].map((group) => keyOf(group[0]!));
  const rows = await lockStreams(sql, keys);
  const judged = await judge(sql, groups, rows);
  const { records, anomalies } = readAccepted(judged, isProjecting);
  const passages = uniquePassages(records);
  const isKnown = await knownPassages(sql, passages);
  await insertRecords(sql, records);
  await projectArrivals(sql, arrivedPassages(records, isKnown));
  await noteCommands(sql, readCommands(records));
  await namePhotos(sql, readPhotos(records));
  const said = readLocal(records);
  await losePhotos(
    sql,
    said.flatMap(({ edge, body }) => photosLost(edge, body)),
  );
  const saved = await withMarkHashes(sql, judged);
  await saveStreams(
    sql,
    saved.filter((row) => rows.get(streamName(row))!.held !== row.held),
  );
  const refused = judged.flatMap(({ verdict }) => verdict.refused);
  const troubles = said.flatMap(({ edge, body }) => localAnomalies(edge, body));
  await raiseAnomalies(sql, [...anomalies, ...troubles, ...refused.map(anomalyOfRefusal)]);
  await quarantineMessages(
    sql,
    refused.map(({ arrival, why }) => quarantined(arrival, why)),
  );
  await notifyPassages(sql, passages);
  return {
    acks: saved.map((row) => ({ edgeId: row.edgeId, ack: ackOf(row) })),
    passages,
    accepted: records.length,
    duplicates: judged.reduce((sum, { verdict }) => sum + verdict.duplicates.length, 0),
    refused: refused.length,
    refusedSerials: refused.map(({ arrival }) => arrival.frame.n),
  };
}

function byStream(arrivals: readonly Arrival[]): Map<string, Arrival[]> {
  const groups = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const { edge, frame } = arrival;
    const name = streamName({ edgeId: edge.edgeId, stream: frame.stream, epoch: frame.epoch });
    const group = groups.get(name);
    if (group) group.push(arrival);
    else groups.set(name, [arrival]);
  }
  return groups;
}

type Judged = CommitDecision<Arrival>;

async function judge(
  sql: Sql,
  groups: ReadonlyMap<string, readonly Arrival[]>,
  rows: ReadonlyMap<string, StreamRow>,
): Promise<Judged[]> {
  const wanted: WantedLink[] = [];
  for (const [name, group] of groups) {
    const row = rows.get(name)!;
    // the row knows its mark's hash, which is all that is ever asked of the mark
    for (const n of linksNeeded(
      row.held,
      group.map(({ frame }) => frame.n),
    ))
      if (n !== row.held.mark || row.markHash === null) wanted.push({ key: row, n });
  }
  const stored = await readLinks(sql, wanted);
  return [...groups].map(([name, group]) => decideCommit(rows.get(name)!, stored.get(name) ?? noLinks, group));
}

const noLinks: ReadonlyMap<number, Link> = new Map();

/** What the accepted records say: the passage each belongs to, and what a person must hear of. */
function readAccepted(judged: readonly Judged[], isProjecting: boolean) {
  const anomalies: Anomaly[] = [];
  const records = judged.flatMap(({ verdict }) =>
    verdict.accepted.map(({ edge, frame }) => {
      const { passageId, problem, flags, read } = readFrame(edge, frame, isProjecting);
      const place = { edgeId: edge.edgeId, stream: frame.stream, epoch: frame.epoch, n: frame.n };
      const common = { ...edge, passageId };
      if (problem !== null) {
        const key = `${edge.edgeId}/${problem}`;
        anomalies.push({ ...common, kind: "unreadableRecord", key, detail: { ...place, problem } });
      }
      // A slow disk is slow for every car: one anomaly for an edge, the cars are counted and carry the flag themselves.
      if (flags.includes("lateJournal"))
        anomalies.push({ ...common, kind: "lateJournal", key: edge.edgeId, detail: place });
      return { edge, frame, passageId, read };
    }),
  );
  return { records, anomalies };
}

type ReadFrame = { passageId: string | null; problem: string | null; flags: readonly string[]; read: ReadBody | null };

function readFrame(edge: EdgeIdentity, frame: RecordFrame, isProjecting: boolean): ReadFrame {
  const silent: ReadFrame = { passageId: null, problem: null, flags: [], read: null };
  // Only passages have bodies that the cloud reads; an erased one has nothing to read.
  if (frame.stream !== "p" || frame.body === null) return silent;
  if (!isProjecting) return { ...silent, problem: "notProjected" };
  const read = readRecordBody({ ...edge, epoch: frame.epoch, n: frame.n }, frame.body);
  if ("problem" in read) return { ...silent, problem: read.problem };
  return { passageId: read.body.passageId, problem: null, flags: read.body.flags ?? [], read };
}

/** The rows as they shall be: the hash of a mark that moved onto a stored island is looked up. */
async function withMarkHashes(sql: Sql, judged: readonly Judged[]): Promise<StreamRow[]> {
  const rows = judged.map(({ row }) => row);
  const wanted = rows.filter((row) => row.markHash === null && row.held.mark > 0);
  if (wanted.length === 0) return rows;
  const stored = await readLinks(
    sql,
    wanted.map((row) => ({ key: row, n: row.held.mark })),
  );
  const hashAtMark = (row: StreamRow) => stored.get(streamName(row))?.get(row.held.mark)?.hash ?? null;
  return rows.map((row) => (row.markHash === null ? { ...row, markHash: hashAtMark(row) } : row));
}

function keyOf({ edge, frame }: Arrival): StreamKey {
  const { operatorId, lotId, edgeId } = edge;
  return { operatorId, lotId, edgeId, stream: frame.stream, epoch: frame.epoch };
}

function anomalyOfRefusal({ arrival, why }: { arrival: Arrival; why: "fork" | "brokenChain" }): Anomaly {
  const { edge, frame } = arrival;
  const place = { edgeId: edge.edgeId, stream: frame.stream, epoch: frame.epoch, n: frame.n };
  return { ...edge, passageId: null, kind: why, key: streamName(place), detail: { ...place, hash: frame.hash } };
}

function quarantined({ edge, topic, payload }: Arrival, reason: string): QuarantinedMessage {
  return { ...edge, topic, payload, reason };
}

function readCommands(records: readonly { edge: EdgeIdentity; frame: RecordFrame }[]) {
  return records.flatMap(({ edge, frame }) => {
    const body = readCommandRecord(frame);
    return body === null ? [] : [{ edge, id: body.commandId, step: body.step, reason: body.reason }];
  });
}

function readPhotos(records: readonly ReadRecord[]) {
  return records.flatMap(({ edge, frame, passageId, read }) => {
    const isDecision = read !== null && "body" in read && read.body.kind === "decision";
    return isDecision && passageId !== null ? photosNamed(edge, passageId, frame.personal) : [];
  });
}

function readLocal(records: readonly { edge: EdgeIdentity; frame: RecordFrame }[]) {
  return records.flatMap(({ edge, frame }) => {
    const body = readLocalRecord(frame);
    return body === null ? [] : [{ edge, body }];
  });
}

type ReadRecord = { edge: EdgeIdentity; frame: RecordFrame; passageId: string | null; read: ReadBody | null };

function arrivedPassages(
  records: readonly ReadRecord[],
  isKnown: (key: PassageKey) => boolean,
): readonly ArrivedPassage[] {
  const passages = new Map<string, ArrivedPassage>();
  for (const { edge, frame, passageId, read } of records) {
    if (passageId === null || read === null) continue;
    const { operatorId, lotId, edgeId } = edge;
    const key = { operatorId, lotId, passageId };
    const passage = passages.get(passageId) ?? { key, parts: [], isKnown: isKnown(key) };
    const { epoch, n, body, personal } = frame;
    passage.parts.push({ edgeId, epoch, n, body, personal, read });
    passages.set(passageId, passage);
  }
  return [...passages.values()];
}

function uniquePassages(records: readonly { edge: EdgeIdentity; passageId: string | null }[]): PassageKey[] {
  const keys = new Map<string, PassageKey>();
  for (const { edge, passageId } of records)
    if (passageId !== null) keys.set(passageId, { operatorId: edge.operatorId, lotId: edge.lotId, passageId });
  return [...keys.values()];
}
