import * as z from "zod";
import { audited } from "../identity/audited.ts";
import type { OperatorContext } from "../identity/check-access.ts";
import { lockTable } from "./lock-shared-table.ts";
import { refuseTakenName, tableNameSchema } from "./shared-table-fields.ts";

export const renameTableInput = z.object({ tableId: z.uuid(), name: tableNameSchema });

/** Gives a shared table another name. What drivers read stands in the table itself and stays. */
export function renameTable(
  ctx: OperatorContext<"draft.write">,
  { tableId, name }: z.output<typeof renameTableInput>,
): Promise<{ name: string }> {
  const { operatorId } = ctx.operator;
  return audited(ctx, async (tx) => {
    const before = await lockTable(tx, operatorId, tableId);
    if (before.name === name) return { result: { name }, note: "unchanged" };
    await refuseTakenName(tx, operatorId, name);
    await tx.sharedTable.update({ where: { operatorId_id: { operatorId, id: tableId } }, data: { name } });
    const sides = { before: { name: before.name }, after: { name } };
    return { result: { name }, note: { operatorId, verb: "renameTable", object: `shared table ${name}`, ...sides } };
  });
}
