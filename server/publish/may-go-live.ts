import type { Tx } from "#prisma/db.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import { isApproved, readApproval } from "./read-approval.ts";
import { readBacktestCheck } from "./read-backtest-check.ts";

/**
 * Throws unless what the lot asks for has been done at this revision of its draft (a second person's approval, a
 * backtest), or there is a reason to go without. Gives what the audit says of it.
 */
export async function checkMayGoLive(
  tx: Tx,
  { actor, lot }: LotContext<"bundle.publish">,
  { revision, breakGlass }: { revision: number; breakGlass: string | undefined },
) {
  const [approval, backtest] = await Promise.all([
    readApproval(tx, lot, revision),
    readBacktestCheck(tx, lot, revision),
  ]);
  const approved = isApproved(approval, actor.userId);
  const tested = !backtest.required || backtest.met;
  if (!approved && breakGlass === undefined) {
    throw new Failure("conflict", "a second person has to approve this draft first");
  }
  if (!tested && breakGlass === undefined) {
    throw new Failure("conflict", "this lot asks for a backtest of the draft as it stands first");
  }
  return {
    ...(approval.given.length > 0 && { approvedBy: approval.given.map(({ name }) => name) }),
    ...((!approved || !tested) && { breakGlass }),
  };
}
