import type { LotContext } from "../identity/check-access.ts";
import { type RolloutState, rolloutState } from "./rollout-state.ts";

const rolloutsMax = 100;

type Row = {
  id: string;
  kind: "publish" | "rollback";
  number: number;
  fromNumber: number | null;
  note: string;
  startedName: string;
  startedAt: Date;
  nextKind: "publish" | "rollback" | null;
  total: number;
  live: number;
  refused: number;
  unfinished: number;
};

export type RolloutSummary = Omit<Row, "nextKind" | "total" | "live" | "refused" | "unfinished"> & {
  edges: { total: number; live: number; refused: number };
  state: RolloutState;
};

/** The lot's newest rollouts, and how far their edges are. */
export async function readRollouts({ db, lot }: LotContext<"rollout.read">): Promise<RolloutSummary[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT r.id, r.kind::text, r.number, r.from_number AS "fromNumber", r.note, r.started_name AS "startedName",
           r.started_at AS "startedAt", r.next_kind AS "nextKind",
           count(e.edge_id)::int AS total,
           (count(*) FILTER (WHERE e.step = 'live'))::int AS live,
           (count(*) FILTER (WHERE e.step = 'refused'))::int AS refused,
           (count(*) FILTER (WHERE e.step IN ('waiting', 'sent', 'downloaded', 'checked')))::int AS unfinished
    FROM (
      SELECT *, lag(kind::text) OVER (ORDER BY started_at DESC, id DESC) AS next_kind
      FROM rollout
      WHERE operator_id = ${lot.operatorId} AND lot_id = ${lot.lotId}
      ORDER BY started_at DESC, id DESC
      LIMIT ${rolloutsMax}
    ) r
    LEFT JOIN rollout_edge e ON e.operator_id = r.operator_id AND e.lot_id = r.lot_id AND e.rollout_id = r.id
    GROUP BY r.id, r.kind, r.number, r.from_number, r.note, r.started_name, r.started_at, r.next_kind
    ORDER BY r.started_at DESC, r.id DESC`;
  return rows.map(({ nextKind, total, live, refused, unfinished, ...row }) => ({
    ...row,
    edges: { total, live, refused },
    state: rolloutState({ nextKind, total, live, refused, unfinished }),
  }));
}
