import { type PassageKey, type PassageRow, passageRow, type StoredPart } from "./passage-row.ts";
import type { Sql } from "./sql.ts";

/**
 * Computes these passages from their records and writes them, in the caller's transaction. The row is only ever a
 * projection: running it again, in any order, gives the same rows. A passage whose decision was erased loses its row.
 */
export async function projectPassages(sql: Sql, keys: readonly PassageKey[]): Promise<void> {
  if (keys.length === 0) return;
  const parts = await readParts(sql, keys);
  const rows: PassageRow[] = [];
  const without: PassageKey[] = [];
  for (const [name, { key, found }] of parts) {
    const row = passageRow(key, found);
    if (row) rows.push(row);
    else without.push(parts.get(name)!.key);
  }
  await deleteRows(sql, without);
  await writeRows(sql, rows);
}

async function readParts(
  sql: Sql,
  keys: readonly PassageKey[],
): Promise<Map<string, { key: PassageKey; found: StoredPart[] }>> {
  const parts = new Map(keys.map((key) => [nameOf(key), { key, found: [] as StoredPart[] }]));
  const records = await sql(
    `SELECT r.operator_id, r.lot_id, r.passage_id, r.edge_id, r.epoch, r.n::text AS n, r.body, r.personal
     FROM jsonb_to_recordset($1::jsonb) AS k("operatorId" text, "lotId" text, "passageId" text)
     JOIN record r ON r.operator_id = k."operatorId" AND r.lot_id = k."lotId" AND r.passage_id = k."passageId"
     WHERE r.stream = 'p'`,
    [JSON.stringify([...parts.values()].map(({ key }) => key))],
  );
  for (const record of records) {
    const key = { operatorId: record.operator_id, lotId: record.lot_id, passageId: record.passage_id } as PassageKey;
    parts.get(nameOf(key))!.found.push({
      edgeId: record.edge_id as string,
      epoch: record.epoch as string,
      n: Number(record.n),
      body: record.body as Uint8Array | null,
      personal: record.personal as Uint8Array | null,
    });
  }
  return parts;
}

async function deleteRows(sql: Sql, keys: readonly PassageKey[]): Promise<void> {
  if (keys.length === 0) return;
  await sql(
    `DELETE FROM passage p USING jsonb_to_recordset($1::jsonb) AS k("operatorId" text, "lotId" text, "passageId" text)
     WHERE p.operator_id = k."operatorId" AND p.lot_id = k."lotId" AND p.passage_id = k."passageId"`,
    [JSON.stringify(keys)],
  );
}

async function writeRows(sql: Sql, rows: readonly PassageRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql(
    `INSERT INTO passage (operator_id, lot_id, passage_id, at, edge_id, lane_id, direction, basis, decision, rule_id,
       reason, outcome, outcome_at, plate_text, plate_raw, confidence, session_id, entered_at, fee_minor, currency,
       bundle_number, bundle_sha256, flags, decide_ms)
     SELECT p."operatorId", p."lotId", p."passageId", to_timestamp(p.at / 1000.0), p."edgeId", p."laneId",
       p.direction::lane_direction, p.basis, p.decision, p."ruleId", p.reason, p.outcome,
       to_timestamp(p."outcomeAt" / 1000.0), p."plateText", p."plateRaw", p.confidence, p."sessionId",
       to_timestamp(p."enteredAt" / 1000.0), p."feeMinor", p.currency, p."bundleNumber", p."bundleSha256", p.flags,
       p."decideMs"
     FROM jsonb_to_recordset($1::jsonb) AS p("operatorId" text, "lotId" text, "passageId" text, at bigint,
       "edgeId" text, "laneId" text, direction text, basis text, decision text, "ruleId" text, reason text,
       outcome text, "outcomeAt" bigint, "plateText" text, "plateRaw" text, confidence float8, "sessionId" text,
       "enteredAt" bigint, "feeMinor" bigint, currency text, "bundleNumber" integer, "bundleSha256" text,
       flags text[], "decideMs" float8)
     ORDER BY 1, 2, 3
     ON CONFLICT (operator_id, lot_id, at, passage_id) DO UPDATE SET edge_id = excluded.edge_id,
       lane_id = excluded.lane_id, direction = excluded.direction, basis = excluded.basis, decision = excluded.decision,
       rule_id = excluded.rule_id, reason = excluded.reason, outcome = excluded.outcome,
       outcome_at = excluded.outcome_at, plate_text = excluded.plate_text, plate_raw = excluded.plate_raw,
       confidence = excluded.confidence, session_id = excluded.session_id, entered_at = excluded.entered_at,
       fee_minor = excluded.fee_minor, currency = excluded.currency, bundle_number = excluded.bundle_number,
       bundle_sha256 = excluded.bundle_sha256, flags = excluded.flags, decide_ms = excluded.decide_ms`,
    [JSON.stringify(rows)],
  );
}

function nameOf(key: PassageKey): string {
  return `${key.operatorId}/${key.lotId}/${key.passageId}`;
}
