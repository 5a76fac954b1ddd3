import * as z from "zod";
import type { SigningKey } from "#contracts/signature.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import type { Oracle } from "./check-scenarios.ts";
import { keepBundle, noteSchema, prepareBundle } from "./keep-bundle.ts";
import { startRollout } from "./start-rollout.ts";

/** `breakGlass` says why this cannot wait for a second person. */
export const publishInput = z.object({
  revision: z.int().min(1),
  note: noteSchema,
  breakGlass: noteSchema.optional(),
});

/** Points every edge of the lot at what the draft compiles to, now. */
export async function publishBundle(
  ctx: LotContext<"bundle.publish">,
  { revision, note, breakGlass }: z.output<typeof publishInput>,
  { key, decideByOracle }: { key: SigningKey; decideByOracle: Oracle },
): Promise<{ rolloutId: string; number: number }> {
  const { operatorId, lotId } = ctx.lot;
  const prepared = await prepareBundle(ctx, revision, decideByOracle);
  return audited(ctx, async (tx) => {
    const { lot, number, sha256, said } = await keepBundle(tx, ctx, prepared, { note, breakGlass });
    const fromNumber = lot.liveNumber;
    const rollout = { operatorId, lotId, kind: "publish", number, sha256, fromNumber, note } as const;
    const rolloutId = await startRollout(tx, ctx.actor, key, rollout);
    return {
      result: { rolloutId, number },
      note: {
        operatorId,
        lotId,
        verb: "publish",
        object: `bundle v${number}`,
        reason: note,
        before: lot.live,
        after: { number, sha256, rolloutId, draftRevision: revision, ...said },
      },
    };
  });
}
