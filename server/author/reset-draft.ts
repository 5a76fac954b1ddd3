import * as z from "zod";
import type { Prisma } from "#prisma/client/client.ts";
import { audited } from "../identity/audited.ts";
import { changedParts } from "../identity/changed-parts.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { lockDraft } from "./lock-draft.ts";

export const resetDraftInput = z.object({ revision: z.int().min(1) });

/** Makes the draft what is live again. */
export function resetDraft(
  ctx: LotContext<"draft.write">,
  { revision }: z.output<typeof resetDraftInput>,
): Promise<{ revision: number; updatedAt: Date }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const current = await lockDraft(tx, ctx.lot, revision);
    const lot = await tx.lot.findUniqueOrThrow({
      where: { operatorId_id: { operatorId, id: lotId } },
      select: { live: { select: { number: true, draft: true } } },
    });
    if (!lot.live) throw notFound("live bundle");
    const changed = changedParts(current.content, lot.live.draft);
    if (!changed) {
      return { result: { revision: current.revision, updatedAt: current.updatedAt }, note: "unchanged" };
    }
    const saved = await tx.draft.update({
      where: { operatorId_lotId: { operatorId, lotId } },
      data: {
        content: lot.live.draft as Prisma.InputJsonObject,
        revision: revision + 1,
        updatedById: ctx.actor.userId,
        updatedName: ctx.actor.name,
        updatedAt: new Date(),
      },
    });
    return {
      result: { revision: saved.revision, updatedAt: saved.updatedAt },
      note: { operatorId, lotId, verb: "resetDraft", object: `draft to v${lot.live.number}`, ...changed },
    };
  });
}
