import type { Draft } from "#engine/model/draft.ts";
import type { Draft as DraftRow, Prisma } from "#prisma/client/client.ts";
import type { Tx } from "#prisma/db.ts";
import type { LotContext } from "../identity/check-access.ts";

/** Writes a draft whose lock is held, as the next revision. */
export async function writeDraft(
  tx: Tx,
  { actor, lot: { operatorId, lotId } }: LotContext<"draft.write">,
  { revision }: DraftRow,
  content: Draft,
): Promise<{ revision: number; updatedAt: Date }> {
  const saved = await tx.draft.update({
    where: { operatorId_lotId: { operatorId, lotId } },
    data: {
      content: content as Prisma.InputJsonObject,
      revision: revision + 1,
      updatedById: actor.userId,
      updatedName: actor.name,
      updatedAt: new Date(),
    },
  });
  return { revision: saved.revision, updatedAt: saved.updatedAt };
}
