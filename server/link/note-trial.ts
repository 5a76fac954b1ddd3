import type { TrialReport } from "#contracts/trial.ts";
import type { Sql } from "../report/sql.ts";
import type { EdgeIdentity } from "../report/stream-rows.ts";
import { log } from "./log.ts";

type Step = TrialReport["step"];

/** Steps only go forward: a report that comes late or twice changes none. */
const stepsBefore: Record<Step, readonly string[]> = {
  downloaded: ["waiting", "sent"],
  checked: ["waiting", "sent", "downloaded"],
  live: ["waiting", "sent", "downloaded", "checked"],
  refused: ["waiting", "sent", "downloaded", "checked"],
};
/** More than anybody reads; the counts go on. */
const differencesMax = 5_000;

/** Notes how far an edge is with a trial, what its shadow counted, and what it would have done otherwise. */
export async function noteTrial(sql: Sql, edge: EdgeIdentity, report: TrialReport): Promise<void> {
  const { operatorId, lotId, edgeId } = edge;
  const { generation, step, reason, counts } = report;
  const changed = await sql(
    `UPDATE trial_edge e SET
       step = CASE WHEN e.step::text = ANY($7::text[]) THEN $5::rollout_step ELSE e.step END,
       reason = CASE WHEN e.step::text = ANY($7::text[]) THEN $6::jsonb ELSE e.reason END,
       downloaded_at = CASE WHEN $5 = 'refused' THEN downloaded_at ELSE coalesce(downloaded_at, now()) END,
       checked_at = CASE WHEN $5 IN ('checked', 'live') THEN coalesce(checked_at, now()) ELSE checked_at END,
       live_at = CASE WHEN $5 = 'live' THEN coalesce(live_at, now()) ELSE live_at END,
       refused_at = CASE WHEN $5 = 'refused' THEN coalesce(refused_at, now()) ELSE refused_at END,
       said_at = now(), evaluated = $9::bigint, different = $10::bigint, failed = $11::bigint, skipped = $12::bigint
     FROM trial t JOIN bundle b ON b.operator_id = t.operator_id AND b.lot_id = t.lot_id AND b.number = t.number
     WHERE e.operator_id = $1 AND e.lot_id = $2 AND e.edge_id = $3 AND e.generation = $4::integer
       AND t.operator_id = e.operator_id AND t.lot_id = e.lot_id AND t.id = e.trial_id AND b.sha256 = $8::bpchar
     RETURNING e.trial_id`,
    [
      ...[operatorId, lotId, edgeId, generation, step, reason && JSON.stringify(reason), stepsBefore[step]],
      ...[report.sha256, counts.evaluated, counts.different, counts.failed, counts.skipped],
    ],
  );
  if (changed.length === 0) return;
  const trialId = changed[0]!.trial_id as string;
  await keepDifferences(sql, edge, trialId, report);
  log.info({ edgeId, trialId, generation, step, evaluated: counts.evaluated }, "trial");
  await sql("SELECT pg_notify('liftgate_rollout', $1)", [
    JSON.stringify({ operatorId, lotId, rolloutId: trialId, edgeId }),
  ]);
}

/** Only passages of the edge that speaks: a device speaks only for itself. */
async function keepDifferences(sql: Sql, edge: EdgeIdentity, trialId: string, report: TrialReport): Promise<void> {
  const own = report.differences.filter(({ passageId }) => passageId.startsWith(`${edge.edgeId}-`));
  if (own.length === 0) return;
  const rows = own.map(({ passageId, laneId, at, before, after }) => ({
    ...{ passage_id: passageId, lane_id: laneId, at: new Date(at).toISOString(), reason_after: after.reason },
    ...{ decision_before: before.decision, rule_before: before.ruleId, fee_before: before.feeMinor },
    ...{ decision_after: after.decision, rule_after: after.ruleId, fee_after: after.feeMinor },
  }));
  await sql(
    `INSERT INTO trial_difference (operator_id, lot_id, trial_id, passage_id, at, lane_id, decision_before,
       decision_after, rule_before, rule_after, reason_after, fee_before, fee_after)
     SELECT $1, $2, $3::uuid, passage_id, at, lane_id, decision_before, decision_after, rule_before, rule_after,
       reason_after, fee_before, fee_after
     FROM jsonb_to_recordset($4::jsonb) AS d(passage_id text, at timestamptz, lane_id text, decision_before text,
       decision_after text, rule_before text, rule_after text, reason_after text, fee_before bigint, fee_after bigint)
     WHERE (SELECT count(*) FROM trial_difference WHERE operator_id = $1 AND lot_id = $2 AND trial_id = $3::uuid) < $5
     ON CONFLICT DO NOTHING`,
    [edge.operatorId, edge.lotId, trialId, JSON.stringify(rows), differencesMax],
  );
}
