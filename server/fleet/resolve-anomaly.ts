import * as z from "zod";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";

export const resolveAnomalyInput = z.object({ anomalyId: z.uuid(), reason: z.string().trim().min(1).max(500) });

/** Says that somebody has dealt with an anomaly. It stays readable. */
export function resolveAnomaly(
  ctx: LotContext<"anomaly.resolve">,
  { anomalyId, reason }: z.output<typeof resolveAnomalyInput>,
): Promise<{ resolvedAt: Date }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const where = { operatorId_lotId_id: { operatorId, lotId, id: anomalyId } };
    const anomaly = await tx.anomaly.findUnique({ where });
    if (!anomaly) throw notFound("anomaly");
    const resolvedAt = new Date();
    const { count } = await tx.anomaly.updateMany({
      where: { operatorId, lotId, id: anomalyId, resolvedAt: null },
      data: { resolvedAt },
    });
    if (count === 0) throw new Failure("conflict", "the anomaly is resolved already");
    return {
      result: { resolvedAt },
      note: {
        operatorId,
        lotId,
        verb: "resolveAnomaly",
        object: `${anomaly.kind} ${anomalyId}`,
        reason,
        before: { resolvedAt: null },
        after: { resolvedAt: resolvedAt.toISOString() },
      },
    };
  });
}
