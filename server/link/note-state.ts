import type { State } from "#contracts/messages.ts";
import type { Sql } from "../report/sql.ts";
import type { EdgeIdentity } from "../report/stream-rows.ts";

/**
 * Notes an edge's presence. A last will belongs to one connection: when a newer one has said that it is there, the will of
 * the older one, which the broker sends late, says nothing.
 */
export async function noteState(sql: Sql, edge: EdgeIdentity, { online, linkId }: State): Promise<void> {
  const changed = await sql(
    `INSERT INTO edge_state AS e (operator_id, lot_id, edge_id, online, link_id, state_at)
     VALUES ($1, $2, $3, $4::boolean, $5, now())
     ON CONFLICT (operator_id, lot_id, edge_id) DO UPDATE
       SET online = excluded.online, link_id = excluded.link_id, state_at = excluded.state_at
       WHERE (e.online, e.link_id) IS DISTINCT FROM (excluded.online, excluded.link_id)
         AND (excluded.online OR e.link_id IS NULL OR e.link_id = excluded.link_id)
     RETURNING edge_id`,
    [edge.operatorId, edge.lotId, edge.edgeId, online, linkId],
  );
  if (changed.length > 0) await sql("SELECT pg_notify('liftgate_edge', $1)", [JSON.stringify(edge)]);
}
