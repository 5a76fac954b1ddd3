import type { Stream } from "#contracts/names.ts";
import { type Held, rangesSchema } from "#contracts/ranges.ts";
import { type EpochOpen, epochOpenSchema } from "#contracts/record.ts";
import type { Sql } from "./sql.ts";

export type EdgeIdentity = { readonly operatorId: string; readonly lotId: string; readonly edgeId: string };
export type StreamKey = EdgeIdentity & { readonly stream: Stream; readonly epoch: string };

export type StreamRow = StreamKey & {
  readonly open: EpochOpen | null;
  readonly held: Held;
  readonly markHash: string | null;
  readonly lastSaid: number;
};

export function streamName(key: Pick<StreamKey, "edgeId" | "stream" | "epoch">): string {
  return `${key.edgeId}/${key.stream}/${key.epoch}`;
}

const columns = (keys: readonly StreamKey[]) => [
  keys.map((key) => key.operatorId),
  keys.map((key) => key.lotId),
  keys.map((key) => key.edgeId),
  keys.map((key) => key.stream),
  keys.map((key) => key.epoch),
];
const keyTable = `unnest($1::text[], $2::text[], $3::text[], $4::bpchar[], $5::bpchar[])
  AS k(operator_id, lot_id, edge_id, stream, epoch)`;
const sameKey = `s.operator_id = k.operator_id AND s.lot_id = k.lot_id AND s.edge_id = k.edge_id
  AND s.stream = k.stream AND s.epoch = k.epoch`;

/**
 * Locks the rows of these streams until the transaction ends, making those that are missing. The row lock is what orders
 * the ingest of a stream; rows are always locked in the order of their keys, so that two batches cannot wait for each other.
 */
export async function lockStreams(sql: Sql, keys: readonly StreamKey[]): Promise<Map<string, StreamRow>> {
  const wanted = new Map(keys.map((key) => [streamName(key), key]));
  const rows = await selectForUpdate(sql, [...wanted.values()]);
  const absent = [...wanted].filter(([name]) => !rows.has(name)).map(([, key]) => key);
  if (absent.length === 0) return rows;
  await sql(
    `INSERT INTO stream (operator_id, lot_id, edge_id, stream, epoch)
     SELECT k.operator_id, k.lot_id, k.edge_id, k.stream, k.epoch FROM ${keyTable} ORDER BY 1, 2, 3, 4, 5
     ON CONFLICT DO NOTHING`,
    columns(absent),
  );
  return selectForUpdate(sql, [...wanted.values()]);
}

async function selectForUpdate(sql: Sql, keys: readonly StreamKey[]): Promise<Map<string, StreamRow>> {
  const rows = await sql(
    `SELECT s.operator_id, s.lot_id, s.edge_id, s.stream, s.epoch, s.open, s.mark::text AS mark, s.have, s.mark_hash,
       s.last_said::text AS last_said
     FROM stream s JOIN ${keyTable} ON ${sameKey}
     ORDER BY s.operator_id, s.lot_id, s.edge_id, s.stream, s.epoch
     FOR UPDATE OF s`,
    columns(keys),
  );
  const found = rows.map(readStreamRow).map((row) => [streamName(row), row] as const);
  return new Map(found);
}

/** A stream's row as it is, without a lock; null when there is none. */
export async function readStream(sql: Sql, key: StreamKey): Promise<StreamRow | null> {
  const rows = await sql(
    `SELECT s.operator_id, s.lot_id, s.edge_id, s.stream, s.epoch, s.open, s.mark::text AS mark, s.have, s.mark_hash,
       s.last_said::text AS last_said
     FROM stream s JOIN ${keyTable} ON ${sameKey}`,
    columns([key]),
  );
  return rows[0] ? readStreamRow(rows[0]) : null;
}

/** A row of `stream`, selected with `mark` and `last_said` as text. */
export function readStreamRow(row: Record<string, unknown>): StreamRow {
  return {
    operatorId: row.operator_id as string,
    lotId: row.lot_id as string,
    edgeId: row.edge_id as string,
    stream: row.stream as Stream,
    epoch: row.epoch as string,
    open: row.open === null ? null : epochOpenSchema.parse(row.open),
    held: { mark: Number(row.mark), have: rangesSchema.parse(row.have) },
    markHash: row.mark_hash as string | null,
    lastSaid: Number(row.last_said),
  };
}

/** Writes back rows that were locked in this transaction. */
export async function saveStreams(sql: Sql, rows: readonly StreamRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql(
    `UPDATE stream s SET open = v.open, mark = v.mark, have = v.have, mark_hash = v.mark_hash,
       last_said = v.last_said, updated_at = now()
     FROM unnest($1::text[], $2::text[], $3::text[], $4::bpchar[], $5::bpchar[], $6::jsonb[], $7::bigint[], $8::jsonb[],
       $9::bpchar[], $10::bigint[])
       AS v(operator_id, lot_id, edge_id, stream, epoch, open, mark, have, mark_hash, last_said)
     WHERE s.operator_id = v.operator_id AND s.lot_id = v.lot_id AND s.edge_id = v.edge_id
       AND s.stream = v.stream AND s.epoch = v.epoch`,
    [
      ...columns(rows),
      rows.map((row) => row.open && JSON.stringify(row.open)),
      rows.map((row) => row.held.mark),
      rows.map((row) => JSON.stringify(row.held.have)),
      rows.map((row) => row.markHash),
      rows.map((row) => row.lastSaid),
    ],
  );
}
