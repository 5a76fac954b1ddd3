import * as z from "zod";
import type { Draft } from "#engine/model/draft.ts";
import type { RateTable } from "#engine/model/rate-table.ts";

/** A table of a lot's draft: its id, and its version there. */
export const draftTableFields = {
  rateTableId: z.string().min(1).max(64),
  rateTableVersion: z.int().min(1),
};
export type DraftTable = { readonly rateTableId: string; readonly rateTableVersion: number };

export function findTable({ tariff }: Draft, wanted: DraftTable): RateTable | undefined {
  return tariff.rateTables.find((table) => isNamed(table, wanted));
}

/** The draft with this in the place of the table of that name. */
export function withTable(draft: Draft, wanted: DraftTable, table: RateTable): Draft {
  const rateTables = draft.tariff.rateTables.map((each) => (isNamed(each, wanted) ? table : each));
  return { ...draft, tariff: { ...draft.tariff, rateTables } };
}

function isNamed({ id, version }: RateTable, { rateTableId, rateTableVersion }: DraftTable): boolean {
  return id === rateTableId && version === rateTableVersion;
}
