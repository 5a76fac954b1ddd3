import * as z from "zod";
import type { ReplayResult } from "#engine/replay/replay-result.ts";
import { Prisma } from "#prisma/client/client.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";

const backtestsMax = 20;

const columns = {
  ...{ id: true, draftRevision: true, number: true, fromAt: true, toAt: true, state: true, passagesTotal: true },
  ...{ passagesDone: true, problem: true, createdName: true, createdAt: true, finishedAt: true },
} as const;

/** The lot's newest backtests, without what they found. */
export function readBacktests({ db, lot: { operatorId, lotId } }: LotContext<"draft.read">) {
  return db.backtest.findMany({
    where: { operatorId, lotId },
    select: columns,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: backtestsMax,
  });
}

export const backtestInput = z.object({ id: z.uuid() });

/** One backtest with what it has found so far. */
export async function readBacktest(
  { db, lot: { operatorId, lotId } }: LotContext<"draft.read">,
  { id }: z.output<typeof backtestInput>,
) {
  const row = await db.backtest.findUnique({
    where: { operatorId_lotId_id: { operatorId, lotId, id } },
    select: { ...columns, result: true },
  });
  if (!row) throw notFound("backtest");
  return { ...row, result: row.result as ReplayResult | null };
}

export const backtestChangesInput = backtestInput.extend({
  order: z.enum(["largest", "newest"]).default("largest"),
  offset: z.int().min(0).max(100_000).default(0),
  limit: z.int().min(1).max(1_000).default(100),
});

/** Passages that come out otherwise: by the difference in money, or newest first. */
export async function readBacktestChanges(
  { db, lot: { operatorId, lotId } }: LotContext<"draft.read">,
  { id, order, offset, limit }: z.output<typeof backtestChangesInput>,
) {
  const key = { operatorId, lotId, id };
  if ((await db.backtest.count({ where: key })) === 0) throw notFound("backtest");
  const by =
    order === "newest"
      ? Prisma.sql`c.at DESC, c.passage_id DESC`
      : Prisma.sql`abs(coalesce(c.fee_after, 0) - coalesce(c.fee_before, 0)) DESC, c.at DESC, c.passage_id DESC`;
  const rows = await db.$queryRaw<ChangeRow[]>`
    SELECT c.passage_id AS "passageId", c.at, c.lane_id AS "laneId", l.name AS "laneName", p.plate_text AS "plateText",
           c.decision_before AS "decisionBefore", c.decision_after AS "decisionAfter",
           c.rule_before AS "ruleBefore", c.rule_after AS "ruleAfter",
           c.fee_before::float8 AS "feeBefore", c.fee_after::float8 AS "feeAfter"
    FROM backtest_change c
    LEFT JOIN lane l ON l.operator_id = c.operator_id AND l.lot_id = c.lot_id AND l.id = c.lane_id
    LEFT JOIN passage p ON p.operator_id = c.operator_id AND p.lot_id = c.lot_id AND p.at = c.at
      AND p.passage_id = c.passage_id
    WHERE c.operator_id = ${operatorId} AND c.lot_id = ${lotId} AND c.backtest_id = ${id}::uuid
    ORDER BY ${by}
    LIMIT ${limit + 1}::int OFFSET ${offset}::int`;
  return { rows: rows.slice(0, limit), isMore: rows.length > limit };
}

type ChangeRow = {
  passageId: string;
  at: Date;
  laneId: string;
  laneName: string | null;
  plateText: string | null;
  decisionBefore: string;
  decisionAfter: string;
  ruleBefore: string;
  ruleAfter: string;
  feeBefore: number | null;
  feeAfter: number | null;
};
