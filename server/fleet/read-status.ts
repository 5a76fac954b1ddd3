import type { LotsContext } from "../identity/check-access.ts";

type DraftRow = { lotId: string; lotName: string };
type EdgeRow = { lotId: string; edgeId: string; name: string };

/** What the live bar says: drafts that are not live, edges that are not linked. */
export async function readStatus({ db, lots }: LotsContext<"lot.read">) {
  const operatorIds = lots.map((lot) => lot.operatorId);
  const lotIds = lots.map((lot) => lot.lotId);
  const [draftsNotLive, edgesOffline] = await Promise.all([
    db.$queryRaw<DraftRow[]>`
      SELECT l.id AS "lotId", l.name AS "lotName"
      FROM unnest(${operatorIds}::text[], ${lotIds}::text[]) AS k(operator_id, lot_id)
      JOIN lot l ON l.operator_id = k.operator_id AND l.id = k.lot_id
      JOIN draft d ON d.operator_id = l.operator_id AND d.lot_id = l.id
      LEFT JOIN bundle b ON b.operator_id = l.operator_id AND b.lot_id = l.id AND b.number = l.live_number
      WHERE d.content IS DISTINCT FROM b.draft
      ORDER BY l.name, l.id`,
    db.$queryRaw<EdgeRow[]>`
      SELECT e.lot_id AS "lotId", e.id AS "edgeId", e.name
      FROM unnest(${operatorIds}::text[], ${lotIds}::text[]) AS k(operator_id, lot_id)
      JOIN edge e ON e.operator_id = k.operator_id AND e.lot_id = k.lot_id
      LEFT JOIN edge_state s ON s.operator_id = e.operator_id AND s.lot_id = e.lot_id AND s.edge_id = e.id
      WHERE s.online IS NOT TRUE
      ORDER BY e.name, e.id`,
  ]);
  return { draftsNotLive, edgesOffline };
}
