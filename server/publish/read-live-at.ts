import * as z from "zod";
import type { LotContext } from "../identity/check-access.ts";

export const liveAtInput = z.object({ at: z.date() });

type EdgeRow = { edgeId: string; name: string; number: number | null; since: Date | null; rolloutId: string | null };

/** Lanes of an edge that decided with another version than the rest of it: what was tried there first. */
type Tried = {
  readonly planId: string | null;
  readonly number: number;
  readonly lanes: readonly string[];
  readonly since: Date;
};

/**
 * What each edge of the lot decided with at a moment, by the edges' own word, and what the lot had been sent by then. A
 * version that was tried at some lanes stands beside: from when the edge said so until it was ended here.
 */
export async function readLiveAt(ctx: LotContext<"rollout.read">, { at }: z.output<typeof liveAtInput>) {
  const { db, lot } = ctx;
  const { operatorId, lotId } = lot;
  const [sent, edges, tried] = await Promise.all([
    db.rollout.findFirst({
      where: { operatorId, lotId, startedAt: { lte: at } },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      select: { id: true, kind: true, number: true, note: true, startedName: true, startedAt: true },
    }),
    db.$queryRaw<EdgeRow[]>`
      SELECT e.id AS "edgeId", e.name, r.number, r.live_at AS since, r.rollout_id::text AS "rolloutId"
      FROM edge e
      LEFT JOIN LATERAL (
        SELECT o.number, s.live_at, s.rollout_id
        FROM rollout_edge s
        JOIN rollout o ON o.operator_id = s.operator_id AND o.lot_id = s.lot_id AND o.id = s.rollout_id
        WHERE s.operator_id = e.operator_id AND s.lot_id = e.lot_id AND s.edge_id = e.id AND s.live_at <= ${at}
        ORDER BY s.live_at DESC, s.generation DESC
        LIMIT 1
      ) r ON true
      WHERE e.operator_id = ${operatorId} AND e.lot_id = ${lotId} AND e.enrolled_at <= ${at}
      ORDER BY e.name, e.id`,
    readTried(ctx, at),
  ]);
  return { sent, edges: edges.map((edge) => ({ ...edge, tried: tried.get(edge.edgeId) ?? null })) };
}

/** What was tried at lanes at the moment, by edge. A lot tries one version at a time. */
async function readTried({ db, lot }: LotContext<"rollout.read">, at: Date): Promise<Map<string, Tried>> {
  const { operatorId, lotId } = lot;
  const steps = await db.trialEdge.findMany({
    where: {
      operatorId,
      lotId,
      liveAt: { lte: at },
      trial: { lanes: { isEmpty: false }, OR: [{ endedAt: null }, { endedAt: { gt: at } }] },
    },
    include: { trial: true, edge: { select: { state: { select: { lanes: true } } } } },
    orderBy: { liveAt: "asc" },
  });
  const trialIds = [...new Set(steps.map(({ trialId }) => trialId))];
  const [lotLanes, plans] = await Promise.all([
    db.lane.findMany({ where: { operatorId, lotId }, select: { id: true, name: true } }),
    db.rolloutPlan.findMany({ where: { operatorId, trialId: { in: trialIds } }, select: { id: true, trialId: true } }),
  ]);
  const names = new Map(lotLanes.map(({ id, name }) => [id, name]));
  const planOf = new Map(plans.map(({ id, trialId }) => [trialId, id]));
  return new Map(
    steps.flatMap(({ edgeId, trialId, liveAt, trial, edge }): [string, Tried][] => {
      const own = edge.state?.lanes ?? [];
      const lanes = trial.lanes.filter((lane) => own.length === 0 || own.includes(lane));
      if (liveAt === null || lanes.length === 0) return [];
      const planId = planOf.get(trialId) ?? null;
      const named = lanes.map((id) => names.get(id) ?? id);
      return [[edgeId, { planId, number: trial.number, lanes: named, since: liveAt }]];
    }),
  );
}
