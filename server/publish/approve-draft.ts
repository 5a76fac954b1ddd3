import * as z from "zod";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";
import { noteSchema } from "./keep-bundle.ts";

export const approveInput = z.object({ revision: z.int().min(1), note: noteSchema });

/** Says that the draft, exactly as it stands at a revision, may go live. Any later change needs a new word. */
export function approveDraft(
  ctx: LotContext<"bundle.publish">,
  { revision, note }: z.output<typeof approveInput>,
): Promise<{ revision: number }> {
  const { operatorId, lotId } = ctx.lot;
  const { userId, name } = ctx.actor;
  return audited(ctx, async (tx) => {
    const draft = await tx.draft.findUnique({ where: { operatorId_lotId: { operatorId, lotId } } });
    if (!draft) throw notFound("draft");
    if (draft.revision !== revision) {
      throw new Failure("conflict", `the draft is at revision ${draft.revision}, not ${revision}`);
    }
    const key = { operatorId, lotId, revision, approvedById: userId };
    const where = { operatorId_lotId_revision_approvedById: key };
    const said = { approvedName: name, approvedAt: new Date(), note };
    await tx.approval.upsert({ where, create: { ...key, ...said }, update: said });
    const object = `draft revision ${revision}`;
    return {
      result: { revision },
      note: { operatorId, lotId, verb: "approveDraft", object, reason: note, after: { revision } },
    };
  });
}
