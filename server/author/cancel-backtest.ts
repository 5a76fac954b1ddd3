import * as z from "zod";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";

export const cancelBacktestInput = z.object({ id: z.uuid() });

/** Stops a backtest; what it has found so far stays. */
export function cancelBacktest(
  ctx: LotContext<"draft.write">,
  { id }: z.output<typeof cancelBacktestInput>,
): Promise<{ id: string }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const key = { operatorId, lotId, id };
    const data = { state: "cancelled" as const, finishedAt: new Date() };
    const { count } = await tx.backtest.updateMany({ where: { ...key, state: { in: ["waiting", "running"] } }, data });
    if (count === 0) {
      if ((await tx.backtest.count({ where: key })) === 0) throw notFound("backtest");
      throw new Failure("conflict", "the backtest has ended already");
    }
    return { result: { id }, note: { operatorId, lotId, verb: "cancelBacktest", object: "backtest", after: { id } } };
  });
}
