import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Draft } from "#engine/model/draft.ts";
import type { Prisma } from "#prisma/client/client.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { draftTableFields, findTable } from "./draft-table.ts";
import { lockDraft } from "./lock-draft.ts";
import { noteSchema, refuseTakenName, tableNameSchema } from "./shared-table-fields.ts";

export const shareTableInput = z.object({
  ...draftTableFields,
  revision: z.int().min(1),
  name: tableNameSchema,
  note: noteSchema,
});

/** Makes a table of a lot's draft the first version of a shared one, which the lot uses from now on. */
export function shareTable(
  ctx: LotContext<"draft.write">,
  { revision, name, note, rateTableId, rateTableVersion }: z.output<typeof shareTableInput>,
): Promise<{ tableId: string }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const draft = (await lockDraft(tx, ctx.lot, revision)).content as Draft;
    const content = findTable(draft, { rateTableId, rateTableVersion });
    if (!content) throw notFound("rate table");
    await refuseTakenName(tx, operatorId, name);
    const tableId = randomUUID();
    const { currency, minorUnitDigits } = draft.tariff;
    const by = { createdById: ctx.actor.userId, createdName: ctx.actor.name };
    await tx.sharedTable.create({ data: { operatorId, id: tableId, name, currency, minorUnitDigits } });
    await tx.sharedTableVersion.create({
      data: { operatorId, tableId, number: 1, content: content as Prisma.InputJsonObject, note, ...by },
    });
    const place = { operatorId, lotId, rateTableId, rateTableVersion };
    const use = { tableId, number: 1, awaySha256: null };
    await tx.sharedTableUse.upsert({
      where: { operatorId_lotId_rateTableId_rateTableVersion: place },
      create: { ...place, ...use },
      update: use,
    });
    const after = { tableId, rateTableId, rateTableVersion };
    return {
      result: { tableId },
      note: { operatorId, lotId, verb: "shareTable", object: `shared table ${name}`, reason: note, after },
    };
  });
}
