import type { Telemetry } from "#contracts/messages.ts";
import type { Sql } from "../report/sql.ts";
import type { EdgeIdentity } from "../report/stream-rows.ts";
import { noteLive } from "./note-report.ts";

/** Notes how an edge is doing; the newest counts. It also says which bundle is live, in case the report of it got lost. */
export async function noteTelemetry(sql: Sql, edge: EdgeIdentity, telemetry: Telemetry): Promise<void> {
  await sql(
    `INSERT INTO edge_state AS e (operator_id, lot_id, edge_id, telemetry, telemetry_at) VALUES ($1, $2, $3, $4::jsonb, now())
     ON CONFLICT (operator_id, lot_id, edge_id) DO UPDATE
       SET telemetry = excluded.telemetry, telemetry_at = excluded.telemetry_at,
         -- one that was called silent is there after all
         online = e.online OR (e.link_id IS NULL AND e.state_at IS NOT NULL)`,
    [edge.operatorId, edge.lotId, edge.edgeId, JSON.stringify(telemetry)],
  );
  if (telemetry.bundle) await noteLive(sql, edge, telemetry.bundle);
  await sql("SELECT pg_notify('liftgate_edge', $1)", [JSON.stringify(edge)]);
}
