import * as z from "zod";
import { audited } from "../identity/audited.ts";
import type { OperatorContext } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import { lockTable } from "./lock-shared-table.ts";
import { readTableUses } from "./read-table-uses.ts";

export const removeTableInput = z.object({ tableId: z.uuid() });

/** Removes a shared table that no draft uses and that is live nowhere, its versions with it. */
export function removeTable(
  ctx: OperatorContext<"draft.write">,
  { tableId }: z.output<typeof removeTableInput>,
): Promise<{ removed: true }> {
  const { operatorId } = ctx.operator;
  return audited(ctx, async (tx) => {
    const { name, newest } = await lockTable(tx, operatorId, tableId);
    const uses = await readTableUses(tx, { operatorId, tableIds: [tableId] });
    if (uses.length > 0) {
      const lots = new Set(uses.map(({ lotId }) => lotId)).size;
      throw new Failure("conflict", `${lots} lots still use ${name}`, { conflict: { lots } });
    }
    await tx.sharedTableUse.deleteMany({ where: { operatorId, tableId } });
    await tx.sharedTable.delete({ where: { operatorId_id: { operatorId, id: tableId } } });
    const object = `shared table ${name}`;
    return { result: { removed: true }, note: { operatorId, verb: "removeTable", object, before: { name, newest } } };
  });
}
