import { randomUUID } from "node:crypto";
import type { SigningKey } from "#contracts/signature.ts";
import { signTrialPointer } from "#contracts/trial.ts";
import type { Tx } from "#prisma/db.ts";
import type { Actor } from "../identity/access.ts";

type LotKey = { readonly operatorId: string; readonly lotId: string };

export type NewTrial = LotKey & {
  readonly number: number;
  readonly sha256: string;
  /** 0 where a plan carries the version on. */
  readonly draftRevision: number;
  /** Where it decides; none: it only evaluates beside the live bundle. */
  readonly lanes: readonly string[];
  readonly note: string;
};

const unfinished = ["waiting", "sent", "downloaded", "checked"] as const;

/**
 * Has the lot's edges try a bundle beside the live one; at lanes, only the edges that have them. What was tried before
 * ends. The caller holds the lot's row lock, so generations rise one by one.
 */
export async function startTrial(tx: Tx, actor: Actor, key: SigningKey, trial: NewTrial): Promise<string> {
  const { operatorId, lotId, number, sha256, draftRevision, lanes, note } = trial;
  await endTrial(tx, key, { operatorId, lotId, by: actor.name, ending: "replaced" });
  const id = randomUUID();
  const by = { startedById: actor.userId, startedName: actor.name };
  await tx.trial.create({ data: { operatorId, lotId, id, number, draftRevision, lanes: [...lanes], note, ...by } });
  const edges = await tx.edge.findMany({
    where: { operatorId, lotId },
    include: { state: { select: { lanes: true } } },
  });
  for (const { id: edgeId, state } of edges) {
    const known = state?.lanes ?? [];
    // an edge that has not said which lanes it has says so when it refuses
    const its = known.length === 0 ? [...lanes] : lanes.filter((lane) => known.includes(lane));
    if (lanes.length > 0 && its.length === 0) continue;
    const generation = await pointTrial(tx, key, { operatorId, lotId, edgeId, bundle: { sha256, number }, lanes: its });
    await tx.trialEdge.create({ data: { operatorId, lotId, trialId: id, edgeId, generation } });
  }
  await notifyTrial(tx, { operatorId, lotId }, id);
  return id;
}

type End = LotKey & { readonly by: string; readonly ending: "stopped" | "madeLive" | "replaced" };

/** Ends what the lot tries, if anything: every lane decides by the live bundle again. */
export async function endTrial(tx: Tx, key: SigningKey, { operatorId, lotId, by, ending }: End): Promise<void> {
  const running = await tx.trial.findFirst({ where: { operatorId, lotId, endedAt: null }, include: { edges: true } });
  if (!running) return;
  const { id } = running;
  const ended = { endedAt: new Date(), endedName: by, ending };
  await tx.trial.update({ where: { operatorId_lotId_id: { operatorId, lotId, id } }, data: ended });
  await tx.trialEdge.updateMany({
    where: { operatorId, lotId, trialId: id, step: { in: [...unfinished] } },
    data: { step: "replaced" },
  });
  for (const { edgeId } of running.edges) {
    await pointTrial(tx, key, { operatorId, lotId, edgeId, bundle: null, lanes: [] });
  }
  await notifyTrial(tx, { operatorId, lotId }, id);
}

type TrialTarget = LotKey & {
  readonly edgeId: string;
  readonly bundle: { readonly sha256: string; readonly number: number } | null;
  readonly lanes: readonly string[];
};

/** Writes an edge's signed trial pointer and tells the link that there is one to publish. */
async function pointTrial(tx: Tx, key: SigningKey, { operatorId, lotId, edgeId, bundle, lanes }: TrialTarget) {
  const where = { operatorId_lotId_edgeId: { operatorId, lotId, edgeId } };
  const before = await tx.edgeTrialPointer.findUnique({ where, select: { generation: true } });
  const generation = (before?.generation ?? 0) + 1;
  const pointer = signTrialPointer(key, { edgeId, lotId, generation, bundle, lanes: [...lanes] });
  const data = { generation, number: bundle?.number ?? null, pointer };
  await tx.edgeTrialPointer.upsert({ where, create: { operatorId, lotId, edgeId, ...data }, update: data });
  await tx.$executeRaw`SELECT pg_notify('liftgate_desired', ${JSON.stringify({ operatorId, lotId, edgeId })})`;
  return generation;
}

async function notifyTrial(tx: Tx, { operatorId, lotId }: LotKey, trialId: string): Promise<void> {
  const said = JSON.stringify({ operatorId, lotId, rolloutId: trialId });
  await tx.$executeRaw`SELECT pg_notify('liftgate_rollout', ${said})`;
}
