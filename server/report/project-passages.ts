import {
  onlyOutcome,
  type PassageKey,
  type PassageOutcome,
  type PassageRow,
  passageRow,
  type StoredPart,
} from "./passage-row.ts";
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

/** Records of one passage that have just been stored, and whether others of it were stored before them. */
export type ArrivedPassage = { key: PassageKey; parts: StoredPart[]; isKnown: boolean };

/**
 * The same for passages of which records have just arrived: what those say need not be read back. One that is new is
 * made of them alone, one that only gets its outcome is given it; every other is computed anew.
 */
export async function projectArrivals(sql: Sql, arrived: readonly ArrivedPassage[]): Promise<void> {
  const rows: PassageRow[] = [];
  const outcomes: PassageOutcome[] = [];
  const others = new Map<string, PassageKey>();
  for (const { key, parts, isKnown } of arrived) {
    const row = isKnown ? null : passageRow(key, parts);
    const outcome = isKnown ? onlyOutcome(key, parts) : null;
    if (row !== null) rows.push(row);
    else if (outcome !== null) outcomes.push(outcome);
    if (isKnown) others.set(nameOf(key), key);
  }
  await writeRows(sql, rows);
  for (const done of await writeOutcomes(sql, outcomes)) others.delete(nameOf(done));
  await projectPassages(sql, [...others.values()]);
}

/** Which of these passages have records already. */
export async function knownPassages(sql: Sql, keys: readonly PassageKey[]): Promise<(key: PassageKey) => boolean> {
  if (keys.length === 0) return () => false;
  const rows = await sql(
    `SELECT DISTINCT r.operator_id, r.lot_id, r.passage_id
     FROM unnest($1::text[], $2::text[], $3::text[]) AS k(operator_id, lot_id, passage_id)
     JOIN record r ON r.operator_id = k.operator_id AND r.lot_id = k.lot_id AND r.passage_id = k.passage_id`,
    [keys.map(({ operatorId }) => operatorId), keys.map(({ lotId }) => lotId), keys.map(({ passageId }) => passageId)],
  );
  const known = new Set(
    rows.map((row) =>
      nameOf({ operatorId: row.operator_id, lotId: row.lot_id, passageId: row.passage_id } as PassageKey),
    ),
  );
  return (key) => known.has(nameOf(key));
}

/** Writes outcomes into rows that have none yet; returns the passages of those rows. */
async function writeOutcomes(sql: Sql, outcomes: readonly PassageOutcome[]): Promise<PassageKey[]> {
  if (outcomes.length === 0) return [];
  // a car passes soon after its decision, so only the partitions around its outcome are looked into
  const rows = await sql(
    `UPDATE passage p SET outcome = o.outcome, outcome_at = to_timestamp(o."outcomeAt" / 1000.0),
       flags = p.flags || ARRAY(SELECT flag FROM unnest(o.flags) AS flag WHERE flag <> ALL (p.flags))
     FROM jsonb_to_recordset($1::jsonb) AS o("operatorId" text, "lotId" text, "passageId" text, outcome text,
       "outcomeAt" bigint, flags text[])
     WHERE p.operator_id = o."operatorId" AND p.lot_id = o."lotId" AND p.passage_id = o."passageId"
       AND p.at BETWEEN to_timestamp(o."outcomeAt" / 1000.0) - interval '1 day'
         AND to_timestamp(o."outcomeAt" / 1000.0) + interval '1 day'
       AND p.outcome IS NULL
     RETURNING p.operator_id, p.lot_id, p.passage_id`,
    [JSON.stringify(outcomes)],
  );
  return rows.map(
    (row) => ({ operatorId: row.operator_id, lotId: row.lot_id, passageId: row.passage_id }) as PassageKey,
  );
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
