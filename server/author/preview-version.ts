import { isDeepStrictEqual } from "node:util";
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
import { readTableUses } from "./read-table-uses.ts";
import { type SampleFee, sampleFees } from "./sample-fees.ts";

/** More than anybody decides about at once; the others follow when these have the version. */
const usesMax = 500;
const lotsMax = 200;

/** `lots`: those for which something has been chosen; all others that have not got the version are shown, too. */
export const previewVersionInput = z.object({
  tableId: z.uuid(),
  number: z.int().min(1),
  lots: z.array(wantedTableSchema).max(lotsMax).default([]),
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

/** What a version of a shared table would change in the drafts that use another version of it. Changes nothing. */
export async function previewVersion(
  { db, operator }: OperatorContext<"draft.read">,
  asker: Asker,
  { tableId, number, lots }: z.output<typeof previewVersionInput>,
): Promise<{ next: RateTable; lots: Preview[]; more: number }> {
  const { operatorId } = operator;
  const next = (await readVersion(db, { operatorId, tableId, number })).content as RateTable;
  const named = lots.map(({ lotId }) => checkLot(asker, "draft.read", lotId).lot);
  if (named.some((lot) => lot.operatorId !== operatorId)) throw notFound("lot");
  const zones = new Map(operator.lots.map(({ lotId, timeZone }) => [lotId, timeZone]));
  const behind = (await readTableUses(db, { operatorId, tableIds: [tableId] })).filter(
    ({ lotId, draft }) => zones.has(lotId) && draft !== null && draft.number !== number,
  );
  const shown = behind.slice(0, usesMax);
  const lotIds = shown.map(({ lotId }) => lotId);
  const drafts = await db.draft.findMany({ where: { operatorId, lotId: { in: lotIds } } });
  const previews = shown.flatMap((use): Preview[] => {
    const { lotId, rateTableId, rateTableVersion } = use;
    const place = { lotId, rateTableId, rateTableVersion };
    const draft = drafts.find((each) => each.lotId === lotId);
    const content = draft?.content as Draft | undefined;
    const mine = content && findTable(content, use);
    // A draft that was saved just now may have lost the table.
    if (!draft || !content || !mine || !use.draft) return [];
    const choices = lots.find((each) => isDeepStrictEqual({ ...place, choices: each.choices }, each))?.choices;
    const { table, kept, conflicts } = takeVersion({ base: use.draft.base, mine, next }, choices);
    const after = withTable(content, use, table).tariff;
    return [
      {
        ...place,
        ...{ revision: draft.revision, mine, table, kept, conflicts },
        changes: tableOverrides(mine, table),
        fees: sampleFees({ before: content.tariff, after }, { rateTableId, timeZone: zones.get(lotId)! }),
        errors: newErrors(content.tariff, after),
      },
    ];
  });
  return { next, lots: previews, more: behind.length - shown.length };
}

function newErrors(before: Tariff, after: Tariff): Diagnostic[] {
  const named = ({ code, path }: Diagnostic) => `${code} ${path.join(".")}`;
  const known = new Set(checkTariff(before).map(named));
  return checkTariff(after).filter((found) => found.severity === "error" && !known.has(named(found)));
}
