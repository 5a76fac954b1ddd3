import type { Tx } from "#prisma/db.ts";

/** Takes the lot's row lock: publishing, going back and enrolling happen one after another. */
export async function lockLot(tx: Tx, key: { operatorId: string; lotId: string }) {
  await tx.$queryRaw`SELECT 1 FROM lot WHERE operator_id = ${key.operatorId} AND id = ${key.lotId} FOR UPDATE`;
  return tx.lot.findUniqueOrThrow({
    where: { operatorId_id: { operatorId: key.operatorId, id: key.lotId } },
    include: { live: { select: { number: true, sha256: true } } },
  });
}
