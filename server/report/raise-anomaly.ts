import { randomUUID } from "node:crypto";
import type { Sql } from "./sql.ts";

type AnomalyKind =
  | "fork"
  | "brokenChain"
  | "truncation"
  | "newEpoch"
  | "unreadableRecord"
  | "quarantine"
  | "lateJournal"
  | "journalSetAside"
  | "diskTight"
  | "clockJump"
  | "photosLost"
  | "otherKey"
  | "sessionEndedTwice"
  | "sessionOpenedTwice"
  | "differ";

export type Anomaly = {
  operatorId: string;
  lotId: string;
  edgeId: string | null;
  passageId: string | null;
  kind: AnomalyKind;
  /** The same kind and key again is the same anomaly: it is counted, not repeated. */
  key: string;
  /** What a person needs to look further: ids, serials, digests. No personal data. */
  detail: Readonly<Record<string, unknown>>;
};

/**
 * Raises anomalies. One that is open already is counted and keeps the detail of its first time; one that somebody had
 * resolved opens again with the new detail.
 */
export async function raiseAnomalies(sql: Sql, anomalies: readonly Anomaly[]): Promise<void> {
  if (anomalies.length === 0) return;
  const rows = new Map<string, Anomaly & { id: string; count: number }>();
  for (const anomaly of anomalies) {
    const name = JSON.stringify([anomaly.operatorId, anomaly.lotId, anomaly.kind, anomaly.key]);
    const known = rows.get(name);
    rows.set(name, known ? { ...known, count: known.count + 1 } : { ...anomaly, id: randomUUID(), count: 1 });
  }
  await sql(
    `INSERT INTO anomaly (operator_id, lot_id, id, edge_id, passage_id, kind, key, count, detail)
     SELECT a."operatorId", a."lotId", a.id, a."edgeId", a."passageId", a.kind, a.key, a.count, a.detail
     FROM jsonb_to_recordset($1::jsonb) AS a("operatorId" text, "lotId" text, id uuid, "edgeId" text, "passageId" text,
       kind text, key text, count integer, detail jsonb)
     ORDER BY 1, 2, 6, 7
     ON CONFLICT (operator_id, lot_id, kind, key) DO UPDATE
       SET count = anomaly.count + excluded.count, last_at = now(), resolved_at = NULL,
         detail = CASE WHEN anomaly.resolved_at IS NULL THEN anomaly.detail ELSE excluded.detail END,
         passage_id = CASE WHEN anomaly.resolved_at IS NULL THEN anomaly.passage_id ELSE excluded.passage_id END`,
    [JSON.stringify([...rows.values()])],
  );
  const edges = [...rows.values()].map(({ operatorId, lotId, edgeId }) =>
    JSON.stringify({ operatorId, lotId, edgeId }),
  );
  await sql("SELECT pg_notify('liftgate_edge', payload) FROM unnest($1::text[]) AS payload", [[...new Set(edges)]]);
}
