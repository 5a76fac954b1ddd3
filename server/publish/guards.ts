import * as z from "zod";
import { Prisma } from "#prisma/client/client.ts";
import type { Tx } from "#prisma/db.ts";

/** What can be watched: each is measured on passages, before and since a version is live. */
const guardKinds = ["decideP95", "holdsPerHundred", "revenuePerExit"] as const;
type GuardKind = (typeof guardKinds)[number];

/** `worsePercent`: by how much it may differ from the days before. Revenue counts in both directions. */
export const guardsSchema = z
  .array(z.object({ kind: z.enum(guardKinds), worsePercent: z.int().min(1).max(1_000) }))
  .max(guardKinds.length)
  .refine((guards) => new Set(guards.map(({ kind }) => kind)).size === guards.length, "a guard stands once");
export type Guards = z.infer<typeof guardsSchema>;

/** One guard as measured. `value` and `baseline` are null while there are too few passages to say. */
export type GuardReading = {
  readonly kind: GuardKind;
  readonly worsePercent: number;
  readonly value: number | null;
  readonly baseline: number | null;
  readonly failed: boolean;
};

/** Fewer passages than this say nothing. */
const passagesMin = 20;
/** What is ordinary: the week before. */
const baselineMs = 7 * 86_400_000;
/** Two holds among a hundred cars more than before are chance where there were none. */
const holdsSlack = 2;

export type LiveSince = { readonly lotId: string; readonly since: Date };
type Measured = {
  n: number;
  exits: number;
  decideP95: number | null;
  holdsPerHundred: number | null;
  revenuePerExit: number | null;
};

/** Measures guards over the passages of lots since their version went live, against the week before. */
export async function readGuards(
  tx: Tx,
  operatorId: string,
  { guards, lots, now }: { guards: Guards; lots: readonly LiveSince[]; now: Date },
): Promise<GuardReading[]> {
  if (guards.length === 0 || lots.length === 0) return [];
  const since = await measure(
    tx,
    operatorId,
    lots.map(({ lotId, since }) => ({ lotId, from: since, to: now })),
  );
  const before = await measure(
    tx,
    operatorId,
    lots.map(({ lotId, since }) => ({ lotId, from: new Date(since.getTime() - baselineMs), to: since })),
  );
  return guards.map((guard) => judge(guard, since, before));
}

async function measure(
  tx: Tx,
  operatorId: string,
  spans: { lotId: string; from: Date; to: Date }[],
): Promise<Measured> {
  const [row] = await tx.$queryRaw<Measured[]>`
    SELECT count(*)::int AS n,
           (count(*) FILTER (WHERE p.direction = 'exit'))::int AS exits,
           percentile_cont(0.95) WITHIN GROUP (ORDER BY p.decide_ms) AS "decideP95",
           (100.0 * count(*) FILTER (WHERE p.decision = 'hold') / nullif(count(*), 0))::float8 AS "holdsPerHundred",
           (avg(coalesce(p.fee_minor, 0)) FILTER (WHERE p.direction = 'exit'))::float8 AS "revenuePerExit"
    FROM passage p
    JOIN jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) AS s("lotId" text, "from" timestamptz, "to" timestamptz)
      ON p.lot_id = s."lotId" AND p.at >= s."from" AND p.at < s."to"
    WHERE p.operator_id = ${operatorId} AND p.lot_id IN (${Prisma.join(spans.map(({ lotId }) => lotId))})`;
  return row!;
}

function judge({ kind, worsePercent }: Guards[number], since: Measured, before: Measured): GuardReading {
  const enough = (measured: Measured) => (kind === "revenuePerExit" ? measured.exits : measured.n) >= passagesMin;
  const value = enough(since) ? since[kind] : null;
  const baseline = enough(before) ? before[kind] : null;
  const failed = value !== null && baseline !== null && isWorse(kind, { value, baseline, share: worsePercent / 100 });
  return { kind, worsePercent, value, baseline, failed };
}

function isWorse(kind: GuardKind, { value, baseline, share }: { value: number; baseline: number; share: number }) {
  if (kind === "revenuePerExit") return Math.abs(value - baseline) > baseline * share;
  if (kind === "holdsPerHundred") return value > baseline * (1 + share) + holdsSlack;
  return value > baseline * (1 + share);
}
