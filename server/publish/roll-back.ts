import * as z from "zod";
import type { SigningKey } from "#contracts/signature.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";
import { noteSchema } from "./keep-bundle.ts";
import { lockLot } from "./lock-lot.ts";
import { startRollout } from "./start-rollout.ts";

export const rollBackInput = z.object({ toNumber: z.int().min(1), note: noteSchema });

/** Points every edge of the lot at an earlier bundle, as it is: nothing is compiled, only the generation is new. */
export function rollBack(
  ctx: LotContext<"bundle.publish">,
  { toNumber, note }: z.output<typeof rollBackInput>,
  key: SigningKey,
): Promise<{ rolloutId: string; number: number }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const lot = await lockLot(tx, ctx.lot);
    const bundle = await tx.bundle.findUnique({
      where: { operatorId_lotId_number: { operatorId, lotId, number: toNumber } },
      select: { sha256: true },
    });
    if (!bundle) throw notFound("bundle");
    if (lot.liveNumber === toNumber) throw new Failure("conflict", `v${toNumber} is what the lot runs already`);
    const { sha256 } = bundle;
    const target = { number: toNumber, sha256, fromNumber: lot.liveNumber };
    const rollout = { operatorId, lotId, kind: "rollback", note, ...target } as const;
    const rolloutId = await startRollout(tx, ctx.actor, key, rollout);
    return {
      result: { rolloutId, number: toNumber },
      note: {
        operatorId,
        lotId,
        verb: "rollBack",
        object: `bundle v${toNumber}`,
        reason: note,
        before: lot.live,
        after: { number: toNumber, sha256, rolloutId },
      },
    };
  });
}
