import { projectPassages } from "./project-passages.ts";
import { readRecordBody } from "./read-record.ts";
import type { Sql } from "./sql.ts";

type LotKey = { operatorId: string; lotId: string };

const pageSize = 1_000;

/**
 * Throws away every passage row of a lot and makes them again from its records, in the caller's transaction, which should
 * have the lot's streams quiet. Records that could not be read when they came are tried again: this version may know more.
 * Returns how many passages the records name; `onProgress` hears after each page how many it has been so far.
 */
export async function rebuildPassages(
  sql: Sql,
  { operatorId, lotId }: LotKey,
  onProgress: (count: number) => void = () => undefined,
): Promise<number> {
  await readUnread(sql, { operatorId, lotId });
  await sql("DELETE FROM passage WHERE operator_id = $1 AND lot_id = $2", [operatorId, lotId]);
  let count = 0;
  let after = "";
  for (;;) {
    const page = await sql(
      `SELECT DISTINCT passage_id FROM record
       WHERE operator_id = $1 AND lot_id = $2 AND passage_id > $3 ORDER BY passage_id LIMIT $4::integer`,
      [operatorId, lotId, after, pageSize],
    );
    const ids = page.map((row) => row.passage_id as string);
    if (ids.length === 0) return count;
    await projectPassages(
      sql,
      ids.map((passageId) => ({ operatorId, lotId, passageId })),
    );
    count += ids.length;
    onProgress(count);
    after = ids.at(-1)!;
  }
}

/** Finds the passage of records that have none. Their bytes stay untouched; which passage they belong to is our reading. */
async function readUnread(sql: Sql, { operatorId, lotId }: LotKey): Promise<void> {
  let after: readonly unknown[] = ["", "", 0];
  for (;;) {
    const page = await sql(
      `SELECT edge_id, epoch, n::text AS n, body FROM record
       WHERE operator_id = $1 AND lot_id = $2 AND stream = 'p' AND passage_id IS NULL AND body IS NOT NULL
         AND (edge_id, epoch, n) > ($3, $4::bpchar, $5::bigint)
       ORDER BY edge_id, epoch, record.n LIMIT $6::integer`,
      [operatorId, lotId, ...after, pageSize],
    );
    for (const row of page) {
      const place = { edgeId: row.edge_id as string, lotId, epoch: row.epoch as string, n: Number(row.n) };
      const read = readRecordBody(place, row.body as Uint8Array);
      if ("problem" in read) continue;
      await sql(
        `UPDATE record SET passage_id = $6 WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3 AND stream = 'p'
           AND epoch = $4::bpchar AND n = $5::bigint`,
        [operatorId, lotId, place.edgeId, place.epoch, place.n, read.body.passageId],
      );
    }
    const last = page.at(-1);
    if (!last) return;
    after = [last.edge_id, last.epoch, last.n];
  }
}
