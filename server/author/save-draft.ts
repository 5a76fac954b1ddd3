import * as z from "zod";
import { readDraft as readShape } from "#engine/model/draft.ts";
import type { Prisma } from "#prisma/client/client.ts";
import { audited } from "../identity/audited.ts";
import { changedParts } from "../identity/changed-parts.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import { lockDraft } from "./lock-draft.ts";

export const saveDraftInput = z.object({ content: z.unknown(), revision: z.int().min(1) });

/** Saves a draft over the revision that the person saw. Somebody else's later save is never overwritten: it is a conflict. */
export async function saveDraft(
  ctx: LotContext<"draft.write">,
  { content, revision }: z.output<typeof saveDraftInput>,
): Promise<{ revision: number; updatedAt: Date }> {
  const { operatorId, lotId } = ctx.lot;
  const read = readShape(content);
  if (!read.ok) throw new Failure("badInput", "this is not a draft", { diagnostics: read.diagnostics });
  return audited(ctx, async (tx) => {
    const current = await lockDraft(tx, ctx.lot, revision);
    const changed = changedParts(current.content, read.draft);
    if (!changed) {
      return { result: { revision: current.revision, updatedAt: current.updatedAt }, note: "unchanged" };
    }
    const saved = await tx.draft.update({
      where: { operatorId_lotId: { operatorId, lotId } },
      data: {
        content: read.draft as Prisma.InputJsonObject,
        revision: revision + 1,
        updatedById: ctx.actor.userId,
        updatedName: ctx.actor.name,
        updatedAt: new Date(),
      },
    });
    return {
      result: { revision: saved.revision, updatedAt: saved.updatedAt },
      note: { operatorId, lotId, verb: "saveDraft", object: `draft revision ${saved.revision}`, ...changed },
    };
  });
}
