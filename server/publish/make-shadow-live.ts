import * as z from "zod";
import type { SigningKey } from "#contracts/signature.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { noteSchema } from "./keep-bundle.ts";
import { lockLot } from "./lock-lot.ts";
import { checkMayGoLive } from "./may-go-live.ts";
import { runningShadow } from "./running-shadow.ts";
import { startRollout } from "./start-rollout.ts";

export const makeShadowLiveInput = z.object({
  trialId: z.uuid(),
  note: noteSchema,
  breakGlass: noteSchema.optional(),
});

/** Points every edge at the version that has run as a shadow: just those bytes, whatever became of the draft since. */
export function makeShadowLive(
  ctx: LotContext<"bundle.publish">,
  { trialId, note, breakGlass }: z.output<typeof makeShadowLiveInput>,
  key: SigningKey,
): Promise<{ rolloutId: string; number: number }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const lot = await lockLot(tx, ctx.lot);
    const { number, draftRevision, bundle } = await runningShadow(tx, ctx.lot, trialId);
    const said = await checkMayGoLive(tx, ctx, { revision: draftRevision, breakGlass });
    const target = { number, sha256: bundle.sha256, fromNumber: lot.liveNumber };
    const rollout = { operatorId, lotId, kind: "publish", note, ...target } as const;
    const rolloutId = await startRollout(tx, ctx.actor, key, rollout);
    const after = { number, sha256: bundle.sha256, rolloutId, trialId, draftRevision, ...said };
    return {
      result: { rolloutId, number },
      note: {
        operatorId,
        lotId,
        verb: "publish",
        object: `bundle v${number}`,
        reason: note,
        before: lot.live,
        after,
      },
    };
  });
}
