import type { Opinion } from "./check-passage.ts";
import { notifyPassages } from "./notify-passages.ts";
import type { PassageKey } from "./passage-row.ts";
import { type Anomaly, raiseAnomalies } from "./raise-anomaly.ts";
import type { Sql } from "./sql.ts";

export type WrittenOpinion = { readonly key: PassageKey; readonly edgeId: string; readonly opinion: Opinion };

/** Keeps what the cloud found when it decided passages again; a difference is an anomaly. */
export async function writeOpinions(sql: Sql, opinions: readonly WrittenOpinion[]): Promise<void> {
  const rows = opinions.map(({ key, opinion }) => ({ ...key, ...opinion }));
  await sql(
    `INSERT INTO second_opinion (operator_id, lot_id, passage_id, verdict, detail)
     SELECT o."operatorId", o."lotId", o."passageId", o.verdict, o.detail
     FROM jsonb_to_recordset($1::jsonb) AS o("operatorId" text, "lotId" text, "passageId" text, verdict text, detail jsonb)
     ON CONFLICT (operator_id, lot_id, passage_id) DO UPDATE
       SET verdict = excluded.verdict, detail = excluded.detail, checked_at = now()`,
    [JSON.stringify(rows)],
  );
  await raiseAnomalies(sql, opinions.flatMap(anomalyOf));
  await notifyPassages(
    sql,
    opinions.map(({ key }) => key),
  );
}

function anomalyOf({ key, edgeId, opinion }: WrittenOpinion): Anomaly[] {
  if (opinion.verdict !== "differ") return [];
  return [{ ...key, edgeId, kind: "differ", key: key.passageId, detail: opinion.detail }];
}
