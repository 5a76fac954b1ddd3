import * as z from "zod";
import type { SigningKey } from "#contracts/signature.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { noteSchema } from "./keep-bundle.ts";
import { lockLot } from "./lock-lot.ts";
import { runningShadow } from "./running-shadow.ts";
import { endTrial } from "./start-trial.ts";

export const stopShadowInput = z.object({ trialId: z.uuid(), note: noteSchema });

/** Ends a shadow. What it counted stays. */
export function stopShadow(
  ctx: LotContext<"bundle.publish">,
  { trialId, note }: z.output<typeof stopShadowInput>,
  key: SigningKey,
): Promise<{ trialId: string }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    await lockLot(tx, ctx.lot);
    const { number } = await runningShadow(tx, ctx.lot, trialId);
    await endTrial(tx, key, { operatorId, lotId, by: ctx.actor.name, ending: "stopped" });
    const object = `bundle v${number}`;
    return {
      result: { trialId },
      note: { operatorId, lotId, verb: "stopShadow", object, reason: note, before: { trialId } },
    };
  });
}
