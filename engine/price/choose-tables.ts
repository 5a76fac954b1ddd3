import { DAY_MS } from "../model/local-time.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { isEligible } from "./eligible.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import { QuoteError } from "./quote-error.ts";
import type { Stay } from "./stay.ts";
import { fitsWindow } from "./times-of-day.ts";

/**
 * The tables of which the cheapest prices the stay: those of the first row that is for the stay and has a table that
 * can be used. Throws `QuoteError` (`tariff.noRateTable`) when there is none.
 */
export function chooseTables(tariff: PreparedTariff, stay: Stay, cursor: ClockCursor): PreparedTable[] {
  for (const { eligibility, tables } of tariff.choices) {
    if (eligibility !== undefined && !isEligible(eligibility, stay)) continue;
    const usable = tables.flatMap((versions) => usableVersion(versions, stay, cursor) ?? []);
    if (usable.length > 0) return usable;
  }
  throw new QuoteError("tariff.noRateTable", [], "no rate table is for this stay");
}

/** The version that holds on the day of entry, if the stay fits its windows. */
function usableVersion(versions: readonly PreparedTable[], stay: Stay, cursor: ClockCursor): PreparedTable | undefined {
  const { entryAt, exitAt } = stay;
  const day = Math.floor(cursor.wallMsAt(entryAt) / DAY_MS);
  // Of versions whose dates overlap the newest counts.
  const valid = versions.filter(({ validFrom, validTo }) => day >= validFrom && day < validTo);
  const table = valid.reduce<PreparedTable | undefined>(
    (newest, next) => (newest === undefined || next.source.version > newest.source.version ? next : newest),
    undefined,
  );
  if (table?.windows === undefined) return table;
  return table.windows.some((window) => fitsWindow(window, cursor, entryAt, exitAt)) ? table : undefined;
}
