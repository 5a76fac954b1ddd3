import type { Scenario } from "#engine/scenario/scenario.ts";
import type { Tx } from "#prisma/db.ts";
import type { LotContext } from "../identity/check-access.ts";

/** The lot's scenarios, oldest first. */
export async function readScenarios({ db, lot }: LotContext<"draft.read">) {
  const rows = await db.scenario.findMany({
    where: { operatorId: lot.operatorId, lotId: lot.lotId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, content, revision, updatedName, updatedAt }) => {
    return { id, scenario: content as Scenario, revision, updatedName, updatedAt };
  });
}

/** What a publish must meet. */
export async function scenariosOfLot(tx: Tx, { operatorId, lotId }: { operatorId: string; lotId: string }) {
  const rows = await tx.scenario.findMany({
    where: { operatorId, lotId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, content }) => ({ id, scenario: content as Scenario }));
}
