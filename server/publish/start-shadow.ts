import * as z from "zod";
import type { SigningKey } from "#contracts/signature.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import type { Oracle } from "./check-scenarios.ts";
import { keepBundle, noteSchema, prepareBundle } from "./keep-bundle.ts";
import { startTrial } from "./start-trial.ts";

export const startShadowInput = z.object({ revision: z.int().min(1), note: noteSchema });

/**
 * Has every edge of the lot run what the draft compiles to beside the live version, for each passage, with nothing done
 * about it. No second person is needed: no car is treated otherwise.
 */
export async function startShadow(
  ctx: LotContext<"bundle.publish">,
  { revision, note }: z.output<typeof startShadowInput>,
  { key, decideByOracle }: { key: SigningKey; decideByOracle: Oracle },
): Promise<{ trialId: string; number: number }> {
  const { operatorId, lotId } = ctx.lot;
  const prepared = await prepareBundle(ctx, revision, decideByOracle);
  return audited(ctx, async (tx) => {
    const { lot, number, sha256 } = await keepBundle(tx, ctx, prepared, { note, isTrial: true });
    if (lot.liveNumber === null) throw new Failure("conflict", "nothing is live that a shadow could stand beside");
    if (lot.liveNumber === number) throw new Failure("conflict", `v${number} is what the lot runs already`);
    const trial = { operatorId, lotId, number, sha256, draftRevision: revision, lanes: [], note };
    const trialId = await startTrial(tx, ctx.actor, key, trial);
    const after = { number, sha256, trialId, draftRevision: revision };
    const object = `bundle v${number}`;
    return {
      result: { trialId, number },
      note: { operatorId, lotId, verb: "startShadow", object, reason: note, before: lot.live, after },
    };
  });
}
