import type { Tx } from "#prisma/db.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import { isApproved, readApproval } from "./read-approval.ts";
import { readBacktestCheck } from "./read-backtest-check.ts";

const refusals = {
  approval: "a second person has to approve this draft first",
  backtest: "this lot asks for a backtest of the draft as it stands first",
  both: "this lot asks for a second person's approval and for a backtest of the draft as it stands first",
};

/** What the lot asks for before a revision of its draft goes live, and has not got; null: nothing. */
export async function readUnmet(
  tx: Tx,
  lot: { operatorId: string; lotId: string },
  { revision, userId }: { revision: number; userId: string },
): Promise<"approval" | "backtest" | "both" | null> {
  const [approval, backtest] = await Promise.all([
    readApproval(tx, lot, revision),
    readBacktestCheck(tx, lot, revision),
  ]);
  const lacksBacktest = backtest.required && !backtest.met;
  if (!isApproved(approval, userId)) return lacksBacktest ? "both" : "approval";
  return lacksBacktest ? "backtest" : null;
}

/**
 * Throws unless what the lot asks for has been done at this revision of its draft (a second person's approval, a
 * backtest), or there is a reason to go without. Gives what the audit says of it.
 */
export async function checkMayGoLive(
  tx: Tx,
  { actor, lot }: LotContext<"bundle.publish">,
  { revision, breakGlass }: { revision: number; breakGlass: string | undefined },
) {
  const unmet = await readUnmet(tx, lot, { revision, userId: actor.userId });
  if (unmet !== null && breakGlass === undefined) throw new Failure("conflict", refusals[unmet]);
  const { given } = await readApproval(tx, lot, revision);
  return {
    ...(given.length > 0 && { approvedBy: given.map(({ name }) => name) }),
    ...(unmet !== null && { breakGlass }),
  };
}
