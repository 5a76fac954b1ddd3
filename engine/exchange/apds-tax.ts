import type { Diagnostic } from "../model/diagnostic.ts";
import type { Tariff } from "../model/rate-table.ts";
import type { ApdsDocument } from "./apds-document.ts";
import type { ExchangeNotes } from "./exchange-notes.ts";

type Given = { taxIncluded?: boolean; taxRate?: number; taxValue?: number };
type Found = { mode: "included" | "excluded"; rate: number };

/** The tax of all collections and lines, which has to be one. */
export function apdsTax({ rateTables }: ApdsDocument, notes: ExchangeNotes): Tariff["tax"] {
  let first: Found | undefined;
  let isFirst = true;
  const meet = (given: Given, path: Diagnostic["path"]) => {
    const tax = taxOf(given, path, notes);
    const differs = !isFirst && (tax?.rate !== first?.rate || tax?.mode !== first?.mode);
    if (differs) notes.error("apds.differs", [...path, "taxRate"], { field: "taxRate" });
    if (isFirst) first = tax;
    isFirst = false;
  };
  for (const [index, table] of rateTables.entries()) {
    for (const [place, collection] of table.rateLineCollections.entries()) {
      const path = ["rateTables", index, "rateLineCollections", place];
      meet(collection, path);
      for (const [number, { rateLineTax }] of collection.rateLines.entries()) {
        if (rateLineTax) meet(rateLineTax, [...path, "rateLines", number, "rateLineTax"]);
      }
    }
  }
  return first;
}

function taxOf(
  { taxIncluded, taxRate, taxValue }: Given,
  path: Diagnostic["path"],
  notes: ExchangeNotes,
): Found | undefined {
  if (taxRate === undefined || taxRate === 0) {
    if (taxValue) notes.lost([...path, "taxValue"], "taxValue");
    else if (taxIncluded === false && taxRate === undefined) notes.lost([...path, "taxIncluded"], "taxIncluded");
    return undefined;
  }
  const rate = Math.round(taxRate * 100);
  if (Math.abs(rate - taxRate * 100) > 1e-6) {
    notes.warning("exchange.amountRounded", [...path, "taxRate"], { value: taxRate });
  }
  return { mode: taxIncluded === false ? "excluded" : "included", rate };
}
