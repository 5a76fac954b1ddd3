import type { Stream } from "#contracts/names.ts";
import { encodeRecord, type RecordFrame } from "#contracts/record.ts";
import { type StreamProof, verifyStream } from "#contracts/verify-stream.ts";
import type { Sql } from "./sql.ts";
import { readStreamRow, type StreamKey } from "./stream-rows.ts";

/** The records of a stream as they stand in the database, in the order of their serials. */
export async function readStoredStream(sql: Sql, key: StreamKey): Promise<RecordFrame[]> {
  const rows = await sql(
    `SELECT n::text AS n, previous_hash, hash, body_digest, personal_digest, body, personal FROM record
     WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3 AND stream = $4::bpchar AND epoch = $5::bpchar
     ORDER BY record.n`,
    [key.operatorId, key.lotId, key.edgeId, key.stream, key.epoch],
  );
  return rows.map((row) => ({
    stream: key.stream,
    epoch: key.epoch,
    n: Number(row.n),
    previousHash: row.previous_hash as string,
    hash: row.hash as string,
    bodyDigest: row.body_digest as string,
    personalDigest: row.personal_digest as string,
    body: row.body as Uint8Array | null,
    personal: row.personal as Uint8Array | null,
  }));
}

/** Proves a stream from the database's rows: every record there, unaltered, chained, up to what the edge said it has. */
export async function verifyStoredStream(sql: Sql, key: StreamKey): Promise<StreamProof> {
  const [row] = await sql(
    `SELECT operator_id, lot_id, edge_id, stream, epoch, open, mark::text AS mark, have, mark_hash,
       last_said::text AS last_said FROM stream
     WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3 AND stream = $4::bpchar AND epoch = $5::bpchar`,
    [key.operatorId, key.lotId, key.edgeId, key.stream, key.epoch],
  );
  const stream = row ? readStreamRow(row) : null;
  const records = await readStoredStream(sql, key);
  const proof = verifyStream(key.edgeId, key.stream, key.epoch, stream?.open ?? null, records);
  const lastSaid = stream?.lastSaid ?? 0;
  if (lastSaid <= (proof.last ?? 0)) return proof;
  const first = (proof.last ?? 0) + 1;
  return { ...proof, findings: [...proof.findings, { kind: "hole", first, last: lastSaid }], complete: false };
}

/** How two copies of one stream differ, record by record; empty when they are the same byte for byte. */
export type CopyDifference = {
  readonly n: number;
  readonly kind: "onlyInFirst" | "onlyInSecond" | "differs" | "doubled";
};

/** Compares two copies of one stream, as the database and the edge's journal hold it, over the exact bytes on the wire. */
export function compareCopies(first: readonly RecordFrame[], second: readonly RecordFrame[]): CopyDifference[] {
  const found: CopyDifference[] = [];
  const left = bySerial(first, found);
  const right = bySerial(second, found);
  for (const n of [...new Set([...left.keys(), ...right.keys()])].sort((a, b) => a - b)) {
    const [one, other] = [left.get(n), right.get(n)];
    if (!one || !other) found.push({ n, kind: one ? "onlyInFirst" : "onlyInSecond" });
    else if (Buffer.compare(encodeRecord(one), encodeRecord(other)) !== 0) found.push({ n, kind: "differs" });
  }
  return found;
}

function bySerial(records: readonly RecordFrame[], found: CopyDifference[]): Map<number, RecordFrame> {
  const map = new Map<number, RecordFrame>();
  for (const record of records) {
    if (map.has(record.n)) found.push({ n: record.n, kind: "doubled" });
    map.set(record.n, record);
  }
  return map;
}

/** Every stream of an edge that the cloud knows. */
export async function storedStreams(sql: Sql, edgeId: string): Promise<StreamKey[]> {
  const rows = await sql(
    "SELECT operator_id, lot_id, edge_id, stream, epoch FROM stream WHERE edge_id = $1 ORDER BY stream, epoch",
    [edgeId],
  );
  return rows.map((row) => ({
    operatorId: row.operator_id as string,
    lotId: row.lot_id as string,
    edgeId: row.edge_id as string,
    stream: row.stream as Stream,
    epoch: row.epoch as string,
  }));
}
