import { wholeStay } from "#contracts/record-body.ts";
import type { RecordedPassage } from "#engine/replay/recorded-passage.ts";
import { readPersonal, readRecordBody } from "#server/report/read-record.ts";
import type { Sql } from "#server/report/sql.ts";
import { BadInputError } from "./bad-input-error.ts";
import type { OperatorDatabase } from "./operator-database.ts";

const pageSize = 500;

/** The decision records of a lot in the cloud's database, in the order of their edges' journals, a page at a time. */
export async function* storedPassages(transaction: OperatorDatabase, lotId: string): AsyncGenerator<RecordedPassage> {
  const [lot] = await transaction((sql) => sql("SELECT id FROM lot WHERE id = $1", [lotId]));
  if (!lot) throw new BadInputError([`--lot: there is no lot ${lotId} in this database`]);
  let after: readonly unknown[] = ["", "", 0];
  for (;;) {
    const rows = await transaction((sql) => readPage(sql, lotId, after));
    for (const row of rows) {
      const place = { edgeId: row.edge_id as string, lotId, epoch: row.epoch as string, n: Number(row.n) };
      const read = readRecordBody(place, row.body as Uint8Array);
      if (!("body" in read) || read.body.kind !== "decision") continue;
      const personal = readPersonal(row.personal as Uint8Array | null);
      const body = { ...read.body, stay: wholeStay(read.body.stay, personal) };
      yield { body, personalFacts: personal?.facts ?? null };
    }
    const last = rows.at(-1);
    if (!last) return;
    after = [last.edge_id, last.epoch, last.n];
  }
}

function readPage(sql: Sql, lotId: string, after: readonly unknown[]) {
  return sql(
    `SELECT edge_id, epoch, n::text AS n, body, personal FROM record
     WHERE lot_id = $1 AND stream = 'p' AND body IS NOT NULL AND (edge_id, epoch, n) > ($2, $3::bpchar, $4::bigint)
     ORDER BY edge_id, epoch, record.n LIMIT $5::integer`,
    [lotId, ...after, pageSize],
  );
}
