import * as z from "zod";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { rolloutState } from "./rollout-state.ts";

export const rolloutInput = z.object({ rolloutId: z.uuid() });

/** One rollout with every edge's steps, and where a way back leads. */
export async function readRollout(
  { db, lot: { operatorId, lotId } }: LotContext<"rollout.read">,
  { rolloutId }: z.output<typeof rolloutInput>,
) {
  const rollout = await db.rollout.findUnique({
    where: { operatorId_lotId_id: { operatorId, lotId, id: rolloutId } },
    include: {
      bundle: { select: { number: true, sha256: true, note: true, createdName: true, createdAt: true } },
      edges: { include: { edge: { select: { name: true, state: { select: { online: true } } } } } },
    },
  });
  if (!rollout) throw notFound("rollout");
  const next = await db.rollout.findFirst({
    where: {
      operatorId,
      lotId,
      OR: [{ startedAt: { gt: rollout.startedAt } }, { startedAt: rollout.startedAt, id: { gt: rollout.id } }],
    },
    orderBy: [{ startedAt: "asc" }, { id: "asc" }],
    select: { kind: true },
  });
  const { id, kind, number, fromNumber, note, startedName, startedAt, bundle } = rollout;
  const edges = rollout.edges
    .map(({ operatorId: _operator, lotId: _lot, rolloutId: _rollout, edge, ...step }) => ({
      ...step,
      name: edge.name,
      online: edge.state?.online ?? false,
      reason: step.reason as { code: string; message: string } | null,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
  const count = (...steps: string[]) => edges.filter((edge) => steps.includes(edge.step)).length;
  const total = edges.length;
  const [live, refused] = [count("live"), count("refused")];
  const unfinished = count("waiting", "sent", "downloaded", "checked");
  return {
    ...{ id, kind, number, fromNumber, note, startedName, startedAt, bundle, edges },
    state: rolloutState({ nextKind: next?.kind ?? null, total, live, refused, unfinished }),
    canRollBackTo: next === null && fromNumber !== number ? fromNumber : null,
  };
}
