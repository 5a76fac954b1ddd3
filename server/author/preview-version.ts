import * as z from "zod";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import type { Draft } from "#engine/model/draft.ts";
import type { RateTable, Tariff } from "#engine/model/rate-table.ts";
import { checkTariff } from "#engine/price/check-tariff.ts";
import { type TableOverride, tableOverrides } from "#engine/share/table-overrides.ts";
import { takeVersion } from "#engine/share/take-version.ts";
import { type Asker, checkLot, type OperatorContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { wantedTableSchema } from "./bring-version.ts";
import { findTable, withTable } from "./draft-table.ts";
import { readVersion } from "./lock-shared-table.ts";
import { type SampleFee, sampleFees } from "./sample-fees.ts";

const lotsMax = 200;

export const previewVersionInput = z.object({
  tableId: z.uuid(),
  number: z.int().min(1),
  lots: z.array(wantedTableSchema).max(lotsMax),
});

type Preview = {
  readonly lotId: string;
  readonly rateTableId: string;
  readonly rateTableVersion: number;
  readonly revision: number;
  /** The lot's table now, and as it would be. */
  readonly mine: RateTable;
  readonly table: RateTable;
  readonly changes: readonly TableOverride[];
  /** What the lot goes on saying otherwise than the new version. */
  readonly kept: readonly TableOverride[];
  readonly conflicts: readonly { readonly id: string; readonly path: readonly string[] }[];
  readonly fees: readonly SampleFee[];
  /** Errors that the lot's tariff has not got now. */
  readonly errors: readonly Diagnostic[];
};

/** What a version of a shared table would change in lots that use it. Changes nothing. */
export async function previewVersion(
  { db, operator: { operatorId } }: OperatorContext<"draft.read">,
  asker: Asker,
  { tableId, number, lots }: z.output<typeof previewVersionInput>,
): Promise<{ next: RateTable; lots: Preview[] }> {
  const next = (await readVersion(db, { operatorId, tableId, number })).content as RateTable;
  const places = lots.map((wanted) => ({ wanted, lot: checkLot(asker, "draft.read", wanted.lotId).lot }));
  if (places.some(({ lot }) => lot.operatorId !== operatorId)) throw notFound("lot");
  const lotIds = lots.map(({ lotId }) => lotId);
  const [drafts, uses] = await Promise.all([
    db.draft.findMany({ where: { operatorId, lotId: { in: lotIds } } }),
    db.sharedTableUse.findMany({
      where: { operatorId, tableId, lotId: { in: lotIds }, awaySha256: null },
      include: { version: true },
    }),
  ]);
  const previews = places.map(({ wanted, lot: { lotId, timeZone } }) => {
    const { rateTableId, rateTableVersion, choices } = wanted;
    const draft = drafts.find((each) => each.lotId === lotId);
    const use = uses.find(
      (each) => each.lotId === lotId && each.rateTableId === rateTableId && each.rateTableVersion === rateTableVersion,
    );
    const content = draft?.content as Draft | undefined;
    const mine = content && findTable(content, wanted);
    if (!draft || !content || !use || !mine) throw notFound("use of the shared table");
    const { table, kept, conflicts } = takeVersion({ base: use.version.content as RateTable, mine, next }, choices);
    const after = withTable(content, wanted, table);
    return {
      ...{ lotId, rateTableId, rateTableVersion, revision: draft.revision, mine, table, kept, conflicts },
      changes: tableOverrides(mine, table),
      fees: sampleFees({ before: content.tariff, after: after.tariff }, { rateTableId, timeZone }),
      errors: newErrors(content.tariff, after.tariff),
    };
  });
  return { next, lots: previews };
}

function newErrors(before: Tariff, after: Tariff): Diagnostic[] {
  const named = ({ code, path }: Diagnostic) => `${code} ${path.join(".")}`;
  const known = new Set(checkTariff(before).map(named));
  return checkTariff(after).filter((found) => found.severity === "error" && !known.has(named(found)));
}
