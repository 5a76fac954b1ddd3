import type { Report } from "#contracts/messages.ts";
import type { Sql } from "../report/sql.ts";
import type { EdgeIdentity } from "../report/stream-rows.ts";
import { log } from "./log.ts";

type Step = Report["step"];

/** Steps only go forward: a report that comes late or twice changes nothing. */
const stepsBefore: Record<Step, readonly string[]> = {
  downloaded: ["waiting", "sent"],
  checked: ["waiting", "sent", "downloaded"],
  live: ["waiting", "sent", "downloaded", "checked"],
  refused: ["waiting", "sent", "downloaded", "checked"],
};

/** Notes how far an edge is with what it should run: its step in the rollout of that generation. */
export async function noteReport(sql: Sql, edge: EdgeIdentity, report: Report): Promise<void> {
  const changed = await sql(
    `UPDATE rollout_edge e SET step = $5::rollout_step, reason = $6::jsonb,
       downloaded_at = CASE WHEN $5 = 'refused' THEN downloaded_at ELSE coalesce(downloaded_at, now()) END,
       checked_at = CASE WHEN $5 IN ('checked', 'live') THEN coalesce(checked_at, now()) ELSE checked_at END,
       live_at = CASE WHEN $5 = 'live' THEN now() ELSE live_at END,
       refused_at = CASE WHEN $5 = 'refused' THEN now() ELSE refused_at END
     FROM rollout r JOIN bundle b ON b.operator_id = r.operator_id AND b.lot_id = r.lot_id AND b.number = r.number
     WHERE e.operator_id = $1 AND e.lot_id = $2 AND e.edge_id = $3 AND e.generation = $4::integer
       AND e.step::text = ANY($7::text[])
       AND r.operator_id = e.operator_id AND r.lot_id = e.lot_id AND r.id = e.rollout_id AND b.sha256 = $8::bpchar
     RETURNING e.rollout_id`,
    [
      edge.operatorId,
      edge.lotId,
      edge.edgeId,
      report.generation,
      report.step,
      report.reason && JSON.stringify(report.reason),
      stepsBefore[report.step],
      report.sha256,
    ],
  );
  if (changed.length === 0) return;
  const { operatorId, lotId, edgeId } = edge;
  const rolloutId = changed[0]!.rollout_id as string;
  log.info({ edgeId, rolloutId, generation: report.generation, step: report.step }, "rollout step");
  if (report.step === "live") await replaceOlder(sql, edge, report.generation);
  await sql("SELECT pg_notify('liftgate_rollout', $1)", [JSON.stringify({ operatorId, lotId, rolloutId, edgeId })]);
}

/** Notes that an edge runs a bundle, from any message that says so. */
export async function noteLive(
  sql: Sql,
  edge: EdgeIdentity,
  bundle: { generation: number; sha256: string; number: number },
): Promise<void> {
  await noteReport(sql, edge, { v: 1, ...bundle, step: "live", reason: null, at: 0 });
}

/** An older generation that never got live on this edge never will. */
async function replaceOlder(sql: Sql, edge: EdgeIdentity, generation: number): Promise<void> {
  await sql(
    `UPDATE rollout_edge SET step = 'replaced' WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3
       AND generation < $4::integer AND step IN ('waiting', 'sent', 'downloaded', 'checked')`,
    [edge.operatorId, edge.lotId, edge.edgeId, generation],
  );
}
