import * as z from "zod";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { lockLot } from "./lock-lot.ts";

export const setBacktestRequiredInput = z.object({ required: z.boolean() });

/** Whether a draft of a live lot must have been backtested, as it stands, before it goes live. */
export function setBacktestRequired(
  ctx: LotContext<"lot.setting">,
  { required }: z.output<typeof setBacktestRequiredInput>,
): Promise<{ required: boolean }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const lot = await lockLot(tx, ctx.lot);
    if (lot.backtestRequired === required) return { result: { required }, note: "unchanged" };
    await tx.lot.update({
      where: { operatorId_id: { operatorId, id: lotId } },
      data: { backtestRequired: required },
    });
    const sides = { before: { backtestRequired: lot.backtestRequired }, after: { backtestRequired: required } };
    return {
      result: { required },
      note: { operatorId, lotId, verb: "setBacktestRequired", object: `lot ${lot.name}`, ...sides },
    };
  });
}
