import type { Tx } from "#prisma/db.ts";

/** `met`: a backtest has been run to its end on the draft as it stands at a revision. `at`: when, of the newest. */
export type BacktestCheck = { readonly required: boolean; readonly met: boolean; readonly at: Date | null };

/** Whether a draft was backtested as it stands, and whether it must be. Nothing live yet: nothing to hold it against. */
export async function readBacktestCheck(
  tx: Tx,
  { operatorId, lotId }: { operatorId: string; lotId: string },
  revision: number,
): Promise<BacktestCheck> {
  const lot = await tx.lot.findUniqueOrThrow({
    where: { operatorId_id: { operatorId, id: lotId } },
    select: { backtestRequired: true, liveNumber: true },
  });
  const newest = await tx.backtest.findFirst({
    where: { operatorId, lotId, draftRevision: revision, state: "done" },
    orderBy: { finishedAt: "desc" },
    select: { finishedAt: true },
  });
  const required = lot.backtestRequired && lot.liveNumber !== null;
  return { required, met: newest !== null, at: newest?.finishedAt ?? null };
}
