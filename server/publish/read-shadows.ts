import * as z from "zod";
import type { Draft } from "#engine/model/draft.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { readUnmet } from "./may-go-live.ts";

const shadowsMax = 20;
export const trialInput = z.object({ trialId: z.uuid() });
export const differencesInput = z.object({ trialId: z.uuid(), limit: z.int().min(1).max(1_000).default(50) });

const counted = ["evaluated", "different", "failed", "skipped"] as const;
type Counts = Record<(typeof counted)[number], number>;

/** The lot's newest shadows, and what they have counted. */
export async function readShadows({ db, lot: { operatorId, lotId } }: LotContext<"rollout.read">) {
  const trials = await db.trial.findMany({
    where: { operatorId, lotId, lanes: { isEmpty: true } },
    include: { edges: true },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: shadowsMax,
  });
  return trials.map(({ id, number, note, startedName, startedAt, endedAt, ending, edges }) => ({
    ...{ id, number, note, startedName, startedAt, endedAt },
    ending: ending as "stopped" | "madeLive" | "replaced" | null,
    counts: sum(edges),
  }));
}

/** One shadow: how far each edge is with it, and what they have counted. */
export async function readShadow(
  { db, actor, lot: { operatorId, lotId } }: LotContext<"rollout.read">,
  { trialId }: z.output<typeof trialInput>,
) {
  const trial = await db.trial.findUnique({
    where: { operatorId_lotId_id: { operatorId, lotId, id: trialId } },
    include: {
      bundle: { select: { sha256: true, draft: true } },
      edges: { include: { edge: { select: { name: true, state: { select: { online: true } } } } } },
      _count: { select: { differences: true } },
    },
  });
  if (!trial || trial.lanes.length > 0) throw notFound("shadow");
  const lot = await db.lot.findUniqueOrThrow({
    where: { operatorId_id: { operatorId, id: lotId } },
    select: { liveNumber: true },
  });
  const { id, number, draftRevision, note, startedName, startedAt, endedAt, endedName, ending } = trial;
  const unmet = await readUnmet(db, { operatorId, lotId }, { revision: draftRevision, userId: actor.userId });
  const { tariff } = trial.bundle.draft as unknown as Draft;
  return {
    ...{ id, number, note, startedName, startedAt, endedAt, endedName, unmet },
    ending: ending as "stopped" | "madeLive" | "replaced" | null,
    liveNumber: lot.liveNumber,
    sha256: trial.bundle.sha256,
    currency: tariff.currency,
    counts: sum(trial.edges),
    /** How many of the differences are on the list; edges name the newest only. */
    listed: trial._count.differences,
    edges: trial.edges
      .map(({ edgeId, edge, step, reason, sentAt, downloadedAt, checkedAt, liveAt, saidAt, ...counts }) => ({
        ...{ edgeId, name: edge.name, step, sentAt, downloadedAt, checkedAt, liveAt, saidAt },
        online: edge.state?.online ?? false,
        reason: reason as { code: string; message: string } | null,
        counts: sum([counts]),
      }))
      .sort((a, b) => a.name.localeCompare(b.name, "en")),
  };
}

/** What a shadow would have done otherwise, newest first. */
export async function readDifferences(
  { db, lot: { operatorId, lotId } }: LotContext<"rollout.read">,
  { trialId, limit }: z.output<typeof differencesInput>,
) {
  const trial = await db.trial.findUnique({
    where: { operatorId_lotId_id: { operatorId, lotId, id: trialId } },
    select: { bundle: { select: { draft: true } } },
  });
  if (!trial) throw notFound("shadow");
  const { rules } = (trial.bundle.draft as unknown as Draft).rules;
  const [rows, lanes] = await Promise.all([
    db.trialDifference.findMany({
      where: { operatorId, lotId, trialId },
      orderBy: [{ at: "desc" }, { passageId: "desc" }],
      take: limit + 1,
    }),
    db.lane.findMany({ where: { operatorId, lotId }, select: { id: true, name: true } }),
  ]);
  const nameOf = new Map(lanes.map((lane) => [lane.id, lane.name]));
  return {
    isMore: rows.length > limit,
    rows: rows.slice(0, limit).map(({ operatorId: _o, lotId: _l, trialId: _t, feeBefore, feeAfter, ...row }) => ({
      ...row,
      laneName: nameOf.get(row.laneId) ?? null,
      /** Null: the rule has no name of its own, or no rule decided. */
      ruleAfterName: rules.find(({ id }) => id === row.ruleAfter)?.name ?? null,
      feeBefore: feeBefore === null ? null : Number(feeBefore),
      feeAfter: feeAfter === null ? null : Number(feeAfter),
    })),
  };
}

function sum(edges: readonly Record<(typeof counted)[number], bigint>[]): Counts {
  const of = (kind: (typeof counted)[number]) => edges.reduce((total, edge) => total + Number(edge[kind]), 0);
  return { evaluated: of("evaluated"), different: of("different"), failed: of("failed"), skipped: of("skipped") };
}
