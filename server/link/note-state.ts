import type { State, UplinkUse } from "#contracts/messages.ts";
import type { Sql } from "../report/sql.ts";
import type { EdgeIdentity } from "../report/stream-rows.ts";

/** Changes of uplink that are kept for each edge. */
const uplinksKept = 200;

/**
 * Notes an edge's presence. A last will belongs to one connection: when a newer one has said that it is there, the will of
 * the older one, which the broker sends late, says nothing.
 */
export async function noteState(sql: Sql, edge: EdgeIdentity, { online, linkId, uplink }: State): Promise<void> {
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
  if (uplink) await noteUplink(sql, edge, uplink);
  if (changed.length > 0) await sql("SELECT pg_notify('liftgate_edge', $1)", [JSON.stringify(edge)]);
}

/** Every link of one stay on an uplink says the same; only the first is new. */
async function noteUplink(sql: Sql, edge: EdgeIdentity, uplink: UplinkUse): Promise<void> {
  const { operatorId, lotId, edgeId } = edge;
  const added = await sql(
    `INSERT INTO edge_uplink (operator_id, lot_id, edge_id, since, uplink, is_metered, reason, before)
     SELECT $1, $2, $3, $4::timestamptz, $5, $6::boolean, $7, $8
     WHERE $7 <> 'start' OR $5 IS DISTINCT FROM (
       SELECT uplink FROM edge_uplink WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3
       ORDER BY since DESC LIMIT 1)
     ON CONFLICT DO NOTHING RETURNING edge_id`,
    [operatorId, lotId, edgeId, new Date(uplink.since), uplink.id, uplink.isMetered, uplink.reason, uplink.before],
  );
  if (added.length === 0) return;
  await sql(
    `DELETE FROM edge_uplink WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3 AND since < (
       SELECT since FROM edge_uplink WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3
       ORDER BY since DESC OFFSET $4 LIMIT 1)`,
    [operatorId, lotId, edgeId, uplinksKept - 1],
  );
}
