import type { Draft } from "#prisma/client/client.ts";
import type { Tx } from "#prisma/db.ts";
import { Failure, notFound } from "../identity/failure.ts";

/** Takes the draft's row lock. A revision that is no longer the newest is a conflict, which carries the newest. */
export async function lockDraft(
  tx: Tx,
  { operatorId, lotId }: { operatorId: string; lotId: string },
  revision: number,
): Promise<Draft> {
  await tx.$queryRaw`SELECT 1 FROM draft WHERE operator_id = ${operatorId} AND lot_id = ${lotId} FOR UPDATE`;
  const draft = await tx.draft.findUnique({ where: { operatorId_lotId: { operatorId, lotId } } });
  if (!draft) throw notFound("draft");
  if (draft.revision !== revision) {
    const { revision: newest, updatedName, updatedAt, content } = draft;
    throw new Failure("conflict", `the draft is at revision ${newest}, not ${revision}`, {
      conflict: { revision: newest, updatedName, updatedAt, content },
    });
  }
  return draft;
}
