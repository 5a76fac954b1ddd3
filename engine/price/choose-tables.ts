import { DAY_MS } from "../model/local-time.ts";
import type { RateEligibility } from "../model/rate-table.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { isEligible } from "./eligible.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import type { VersionPiece } from "./price-table.ts";
import { QuoteError } from "./quote-error.ts";
import type { Stay } from "./stay.ts";
import { type TimeSpans, within } from "./time-spans.ts";
import { fitsWindow } from "./times-of-day.ts";

/** The tables of which the cheapest prices the stay, and the discount that comes with them. */
export type Choice = { tables: PreparedTable[]; discount: RateEligibility["rateDiscount"] };

/**
 * Takes the first row of the tariff that is for the stay and has a table that can be used.
 * Throws `QuoteError` (`tariff.noRateTable`) when there is none.
 */
export function chooseTables(tariff: PreparedTariff, stay: Stay, cursor: ClockCursor): Choice {
  for (const { eligibility, tables, discount } of tariff.choices) {
    if (eligibility !== undefined && !isEligible(eligibility, stay)) continue;
    const usable = tables.flatMap((versions) => usableVersion(versions, stay, cursor) ?? []);
    if (usable.length > 0) return { tables: usable, discount };
  }
  throw new QuoteError("tariff.noRateTable", [], "no rate table is for this stay");
}

/** The table of that name, in the version of the day of entry. Throws `QuoteError` where it cannot be used. */
export function tableById(tariff: PreparedTariff, id: string, { stay, cursor }: { stay: Stay; cursor: ClockCursor }) {
  const table = usableVersion(tariff.tables.get(id) ?? [], stay, cursor);
  if (table) return table;
  throw new QuoteError("tariff.noRateTable", [], `the rate table "${id}" cannot be used for this stay`);
}

/**
 * How the versions of a table share the paid time of a stay, where the tariff gives each its own days; undefined where
 * the version of the entry prices all. Days that no version holds stay with the version of the entry.
 */
export function versionPieces(
  tariff: PreparedTariff,
  table: PreparedTable,
  cursor: ClockCursor,
): ((paid: TimeSpans) => VersionPiece[]) | undefined {
  const versions = tariff.tables.get(table.source.id)!;
  if (tariff.source.rateChange !== "segment" || versions.length < 2) return undefined;
  return (paid) => {
    const last = paid.at(-1);
    if (last === undefined) return [];
    const pieces: VersionPiece[] = [];
    for (let at = paid[0]!.fromAt; at < last.toAt; ) {
      const day = Math.floor(cursor.wallMsAt(at) / DAY_MS);
      const ends = versions.flatMap(({ validFrom, validTo }) => [validFrom, validTo]).filter((end) => end > day);
      const nextDay = Math.min(...ends);
      const toAt = nextDay === Number.POSITIVE_INFINITY ? last.toAt : cursor.instantOf(nextDay, 0);
      const spans = within(paid, [{ fromAt: at, toAt }]);
      if (spans.length > 0) pieces.push({ table: newestOn(versions, day) ?? table, spans });
      at = toAt;
    }
    return pieces;
  };
}

/** The version that holds on the day of entry, if the stay fits its windows. */
function usableVersion(versions: readonly PreparedTable[], stay: Stay, cursor: ClockCursor): PreparedTable | undefined {
  const { entryAt, exitAt } = stay;
  const table = newestOn(versions, Math.floor(cursor.wallMsAt(entryAt) / DAY_MS));
  if (table?.windows === undefined) return table;
  return table.windows.some((window) => fitsWindow(window, cursor, entryAt, exitAt)) ? table : undefined;
}

/** Of versions whose dates overlap the newest counts. */
function newestOn(versions: readonly PreparedTable[], day: number): PreparedTable | undefined {
  let table: PreparedTable | undefined;
  for (const version of versions) {
    if (day < version.validFrom || day >= version.validTo) continue;
    if (table === undefined || version.source.version > table.source.version) table = version;
  }
  return table;
}
