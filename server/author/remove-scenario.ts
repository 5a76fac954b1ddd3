import * as z from "zod";
import type { Scenario } from "#engine/scenario/scenario.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";

export const removeScenarioInput = z.object({ id: z.uuid() });

/** Takes a scenario away; what it was stays in the audit. */
export function removeScenario(
  ctx: LotContext<"draft.write">,
  { id }: z.output<typeof removeScenarioInput>,
): Promise<{ id: string }> {
  const { operatorId, lotId } = ctx.lot;
  const where = { operatorId_lotId_id: { operatorId, lotId, id } };
  return audited(ctx, async (tx) => {
    const row = await tx.scenario.findUnique({ where });
    if (!row) throw notFound("scenario");
    await tx.scenario.delete({ where });
    const before = row.content as unknown as Scenario;
    return {
      result: { id },
      note: { operatorId, lotId, verb: "removeScenario", object: `scenario ${before.name}`, before },
    };
  });
}
