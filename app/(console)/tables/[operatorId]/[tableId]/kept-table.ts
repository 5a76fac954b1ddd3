import { type RateTable, rateTableSchema } from "#engine/model/rate-table.ts";

/** Edits of a shared table that are no version yet, with the version that they were begun on. */
export type KeptTable = { number: number; table: RateTable };

type Whose = { userId: string; tableId: string };

/** Edits are kept in this browser, so that leaving the page loses nothing. */
export function readKeptTable(whose: Whose): KeptTable | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(whose)) ?? "null");
    if (typeof kept !== "object" || kept === null || !("number" in kept) || !("table" in kept)) return null;
    const table = rateTableSchema.safeParse(kept.table);
    return table.success && typeof kept.number === "number" ? { number: kept.number, table: table.data } : null;
  } catch {
    return null; // a browser that keeps nothing, or something else under the name
  }
}

/** Keeps the edits; `null` forgets them. A browser may refuse: then leaving the page asks first. */
export function keepTable(whose: Whose, kept: KeptTable | null): void {
  try {
    if (kept) localStorage.setItem(nameOf(whose), JSON.stringify(kept));
    else localStorage.removeItem(nameOf(whose));
  } catch {
    return; // nothing is kept where nothing can be
  }
}

function nameOf({ userId, tableId }: Whose): string {
  return `liftgate-table ${userId} ${tableId}`;
}
