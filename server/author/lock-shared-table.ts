import type { SharedTable, SharedTableVersion } from "#prisma/client/client.ts";
import type { Tx } from "#prisma/db.ts";
import { notFound } from "../identity/failure.ts";

/** Takes a shared table's row lock: what is done to it happens one after another. Gives it with its newest version. */
export async function lockTable(
  tx: Tx,
  operatorId: string,
  tableId: string,
): Promise<SharedTable & { newestVersion: SharedTableVersion }> {
  await tx.$queryRaw`SELECT 1 FROM shared_table WHERE operator_id = ${operatorId} AND id = ${tableId}::uuid FOR UPDATE`;
  const table = await tx.sharedTable.findUnique({ where: { operatorId_id: { operatorId, id: tableId } } });
  if (!table) throw notFound("shared table");
  return { ...table, newestVersion: await readVersion(tx, { operatorId, tableId, number: table.newest }) };
}

export async function readVersion(
  tx: Tx,
  key: { operatorId: string; tableId: string; number: number },
): Promise<SharedTableVersion> {
  const version = await tx.sharedTableVersion.findUnique({ where: { operatorId_tableId_number: key } });
  if (!version) throw notFound("version of the shared table");
  return version;
}
