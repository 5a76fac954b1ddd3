import type { Tx } from "#prisma/db.ts";
import { Failure, notFound } from "../identity/failure.ts";

/** The shadow that a person means, while it runs. A lane that comes first in a plan is the plan's to end. */
export async function runningShadow(tx: Tx, lot: { operatorId: string; lotId: string }, trialId: string) {
  const { operatorId, lotId } = lot;
  const trial = await tx.trial.findUnique({
    where: { operatorId_lotId_id: { operatorId, lotId, id: trialId } },
    include: { bundle: { select: { sha256: true } } },
  });
  if (!trial || trial.lanes.length > 0) throw notFound("shadow");
  if (trial.endedAt) throw new Failure("conflict", "this shadow has ended");
  return trial;
}
