import * as z from "zod";
import type { Draft } from "#engine/model/draft.ts";
import type { RateTable } from "#engine/model/rate-table.ts";
import { tableOverrides } from "#engine/share/table-overrides.ts";
import { audited } from "../identity/audited.ts";
import { changedParts } from "../identity/changed-parts.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";
import { draftTableFields, findTable, withTable } from "./draft-table.ts";
import { lockDraft } from "./lock-draft.ts";
import { lockTable } from "./lock-shared-table.ts";
import { writeDraft } from "./write-draft.ts";

/** `keep`: what the lot's table says now stays, as differences from the shared one. */
export const useTableInput = z.object({
  ...draftTableFields,
  revision: z.int().min(1),
  tableId: z.uuid(),
  keep: z.boolean(),
});

/** Puts the newest version of a shared table in the place of a table of the lot's draft. Who pays by it stays. */
export function useTable(
  ctx: LotContext<"draft.write">,
  { revision, tableId, keep, rateTableId, rateTableVersion }: z.output<typeof useTableInput>,
): Promise<{ revision: number }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const current = await lockDraft(tx, ctx.lot, revision);
    const draft = current.content as Draft;
    const mine = findTable(draft, { rateTableId, rateTableVersion });
    if (!mine) throw notFound("rate table");
    const shared = await lockTable(tx, operatorId, tableId);
    const { currency, minorUnitDigits } = draft.tariff;
    if (currency !== shared.currency || minorUnitDigits !== shared.minorUnitDigits) {
      throw new Failure("badInput", `${shared.name} is in ${shared.currency}, the lot charges ${currency}`);
    }
    const { id, version } = mine;
    const table = keep ? mine : { ...(shared.newestVersion.content as RateTable), id, version };
    const next = withTable(draft, { rateTableId, rateTableVersion }, table);
    const saved = tableOverrides(mine, table).length > 0 ? await writeDraft(tx, ctx, current, next) : current;
    const place = { operatorId, lotId, rateTableId, rateTableVersion };
    const use = { tableId, number: shared.newest, awaySha256: null };
    await tx.sharedTableUse.upsert({
      where: { operatorId_lotId_rateTableId_rateTableVersion: place },
      create: { ...place, ...use },
      update: use,
    });
    const object = `shared table ${shared.name} v${shared.newest}`;
    const note = { operatorId, lotId, verb: "useTable", object, ...changedParts(mine, table) };
    return { result: { revision: saved.revision }, note };
  });
}
