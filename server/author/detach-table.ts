import * as z from "zod";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { draftTableFields } from "./draft-table.ts";

export const detachTableInput = z.object(draftTableFields);

/** Makes a table of the lot's draft its own: it says what it says, and no new version comes to it. */
export function detachTable(
  ctx: LotContext<"draft.write">,
  { rateTableId, rateTableVersion }: z.output<typeof detachTableInput>,
): Promise<{ detached: true }> {
  const { operatorId, lotId } = ctx.lot;
  const where = {
    operatorId_lotId_rateTableId_rateTableVersion: { operatorId, lotId, rateTableId, rateTableVersion },
  };
  return audited(ctx, async (tx) => {
    const use = await tx.sharedTableUse.findUnique({ where, include: { version: { include: { table: true } } } });
    if (!use) throw notFound("use of a shared table");
    await tx.sharedTableUse.delete({ where });
    const object = `shared table ${use.version.table.name} v${use.number}`;
    const before = { tableId: use.tableId, rateTableId, rateTableVersion };
    return { result: { detached: true }, note: { operatorId, lotId, verb: "detachTable", object, before } };
  });
}
