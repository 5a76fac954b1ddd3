import type pg from "pg";
import { inTransaction } from "../link/in-transaction.ts";
import { projectVehicles } from "./project-vehicles.ts";

/** Plates of days gone by are kept no longer than somebody may need them. */
const deltasKept = "1 day";
const sessionsKept = "30 days";
const pastAfter = "1 day";
const entriesMax = 2_000;

/** Drops deltas that an edge would rather have a snapshot for, stays that are long over, and grants that have run out. */
export async function forgetOld(pool: pg.Pool): Promise<void> {
  await inTransaction(pool, async (sql) => {
    await sql(
      `UPDATE document d SET deltas_from = GREATEST(d.deltas_from, o.version)
       FROM (SELECT operator_id, lot_id, name, generation, max(version) AS version FROM document_delta
         WHERE created_at < now() - $1::interval GROUP BY 1, 2, 3, 4) o
       WHERE o.operator_id = d.operator_id AND o.lot_id = d.lot_id AND o.name = d.name AND o.generation = d.generation`,
      [deltasKept],
    );
    await sql("DELETE FROM document_delta WHERE created_at < now() - $1::interval", [deltasKept]);
    await sql("DELETE FROM lot_session WHERE ended_at < now() - $1::interval", [sessionsKept]);
  });
  let isMore = true;
  while (isMore) {
    isMore = await inTransaction(pool, async (sql) => {
      const rows = await sql(
        `UPDATE vehicle_entry SET is_past = true WHERE (operator_id, lot_id, id) IN (
           SELECT operator_id, lot_id, id FROM vehicle_entry
           WHERE NOT is_past AND valid_until < now() - $1::interval LIMIT $2 FOR UPDATE)
         RETURNING operator_id AS "operatorId", lot_id AS "lotId", plate_text AS plate`,
        [pastAfter, entriesMax],
      );
      const lots = new Map<string, { operatorId: string; lotId: string; plates: string[] }>();
      for (const { operatorId, lotId, plate } of rows as { operatorId: string; lotId: string; plate: string }[]) {
        const lot = lots.get(`${operatorId}/${lotId}`) ?? { operatorId, lotId, plates: [] };
        lot.plates.push(plate);
        lots.set(`${operatorId}/${lotId}`, lot);
      }
      for (const { plates, ...lot } of lots.values()) await projectVehicles(sql, lot, plates, { isForced: true });
      return rows.length === entriesMax;
    });
  }
}
