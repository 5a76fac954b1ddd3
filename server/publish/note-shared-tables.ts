import type { Tx } from "#prisma/db.ts";

/** Notes which shared versions a bundle was made from: what is live in a lot says so, whatever becomes of the draft. */
export async function noteSharedTables(
  tx: Tx,
  { operatorId, lotId }: { operatorId: string; lotId: string },
  bundleNumber: number,
): Promise<void> {
  const uses = await tx.sharedTableUse.findMany({ where: { operatorId, lotId, awaySha256: null } });
  await tx.bundleSharedTable.deleteMany({ where: { operatorId, lotId, bundleNumber } });
  const data = uses.map(({ awaySha256: _away, ...use }) => ({ ...use, bundleNumber }));
  await tx.bundleSharedTable.createMany({ data });
}
