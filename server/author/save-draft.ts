import * as z from "zod";
import { type Draft, readDraft as readShape } from "#engine/model/draft.ts";
import { audited } from "../identity/audited.ts";
import { changedParts } from "../identity/changed-parts.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import { carryUses } from "./carry-uses.ts";
import { lockDraft } from "./lock-draft.ts";
import { writeDraft } from "./write-draft.ts";

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
    await carryUses(tx, ctx.lot, { before: current.content as Draft, after: read.draft });
    const saved = await writeDraft(tx, ctx, current, read.draft);
    return {
      result: saved,
      note: { operatorId, lotId, verb: "saveDraft", object: `draft revision ${saved.revision}`, ...changed },
    };
  });
}
