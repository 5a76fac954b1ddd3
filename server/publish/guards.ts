import * as z from "zod";
import { Prisma } from "#prisma/client/client.ts";
import type { Tx } from "#prisma/db.ts";

/** What can be watched: each is measured on passages, before and since a version is live. */
const guardKinds = ["decideP95", "holdsPerHundred", "manualOpensPerHundred", "revenuePerPassage"] as const;
type GuardKind = (typeof guardKinds)[number];

/** `worsePercent`: by how much it may differ from the days before. Revenue counts in both directions. */
export const guardsSchema = z
  .array(z.object({ kind: z.enum(guardKinds), worsePercent: z.int().min(1).max(1_000) }))
  .max(guardKinds.length)
  .refine((guards) => new Set(guards.map(({ kind }) => kind)).size === guards.length, "a guard stands once");
export type Guards = z.infer<typeof guardsSchema>;

/** Between which figures a guard passes; revenue alone has a lower bound, for it counts in both directions. */
const limitsSchema = z.object({ min: z.number().nullable(), max: z.number() });
type GuardLimits = z.output<typeof limitsSchema>;

/** One guard as measured. `value`, `baseline` and `limits` are null while there are too few passages to say. */
export type GuardReading = {
  readonly kind: GuardKind;
  readonly worsePercent: number;
  readonly value: number | null;
  readonly baseline: number | null;
  readonly limits: GuardLimits | null;
  readonly failed: boolean;
};

/** A guard that failed, as it is written into a plan. */
export const failedGuardSchema = z.object({
  kind: z.enum(guardKinds),
  worsePercent: z.number(),
  value: z.number(),
  baseline: z.number(),
  limits: limitsSchema,
});

/** Fewer passages than this say nothing. */
const passagesMin = 20;
/** What is ordinary: the week before. */
const baselineMs = 7 * 86_400_000;
/** Two among a hundred cars more than before are chance where there were none. */
const perHundredSlack = 2;

/** Where a version is live and since when: a whole lot, or one lane of it. */
export type LiveSince = { readonly lotId: string; readonly since: Date; readonly laneId?: string };
type Span = { lotId: string; laneId: string | null; from: Date; to: Date };
type Measured = { n: number } & Record<GuardKind, number | null>;

/** Measures guards over the passages of lots since their version went live, against the week before. */
export async function readGuards(
  tx: Tx,
  operatorId: string,
  { guards, lots, now }: { guards: Guards; lots: readonly LiveSince[]; now: Date },
): Promise<GuardReading[]> {
  if (guards.length === 0 || lots.length === 0) return [];
  const spans = (span: (since: Date) => { from: Date; to: Date }) =>
    lots.map(({ lotId, laneId, since }) => ({ lotId, laneId: laneId ?? null, ...span(since) }));
  const after = await measure(
    tx,
    operatorId,
    spans((since) => ({ from: since, to: now })),
  );
  const before = await measure(
    tx,
    operatorId,
    spans((since) => ({ from: new Date(since.getTime() - baselineMs), to: since })),
  );
  return guards.map((guard) => judge(guard, after, before));
}

async function measure(tx: Tx, operatorId: string, spans: Span[]): Promise<Measured> {
  const lotIds = Prisma.join(spans.map(({ lotId }) => lotId));
  const given = Prisma.sql`jsonb_to_recordset(${JSON.stringify(spans)}::jsonb)
    AS s("lotId" text, "laneId" text, "from" timestamptz, "to" timestamptz)`;
  const [row] = await tx.$queryRaw<Measured[]>`
    WITH opened AS (
      SELECT count(*) AS n
      FROM command c
      JOIN ${given} ON c.lot_id = s."lotId" AND (s."laneId" IS NULL OR c.lane_id = s."laneId")
        AND c.issued_at >= s."from" AND c.issued_at < s."to"
      WHERE c.operator_id = ${operatorId} AND c.lot_id IN (${lotIds}) AND c.op = 'gate.open' AND c.state = 'opened'
    )
    SELECT count(*)::int AS n,
           percentile_cont(0.95) WITHIN GROUP (ORDER BY p.decide_ms) AS "decideP95",
           (100.0 * count(*) FILTER (WHERE p.decision = 'hold') / nullif(count(*), 0))::float8 AS "holdsPerHundred",
           (100.0 * (SELECT n FROM opened) / nullif(count(*), 0))::float8 AS "manualOpensPerHundred",
           (avg(coalesce(p.fee_minor, 0)))::float8 AS "revenuePerPassage"
    FROM passage p
    JOIN ${given} ON p.lot_id = s."lotId" AND (s."laneId" IS NULL OR p.lane_id = s."laneId")
      AND p.at >= s."from" AND p.at < s."to"
    WHERE p.operator_id = ${operatorId} AND p.lot_id IN (${lotIds})`;
  return row!;
}

function judge({ kind, worsePercent }: Guards[number], after: Measured, before: Measured): GuardReading {
  const value = after.n >= passagesMin ? after[kind] : null;
  const baseline = before.n >= passagesMin ? before[kind] : null;
  const limits = baseline === null ? null : limitsOf(kind, baseline, worsePercent / 100);
  const failed =
    value !== null && limits !== null && (value > limits.max || (limits.min !== null && value < limits.min));
  return { kind, worsePercent, value, baseline, limits, failed };
}

function limitsOf(kind: GuardKind, baseline: number, share: number): GuardLimits {
  const max = baseline * (1 + share);
  if (kind === "revenuePerPassage") return { min: baseline * (1 - share), max };
  return { min: null, max: kind === "decideP95" ? max : max + perHundredSlack };
}
