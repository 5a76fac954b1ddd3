import Database from "libsql";
import type pg from "pg";

/** Has every passage in an edge's journal its outcome, and has the cloud committed all of the journal? */
export async function isSettled(journalFile: string, edgeId: string, pool: pg.Pool): Promise<boolean> {
  const journal = new Database(journalFile, { timeout: 5_000 });
  const sql =
    "SELECT (SELECT count(*) FROM open_passage) AS open, (SELECT max(n) FROM record WHERE stream = 'p') AS last";
  const row = journal.prepare(sql).get() as { open: number; last: number };
  journal.close();
  if (row.open > 0) return false;
  const { rows } = await pool.query<{ mark: number }>(
    "SELECT mark::integer AS mark FROM stream WHERE stream = 'p' AND edge_id = $1",
    [edgeId],
  );
  return rows.length === 1 && rows[0]!.mark === row.last;
}
