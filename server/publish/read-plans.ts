import * as z from "zod";
import type { RolloutPlan } from "#prisma/client/client.ts";
import type { Db } from "#prisma/db.ts";
import type { LotsContext, OperatorContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { type Guards, readGuards } from "./guards.ts";
import { onFailureSchema, readProblem } from "./plan-problem.ts";

const plansMax = 50;
export const planInput = z.object({ planId: z.uuid() });

/** The newest plans that concern lots that the person sees. */
export async function readPlans({ db, lots }: LotsContext<"rollout.read">) {
  const visible = lots.map(({ operatorId, lotId }) => ({ operatorId, lotId }));
  if (visible.length === 0) return [];
  const plans = await db.rolloutPlan.findMany({
    where: { lots: { some: { OR: visible } } },
    include: { lots: { select: { lotId: true, wave: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: plansMax,
  });
  return plans.map(({ id, operatorId, state, startAt, note, wave, startedName, createdAt, lots: planned }) => ({
    ...{ id, operatorId, state, startAt, note, wave, startedName, createdAt },
    lots: planned.length,
    waves: wavesOf(planned),
  }));
}

/** One plan: each lot and edge of each wave, and what the guards measure now. */
export async function readPlan(
  { db, operator }: OperatorContext<"rollout.read">,
  { planId }: z.output<typeof planInput>,
) {
  const { operatorId } = operator;
  const names = new Map(operator.lots.map((lot) => [lot.lotId, lot]));
  const plan = await db.rolloutPlan.findUnique({
    where: { operatorId_id: { operatorId, id: planId } },
    include: { lots: { orderBy: [{ wave: "asc" }, { lotId: "asc" }] } },
  });
  if (!plan || plan.lots.some(({ lotId }) => !names.has(lotId))) throw notFound("rollout plan");
  const begun = plan.lots.flatMap(({ rolloutId }) => (rolloutId ? [rolloutId] : []));
  const steps = await db.rolloutEdge.findMany({
    where: { operatorId, rolloutId: { in: begun } },
    include: { edge: { select: { name: true, state: { select: { online: true } } } } },
  });
  const first = await readFirstLane(db, plan);
  const liveLots = plan.lots.flatMap(({ lotId, rolloutId }) => {
    const at = steps.flatMap((step) => (step.rolloutId === rolloutId && step.liveAt ? [step.liveAt.getTime()] : []));
    return at.length > 0 ? [{ lotId, since: new Date(Math.min(...at)) }] : [];
  });
  const guards = plan.guards as Guards;
  const laneSince = first?.edges.flatMap(({ liveAt }) => (liveAt ? [liveAt.getTime()] : [])) ?? [];
  const liveLane =
    first && plan.wave === 0 && laneSince.length > 0
      ? [{ lotId: first.lotId, laneId: first.laneId, since: new Date(Math.min(...laneSince)) }]
      : null;
  const edgesOf = (rolloutId: string | null) =>
    steps
      .filter((step) => rolloutId !== null && step.rolloutId === rolloutId)
      .map(({ edgeId, step, liveAt, edge }) => ({
        ...{ edgeId, step, liveAt, name: edge.name },
        online: edge.state?.online ?? false,
      }));
  const { id, state, startAt, holdMinutes, note, wave, waveLiveAt, startedName, createdAt, finishedAt } = plan;
  return {
    ...{
      id,
      operatorId,
      state,
      startAt,
      holdMinutes,
      onFailure: onFailureSchema.parse(plan.onFailure),
      note,
      wave,
      waveLiveAt,
      startedName,
      createdAt,
      finishedAt,
    },
    problem: readProblem(plan.problem),
    first: first && { ...first, lotName: names.get(first.lotId)!.name },
    waves: wavesOf(plan.lots),
    lots: plan.lots.map(({ lotId, wave: lotWave, number, rolloutId }) => ({
      ...{ lotId, name: names.get(lotId)!.name, wave: lotWave, number, rolloutId },
      edges: edgesOf(rolloutId),
    })),
    guards: await readGuards(db, operatorId, { guards, lots: liveLane ?? liveLots, now: new Date() }),
  };
}

/** The lane that comes before all, with what it tries; null where the plan has none. */
async function readFirstLane(db: Db, plan: RolloutPlan) {
  const { operatorId, firstLotId: lotId, firstLaneId: laneId, trialId } = plan;
  if (lotId === null || laneId === null) return null;
  const [lane, trial] = await Promise.all([
    db.lane.findUnique({ where: { operatorId_lotId_id: { operatorId, lotId, id: laneId } }, select: { name: true } }),
    trialId &&
      db.trial.findUnique({
        where: { operatorId_lotId_id: { operatorId, lotId, id: trialId } },
        include: { edges: { include: { edge: { select: { name: true, state: { select: { online: true } } } } } } },
      }),
  ]);
  const edges = trial ? trial.edges : [];
  return {
    ...{ lotId, laneId, laneName: lane?.name ?? laneId },
    isOver: trial ? trial.endedAt !== null : false,
    edges: edges.map(({ edgeId, step, liveAt, edge }) => ({
      ...{ edgeId, step, liveAt, name: edge.name },
      online: edge.state?.online ?? false,
    })),
  };
}

function wavesOf(lots: readonly { wave: number }[]): number {
  return Math.max(0, ...lots.map(({ wave }) => wave + 1));
}
