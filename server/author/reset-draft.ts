import * as z from "zod";
import type { Draft } from "#engine/model/draft.ts";
import { audited } from "../identity/audited.ts";
import { changedParts } from "../identity/changed-parts.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { restoreUses } from "./carry-uses.ts";
import { lockDraft } from "./lock-draft.ts";
import { writeDraft } from "./write-draft.ts";

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
    const saved = await writeDraft(tx, ctx, current, lot.live.draft as Draft);
    await restoreUses(tx, ctx.lot, lot.live.number);
    return {
      result: saved,
      note: { operatorId, lotId, verb: "resetDraft", object: `draft to v${lot.live.number}`, ...changed },
    };
  });
}
