import type { LotsContext } from "../identity/check-access.ts";

type Row = {
  id: string;
  name: string;
  operatorName: string;
  timeZone: string;
  country: string;
  liveNumber: number | null;
  liveAt: Date | null;
  draftDiffers: boolean;
  edgesTotal: number;
  edgesOnline: number;
  passagesToday: number;
  currency: string | null;
};

/** Every visible lot with what a list says of it. "Today" is the lot's own day. */
export async function readLots({ db, lots }: LotsContext<"lot.read">) {
  const rows = await db.$queryRaw<Row[]>`
    SELECT l.id, l.name, o.name AS "operatorName", l.time_zone AS "timeZone", l.country, l.live_number AS "liveNumber",
           r.started_at AS "liveAt", d.content IS DISTINCT FROM b.draft AND d.content IS NOT NULL AS "draftDiffers",
           e.total AS "edgesTotal", e.online AS "edgesOnline", p.today AS "passagesToday",
           d.content #>> '{tariff,currency}' AS currency
    FROM unnest(${lots.map((lot) => lot.operatorId)}::text[], ${lots.map((lot) => lot.lotId)}::text[]) AS k(operator_id, lot_id)
    JOIN lot l ON l.operator_id = k.operator_id AND l.id = k.lot_id
    JOIN operator o ON o.id = l.operator_id
    LEFT JOIN draft d ON d.operator_id = l.operator_id AND d.lot_id = l.id
    LEFT JOIN bundle b ON b.operator_id = l.operator_id AND b.lot_id = l.id AND b.number = l.live_number
    LEFT JOIN LATERAL (
      SELECT started_at FROM rollout
      WHERE operator_id = l.operator_id AND lot_id = l.id ORDER BY started_at DESC, id DESC LIMIT 1
    ) r ON true
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS total, (count(*) FILTER (WHERE s.online))::int AS online
      FROM edge x
      LEFT JOIN edge_state s ON s.operator_id = x.operator_id AND s.lot_id = x.lot_id AND s.edge_id = x.id
      WHERE x.operator_id = l.operator_id AND x.lot_id = l.id
    ) e
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS today FROM passage
      WHERE operator_id = l.operator_id AND lot_id = l.id
        AND at >= date_trunc('day', now() AT TIME ZONE l.time_zone) AT TIME ZONE l.time_zone
        AND at < (date_trunc('day', now() AT TIME ZONE l.time_zone) + interval '1 day') AT TIME ZONE l.time_zone
    ) p
    ORDER BY o.name, l.name, l.id`;
  return rows.map(({ liveNumber, liveAt, edgesTotal, edgesOnline, ...row }) => ({
    ...row,
    live: liveNumber !== null && liveAt !== null ? { number: liveNumber, at: liveAt } : null,
    edges: { total: edgesTotal, online: edgesOnline },
  }));
}
