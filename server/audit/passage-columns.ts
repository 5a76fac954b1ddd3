import { Prisma } from "#prisma/client/client.ts";

/** A passage as lists and pages show it. Instants come as milliseconds: a device with a mad clock may name a year that no date text holds. */
export type PassageColumns = {
  operatorId: string;
  lotId: string;
  lotName: string;
  passageId: string;
  atMs: number;
  edgeId: string;
  laneId: string;
  laneName: string;
  direction: "entry" | "exit" | "transfer";
  basis: string;
  decision: string;
  ruleId: string;
  reason: string;
  outcome: string | null;
  outcomeAtMs: number | null;
  plateText: string | null;
  plateRaw: string | null;
  confidence: number | null;
  sessionId: string | null;
  enteredAtMs: number | null;
  feeMinor: number | null;
  currency: string | null;
  bundleNumber: number | null;
  bundleSha256: string | null;
  flags: string[];
  decideMs: number;
  verdict: string | null;
};

/** To be selected from `passage p` with {@link passageJoins}. */
export const passageColumns = Prisma.sql`
  p.operator_id AS "operatorId", p.lot_id AS "lotId", l.name AS "lotName", p.passage_id AS "passageId",
  (extract(epoch FROM p.at) * 1000)::float8 AS "atMs", p.edge_id AS "edgeId", p.lane_id AS "laneId",
  coalesce(n.name, p.lane_id) AS "laneName", p.direction::text, p.basis, p.decision, p.rule_id AS "ruleId", p.reason,
  p.outcome, (extract(epoch FROM p.outcome_at) * 1000)::float8 AS "outcomeAtMs", p.plate_text AS "plateText",
  p.plate_raw AS "plateRaw", p.confidence, p.session_id AS "sessionId",
  (extract(epoch FROM p.entered_at) * 1000)::float8 AS "enteredAtMs", p.fee_minor::float8 AS "feeMinor",
  p.currency::text, p.bundle_number AS "bundleNumber", p.bundle_sha256::text AS "bundleSha256", p.flags,
  p.decide_ms AS "decideMs", s.verdict`;

export const passageJoins = Prisma.sql`
  JOIN lot l ON l.operator_id = p.operator_id AND l.id = p.lot_id
  LEFT JOIN lane n ON n.operator_id = p.operator_id AND n.lot_id = p.lot_id AND n.id = p.lane_id
  LEFT JOIN second_opinion s
    ON s.operator_id = p.operator_id AND s.lot_id = p.lot_id AND s.passage_id = p.passage_id`;

/** The row as a page gets it. */
export function shownPassage({ operatorId: _operator, atMs, outcomeAtMs, enteredAtMs, ...row }: PassageColumns) {
  return { ...row, at: new Date(atMs), outcomeAt: dateOf(outcomeAtMs), enteredAt: dateOf(enteredAtMs) };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
