import type { SigningKey } from "#contracts/signature.ts";
import { Prisma, type RolloutPlan, type RolloutPlanLot } from "#prisma/client/client.ts";
import type { Db, Tx } from "#prisma/db.ts";
import type { Actor } from "../identity/access.ts";
import { type Guards, type LiveSince, readGuards } from "./guards.ts";
import { lockLot } from "./lock-lot.ts";
import { notifyPlan } from "./notify-plan.ts";
import { onFailureSchema, type PlanProblem, readProblem } from "./plan-problem.ts";
import { startRollout } from "./start-rollout.ts";
import { endTrial, startTrial } from "./start-trial.ts";

type Plan = RolloutPlan & { lots: RolloutPlanLot[] };

const minuteMs = 60_000;
const batchMax = 50;
/** So many lots begin, or go back, at once, so that no transaction is long and none waits for all the others' locks. */
const lotsAtOnce = 10;
const transaction = { timeout: 60_000, maxWait: 10_000 };

/** Takes every plan that runs, or should by now, one step on. Several processes may do so at once. */
export async function advancePlans(db: Db, key: SigningKey, now: Date): Promise<void> {
  const due = await db.rolloutPlan.findMany({
    where: {
      OR: [
        { state: "running" },
        { state: "scheduled", startAt: { lte: now } },
        { state: "rolledBack", finishedAt: null },
      ],
    },
    select: { operatorId: true, id: true },
    orderBy: { startAt: "asc" },
    take: batchMax,
  });
  for (const { operatorId, id } of due) {
    while (await advanceOnce(db, key, { operatorId, id, now }));
  }
}

/** One step of one plan; true while there are more lots to which it comes now. */
function advanceOnce(db: Db, key: SigningKey, at: { operatorId: string; id: string; now: Date }): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const plan = await lockPlan(tx, at.operatorId, at.id);
    return plan ? advance(tx, key, plan, at.now) : false;
  }, transaction);
}

/** Takes the plan's row lock; null when another process holds it or the plan is gone. */
async function lockPlan(tx: Tx, operatorId: string, id: string): Promise<Plan | null> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM rollout_plan WHERE operator_id = ${operatorId} AND id = ${id}::uuid FOR UPDATE SKIP LOCKED`;
  if (locked.length === 0) return null;
  return tx.rolloutPlan.findUnique({ where: { operatorId_id: { operatorId, id } }, include: { lots: true } });
}

async function advance(tx: Tx, key: SigningKey, plan: Plan, now: Date): Promise<boolean> {
  if (plan.state === "scheduled") return startWave(tx, key, plan, { wave: 0 });
  if (plan.state === "rolledBack" && plan.finishedAt === null) return goBack(tx, key, plan, plan.back as Back);
  if (plan.state !== "running") return false;
  if (lotsToBegin(plan).length > 0) return startWave(tx, key, plan, { wave: plan.wave });
  await watchWave(tx, key, plan, now);
  return false;
}

async function watchWave(tx: Tx, key: SigningKey, plan: Plan, now: Date): Promise<void> {
  const standing = await readStanding(tx, plan);
  const looked = isSettled(plan);
  if (standing.laneEnded && !looked) return change(tx, plan, { state: "paused", problem: { kind: "laneEnded" } });
  if (standing.refused.length > 0 && !looked) return fail(tx, key, plan, { kind: "refused", lots: standing.refused });
  const guards = looked ? [] : (plan.guards as Guards);
  const readings = await readGuards(tx, plan.operatorId, { guards, lots: standing.live, now });
  const failed = readings.flatMap(({ kind, worsePercent, value, baseline, limits, failed }) =>
    failed && value !== null && baseline !== null && limits !== null
      ? [{ kind, worsePercent, value, baseline, limits }]
      : [],
  );
  if (failed.length > 0) return fail(tx, key, plan, { kind: "guard", readings: failed });
  if (!standing.waveReady) return;
  const waveLiveAt = plan.waveLiveAt ?? now;
  if (!plan.waveLiveAt) await change(tx, plan, { waveLiveAt });
  // The last wave is held, too: its guards are watched as long as those of the others.
  if (waveLiveAt.getTime() + plan.holdMinutes * minuteMs > now.getTime()) return;
  const wavesTotal = Math.max(...plan.lots.map(({ wave }) => wave)) + 1;
  if (plan.wave + 1 < wavesTotal) {
    await startWave(tx, key, plan, { wave: plan.wave + 1 });
    return;
  }
  // Done is what every edge confirmed: one that is away keeps the plan running.
  if (standing.allLive) await change(tx, plan, { state: "done", finishedAt: now });
}

/** The lots of the wave that runs in which it has not begun. */
function lotsToBegin({ wave, lots }: Pick<Plan, "wave" | "lots">): RolloutPlanLot[] {
  return lots.filter((lot) => lot.wave === wave && lot.rolloutId === null).sort(byLot);
}

/** Begins a wave, in some of its lots where it has many; true when others are left. */
async function startWave(tx: Tx, key: SigningKey, plan: Plan, { wave }: { wave: number }): Promise<boolean> {
  const actor = { userId: plan.startedById, name: plan.startedName, email: "" };
  const begun = { state: "running", wave, waveLiveAt: null, problem: Prisma.DbNull } as const;
  if (wave === 0 && plan.firstLaneId !== null) {
    const trialId = await startLane(tx, actor, key, plan);
    await change(tx, plan, { ...begun, trialId });
    return false;
  }
  const waiting = lotsToBegin({ wave, lots: plan.lots });
  for (const { lotId, number } of waiting.slice(0, lotsAtOnce)) {
    const { operatorId, id: planId, note } = plan;
    const lot = await lockLot(tx, { operatorId, lotId });
    const bundle = await tx.bundle.findUniqueOrThrow({
      where: { operatorId_lotId_number: { operatorId, lotId, number } },
      select: { sha256: true },
    });
    const rollout = { operatorId, lotId, kind: "publish", number, fromNumber: lot.liveNumber, note } as const;
    const rolloutId = await startRollout(tx, actor, key, { ...rollout, sha256: bundle.sha256 });
    await tx.rolloutPlanLot.update({
      where: { operatorId_planId_lotId: { operatorId, planId, lotId } },
      data: { rolloutId },
    });
  }
  await change(tx, plan, begun);
  return waiting.length > lotsAtOnce;
}

/** The lane that comes first tries the version; the other lanes of its lot go on with what is live. */
async function startLane(tx: Tx, actor: Actor, key: SigningKey, plan: Plan): Promise<string> {
  const { operatorId, note } = plan;
  const lotId = plan.firstLotId!;
  const { number } = plan.lots.find((lot) => lot.lotId === lotId)!;
  await lockLot(tx, { operatorId, lotId });
  const { sha256 } = await tx.bundle.findUniqueOrThrow({
    where: { operatorId_lotId_number: { operatorId, lotId, number } },
    select: { sha256: true },
  });
  const lanes = [plan.firstLaneId!];
  return startTrial(tx, actor, key, { operatorId, lotId, number, sha256, draftRevision: 0, lanes, note });
}

type Standing = {
  /** Lots in which an edge refused its version. */
  refused: string[];
  /** Where the version is live on some edge, and since when. */
  live: LiveSince[];
  /** The lane that came first was taken over by another version of the lot. */
  laneEnded: boolean;
  /** Every edge of the wave that can be reached runs its version, and at least one does. */
  waveReady: boolean;
  allLive: boolean;
};

type Step = { lotId: string; wave: number; step: string; liveAt: Date | null; online: boolean };

async function readStanding(tx: Tx, plan: Plan): Promise<Standing> {
  return plan.wave === 0 && plan.trialId !== null ? readLaneStanding(tx, plan) : readLotsStanding(tx, plan);
}

async function readLaneStanding(tx: Tx, { operatorId, firstLotId, firstLaneId, trialId }: Plan): Promise<Standing> {
  const { endedAt, edges } = await tx.trial.findUniqueOrThrow({
    where: { operatorId_lotId_id: { operatorId, lotId: firstLotId!, id: trialId! } },
    include: { edges: { include: { edge: { select: { state: { select: { online: true } } } } } } },
  });
  const since = edges.flatMap(({ liveAt }) => (liveAt ? [liveAt.getTime()] : []));
  const isSettled = edges.every(({ step, edge }) => step === "live" || step === "refused" || !edge.state?.online);
  return {
    refused: edges.some(({ step }) => step === "refused") ? [firstLotId!] : [],
    live: since.length > 0 ? [{ lotId: firstLotId!, laneId: firstLaneId!, since: new Date(Math.min(...since)) }] : [],
    laneEnded: endedAt !== null,
    waveReady: since.length > 0 && isSettled,
    allLive: false,
  };
}

async function readLotsStanding(tx: Tx, { operatorId, id, wave }: Plan): Promise<Standing> {
  const steps = await tx.$queryRaw<Step[]>`
    SELECT l.lot_id AS "lotId", l.wave, e.step::text AS step, e.live_at AS "liveAt", coalesce(s.online, false) AS online
    FROM rollout_plan_lot l
    JOIN rollout_edge e ON e.operator_id = l.operator_id AND e.lot_id = l.lot_id AND e.rollout_id = l.rollout_id
    LEFT JOIN edge_state s ON s.operator_id = e.operator_id AND s.lot_id = e.lot_id AND s.edge_id = e.edge_id
    WHERE l.operator_id = ${operatorId} AND l.plan_id = ${id}::uuid`;
  // What somebody published since is theirs; the plan no longer waits for it.
  const ours = steps.filter(({ step }) => step !== "replaced");
  const since = new Map<string, Date>();
  for (const { lotId, liveAt } of ours) {
    const known = since.get(lotId);
    if (liveAt && (!known || liveAt < known)) since.set(lotId, liveAt);
  }
  const here = ours.filter((step) => step.wave === wave);
  const isLive = ({ step }: Step) => step === "live";
  return {
    refused: [...new Set(ours.filter(({ step }) => step === "refused").map(({ lotId }) => lotId))],
    live: [...since].map(([lotId, at]) => ({ lotId, since: at })),
    laneEnded: false,
    waveReady:
      here.length === 0 ||
      (here.some(isLive) && here.every((step) => isLive(step) || step.step === "refused" || !step.online)),
    allLive: ours.every(isLive),
  };
}

async function fail(tx: Tx, key: SigningKey, plan: Plan, problem: PlanProblem): Promise<void> {
  const onFailure = onFailureSchema.parse(plan.onFailure);
  if (onFailure === "tell") return change(tx, plan, { problem });
  if (onFailure === "pause") return change(tx, plan, { state: "paused", problem });
  await rollBackPlan(tx, key, plan, { problem, note: "A guard failed", actor: null });
}

/** What was found in this wave has been told, or a person looked and let the plan go on. */
function isSettled(plan: Plan): boolean {
  const problem = readProblem(plan.problem);
  return problem !== null && (plan.onFailure === "tell" || problem.acknowledged === true);
}

type Back = { readonly userId: string; readonly name: string; readonly note: string };

/** Takes every lot that the plan has reached back to what it ran before, unless somebody published since. */
export async function rollBackPlan(
  tx: Tx,
  key: SigningKey,
  plan: Plan,
  { problem, note, actor }: { problem: PlanProblem | null; note: string; actor: Actor | null },
): Promise<void> {
  const by = { userId: actor?.userId ?? plan.startedById, name: actor?.name ?? plan.startedName };
  await endLane(tx, key, plan, by.name);
  const back: Back = { ...by, note };
  await change(tx, plan, { state: "rolledBack", finishedAt: null, back, ...(problem && { problem }) });
  await goBack(tx, key, plan, back);
}

/** Takes some of the lots back; true when others are left. Each goes once: then it runs another version. */
async function goBack(tx: Tx, key: SigningKey, plan: Plan, { userId, name, note }: Back): Promise<boolean> {
  const { operatorId, id } = plan;
  const found = await tx.$queryRaw<{ lotId: string }[]>`
    SELECT p.lot_id AS "lotId"
    FROM rollout_plan_lot p
    JOIN lot l ON l.operator_id = p.operator_id AND l.id = p.lot_id AND l.live_number = p.number
    JOIN rollout r ON r.operator_id = p.operator_id AND r.lot_id = p.lot_id AND r.id = p.rollout_id
    WHERE p.operator_id = ${operatorId} AND p.plan_id = ${id}::uuid AND r.from_number <> p.number
    ORDER BY p.lot_id
    LIMIT ${lotsAtOnce + 1}`;
  for (const { lotId } of found.slice(0, lotsAtOnce)) {
    const { number, rolloutId } = plan.lots.find((lot) => lot.lotId === lotId)!;
    const lot = await lockLot(tx, { operatorId, lotId });
    // somebody published while this waited for the lot
    if (lot.liveNumber !== number) continue;
    const begun = await tx.rollout.findUniqueOrThrow({
      where: { operatorId_lotId_id: { operatorId, lotId, id: rolloutId! } },
      select: { fromNumber: true },
    });
    const target = await tx.bundle.findUniqueOrThrow({
      where: { operatorId_lotId_number: { operatorId, lotId, number: begun.fromNumber! } },
      select: { number: true, sha256: true },
    });
    const rollout = { operatorId, lotId, kind: "rollback", ...target, fromNumber: number, note } as const;
    await startRollout(tx, { userId, name, email: "" }, key, rollout);
  }
  const isMore = found.length > lotsAtOnce;
  if (!isMore) await change(tx, plan, { finishedAt: new Date() });
  return isMore;
}

/** The lane that came first decides by the live version again, where the plan has got no further. */
export async function endLane(tx: Tx, key: SigningKey, plan: Plan, by: string): Promise<void> {
  const { operatorId, firstLotId, trialId } = plan;
  if (firstLotId === null || trialId === null) return;
  await lockLot(tx, { operatorId, lotId: firstLotId });
  const where = { operatorId_lotId_id: { operatorId, lotId: firstLotId, id: trialId } };
  const trial = await tx.trial.findUnique({ where, select: { endedAt: true } });
  if (trial && !trial.endedAt) await endTrial(tx, key, { operatorId, lotId: firstLotId, by, ending: "stopped" });
}

async function change(tx: Tx, plan: Plan, data: Prisma.RolloutPlanUpdateInput): Promise<void> {
  const { operatorId, id } = plan;
  await tx.rolloutPlan.update({ where: { operatorId_id: { operatorId, id } }, data });
  await notifyPlan(tx, plan);
}

function byLot(a: { lotId: string }, b: { lotId: string }): number {
  return a.lotId < b.lotId ? -1 : 1;
}
