import { randomUUID } from "node:crypto";
import { signPointer } from "#contracts/pointer.ts";
import type { SigningKey } from "#contracts/signature.ts";
import type { Tx } from "#prisma/db.ts";
import type { Actor } from "../identity/access.ts";
import { endTrial } from "./start-trial.ts";

export type NewRollout = {
  readonly operatorId: string;
  readonly lotId: string;
  readonly kind: "publish" | "rollback";
  readonly number: number;
  readonly sha256: string;
  readonly fromNumber: number | null;
  readonly note: string;
};

/**
 * Points every edge of the lot at a bundle: a new generation each, signed. Earlier rollouts that some edge has not
 * finished are replaced there, and what the lot tried beside its live bundle ends. The caller holds the lot's row lock, so generations rise one by one.
 */
export async function startRollout(tx: Tx, actor: Actor, key: SigningKey, rollout: NewRollout): Promise<string> {
  const { operatorId, lotId, kind, number, fromNumber, note } = rollout;
  const id = randomUUID();
  await tx.rollout.create({
    data: { operatorId, lotId, id, kind, number, fromNumber, note, startedById: actor.userId, startedName: actor.name },
  });
  await tx.rolloutEdge.updateMany({
    where: { operatorId, lotId, step: { in: ["waiting", "sent", "downloaded", "checked"] } },
    data: { step: "replaced" },
  });
  const tried = await tx.trial.findFirst({ where: { operatorId, lotId, endedAt: null }, select: { number: true } });
  if (tried) {
    const ending = tried.number === number ? "madeLive" : "replaced";
    await endTrial(tx, key, { operatorId, lotId, by: actor.name, ending });
  }
  const edges = await tx.edge.findMany({ where: { operatorId, lotId }, include: { pointer: true } });
  for (const edge of edges) {
    const generation = (edge.pointer?.generation ?? 0) + 1;
    await tx.rolloutEdge.create({ data: { operatorId, lotId, rolloutId: id, edgeId: edge.id, generation } });
    await pointEdge(tx, key, { ...rollout, edgeId: edge.id, generation });
  }
  await tx.lot.update({ where: { operatorId_id: { operatorId, id: lotId } }, data: { liveNumber: number } });
  await tx.$executeRaw`SELECT pg_notify('liftgate_rollout', ${JSON.stringify({ operatorId, lotId, rolloutId: id })})`;
  return id;
}

type EdgeTarget = Pick<NewRollout, "operatorId" | "lotId" | "number" | "sha256"> & {
  readonly edgeId: string;
  readonly generation: number;
};

/** Writes an edge's signed pointer and tells the link that there is one to publish. */
export async function pointEdge(tx: Tx, key: SigningKey, target: EdgeTarget): Promise<void> {
  const { operatorId, lotId, edgeId, generation, number, sha256 } = target;
  const pointer = signPointer(key, { edgeId, lotId, generation, sha256, number });
  await tx.edgePointer.upsert({
    where: { operatorId_lotId_edgeId: { operatorId, lotId, edgeId } },
    create: { operatorId, lotId, edgeId, generation, number, pointer },
    update: { generation, number, pointer },
  });
  await tx.$executeRaw`SELECT pg_notify('liftgate_desired', ${JSON.stringify({ operatorId, lotId, edgeId })})`;
}
