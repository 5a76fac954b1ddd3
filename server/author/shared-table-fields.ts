import * as z from "zod";
import type { Tx } from "#prisma/db.ts";
import { Failure } from "../identity/failure.ts";

export const tableNameSchema = z.string().trim().min(1).max(120);
/** Why a version was made, for those who decide about taking it. */
export const noteSchema = z.string().trim().min(1).max(500);

/** Two shared tables of an operator never go by the same name. */
export async function refuseTakenName(tx: Tx, operatorId: string, name: string): Promise<void> {
  // Two people who take one name at once: the row lock lets one after the other see it.
  await tx.$queryRaw`SELECT 1 FROM operator WHERE id = ${operatorId} FOR UPDATE`;
  const taken = await tx.sharedTable.findUnique({ where: { operatorId_name: { operatorId, name } } });
  if (taken) throw new Failure("conflict", `there is a shared table called ${name}`, { conflict: { name } });
}
