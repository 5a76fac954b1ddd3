import { projectPassages } from "./project-passages.ts";
import type { Sql } from "./sql.ts";

const pageSize = 1_000;

/**
 * Throws away every passage row of a lot and makes them again from its records, in the caller's transaction, which should
 * be `REPEATABLE READ` or have the lot's streams quiet. Returns how many passages the records name.
 */
export async function rebuildPassages(sql: Sql, lot: { operatorId: string; lotId: string }): Promise<number> {
  const { operatorId, lotId } = lot;
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
    after = ids.at(-1)!;
  }
}
