import * as z from "zod";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { lockLot } from "./lock-lot.ts";

export const setApprovalInput = z.object({ required: z.boolean() });

/** Whether a draft of a live lot needs a second person before it goes live. */
export function setApproval(
  ctx: LotContext<"lot.setting">,
  { required }: z.output<typeof setApprovalInput>,
): Promise<{ required: boolean }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const lot = await lockLot(tx, ctx.lot);
    if (lot.approvalRequired === required) return { result: { required }, note: "unchanged" };
    await tx.lot.update({
      where: { operatorId_id: { operatorId, id: lotId } },
      data: { approvalRequired: required },
    });
    const sides = { before: { approvalRequired: lot.approvalRequired }, after: { approvalRequired: required } };
    return {
      result: { required },
      note: { operatorId, lotId, verb: "setApproval", object: `lot ${lot.name}`, ...sides },
    };
  });
}
