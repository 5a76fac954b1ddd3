import * as z from "zod";
import type { LotContext } from "../identity/check-access.ts";

export const liveAtInput = z.object({ at: z.date() });

type EdgeRow = { edgeId: string; name: string; number: number | null; since: Date | null; rolloutId: string | null };

/** What each edge of the lot decided with at a moment, by the edges' own word, and what the lot had been sent by then. */
export async function readLiveAt({ db, lot }: LotContext<"rollout.read">, { at }: z.output<typeof liveAtInput>) {
  const { operatorId, lotId } = lot;
  const [sent, edges] = await Promise.all([
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
  ]);
  return { sent, edges };
}
