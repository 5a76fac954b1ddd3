import type { LotSetting } from "#engine/compile/compile-bundle.ts";
import type { Tx } from "#prisma/db.ts";
import { notFound } from "../identity/failure.ts";

/** What a bundle says of its lot. */
export async function readLotSetting(tx: Tx, key: { operatorId: string; lotId: string }): Promise<LotSetting> {
  const lot = await tx.lot.findUnique({
    where: { operatorId_id: { operatorId: key.operatorId, id: key.lotId } },
    include: { lanes: { orderBy: [{ position: "asc" }, { id: "asc" }] } },
  });
  if (!lot) throw notFound("lot");
  const { id, name, timeZone, country } = lot;
  return {
    id,
    name,
    timeZone,
    country,
    lanes: lot.lanes.map((lane) => ({ id: lane.id, name: lane.name, direction: lane.direction })),
  };
}
