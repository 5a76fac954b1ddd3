import type { RateTable } from "#engine/model/rate-table.ts";
import type { LotContext } from "../identity/check-access.ts";

/** Which tables of the lot's draft came from shared ones, and the shared tables that it could use. */
export async function readLotTables({ db, lot: { operatorId, lotId } }: LotContext<"draft.read">) {
  const [uses, tables] = await Promise.all([
    db.sharedTableUse.findMany({
      where: { operatorId, lotId, awaySha256: null },
      include: { version: true },
      orderBy: [{ rateTableId: "asc" }, { rateTableVersion: "asc" }],
    }),
    db.sharedTable.findMany({
      where: { operatorId },
      include: { versions: { orderBy: { number: "desc" }, take: 1 } },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
  ]);
  return {
    uses: uses.map(({ rateTableId, rateTableVersion, tableId, number, version }) => ({
      ...{ rateTableId, rateTableVersion, tableId, number },
      base: version.content as RateTable,
    })),
    tables: tables.map(({ id, name, currency, newest, versions }) => ({
      ...{ id, name, currency, newest },
      content: versions[0]!.content as RateTable,
    })),
  };
}
