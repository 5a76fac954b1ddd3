import * as z from "zod";
import type { RateTable } from "#engine/model/rate-table.ts";
import { type TableOverride, tableOverrides } from "#engine/share/table-overrides.ts";
import type { OperatorContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { readTableUses, type TableUse } from "./read-table-uses.ts";

const versionsMax = 50;
export const tableInput = z.object({ tableId: z.uuid() });

/** The operator's shared tables by name, each with its newest version and what lots make of it. */
export async function readTables({ db, operator: { operatorId } }: OperatorContext<"draft.read">) {
  const tables = await db.sharedTable.findMany({
    where: { operatorId },
    include: { versions: { orderBy: { number: "desc" }, take: 1 } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  const uses = await readTableUses(db, { operatorId, tableIds: tables.map(({ id }) => id) });
  return tables.map(({ id, name, currency, newest, versions }) => {
    const { note, createdName, createdAt } = versions[0]!;
    const own = uses.filter((use) => use.tableId === id);
    const drafts = own.flatMap(({ draft }) => (draft ? [draft] : []));
    return {
      ...{ id, name, currency, newest, note, createdName, createdAt },
      lots: new Set(own.map(({ lotId }) => lotId)).size,
      behind: drafts.filter(({ number }) => number < newest).length,
      differing: drafts.filter(({ base, mine }) => tableOverrides(base, mine).length > 0).length,
    };
  });
}

/** One shared table: its newest versions, and where it is used as far as the person sees the lots. */
export async function readTable(
  { db, operator: { operatorId, lots } }: OperatorContext<"draft.read">,
  { tableId }: z.output<typeof tableInput>,
) {
  const table = await db.sharedTable.findUnique({
    where: { operatorId_id: { operatorId, id: tableId } },
    include: { versions: { orderBy: { number: "desc" }, take: versionsMax } },
  });
  if (!table) throw notFound("shared table");
  const names = new Map(lots.map(({ lotId, name }) => [lotId, name]));
  const uses = await readTableUses(db, { operatorId, tableIds: [tableId] });
  const visible = uses.filter(({ lotId }) => names.has(lotId));
  const { id, name, currency, newest } = table;
  return {
    ...{ id, operatorId, name, currency, newest },
    versions: table.versions.map(({ number, content, note, createdName, createdAt }) => ({
      ...{ number, note, createdName, createdAt },
      content: content as RateTable,
    })),
    uses: visible.map((use) => ({ ...use, lotName: names.get(use.lotId)!, overrides: overridesOf(use) })),
    /** Uses in lots that the person does not see. */
    hidden: uses.length - visible.length,
  };
}

function overridesOf({ draft }: TableUse): TableOverride[] {
  return draft ? tableOverrides(draft.base, draft.mine) : [];
}
