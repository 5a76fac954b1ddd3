import { DAY_MS } from "../model/local-time.ts";
import type { RateEligibility } from "../model/rate-table.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { allHold } from "./eligible.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import { QuoteError } from "./quote-error.ts";
import type { Stay } from "./stay.ts";
import { type TimeSpans, within } from "./time-spans.ts";
import { fitsWindow } from "./times-of-day.ts";

/** Paid time that one version of a table prices. */
export type VersionPiece = { table: PreparedTable; spans: TimeSpans };

type PaidTime = { spans: TimeSpans; cursor: ClockCursor };

/** The tables of which the cheapest prices the stay, and the discount that comes with them. */
export type Choice = { tables: readonly PreparedTable[]; discount: RateEligibility["rateDiscount"] };

/**
 * Takes the first row of the tariff that is for the stay and has a table that can be used.
 * Throws `QuoteError` (`tariff.noRateTable`) when there is none.
 */
export function chooseTables(tariff: PreparedTariff, stay: Stay, cursor: ClockCursor): Choice {
  for (const { conditions, tables, discount } of tariff.choices) {
    if (!allHold(conditions, stay)) continue;
    const usable: PreparedTable[] = [];
    for (const versions of tables) {
      const table = usableVersion(versions, stay, cursor);
      if (table !== undefined) usable.push(table);
    }
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
 * How the versions of a table share the paid time of a stay, where the tariff gives each its own days. Days that no
 * version holds stay with the version of the entry.
 */
export function versionPieces(
  versions: readonly PreparedTable[],
  table: PreparedTable,
  paid: PaidTime,
): VersionPiece[] {
  const { spans, cursor } = paid;
  const last = spans.at(-1);
  if (last === undefined) return [];
  const pieces: VersionPiece[] = [];
  for (let at = spans[0]!.fromAt; at < last.toAt; ) {
    const day = Math.floor(cursor.wallMsAt(at) / DAY_MS);
    const ends = versions.flatMap(({ validFrom, validTo }) => [validFrom, validTo]).filter((end) => end > day);
    const nextDay = Math.min(...ends);
    const toAt = nextDay === Number.POSITIVE_INFINITY ? last.toAt : cursor.instantOf(nextDay, 0);
    const here = within(spans, [{ fromAt: at, toAt }]);
    if (here.length > 0) pieces.push({ table: newestOn(versions, day) ?? table, spans: here });
    at = toAt;
  }
  return pieces;
}

/** The version that holds on the day of entry, if the stay fits its windows. */
export function usableVersion(
  versions: readonly PreparedTable[],
  stay: Stay,
  cursor: ClockCursor,
): PreparedTable | undefined {
  const table = newestOn(versions, Math.floor(cursor.wallMsAt(stay.entryAt) / DAY_MS));
  if (table?.windows === undefined) return table;
  for (const window of table.windows) if (fitsWindow(window, cursor, stay.entryAt, stay.exitAt)) return table;
  return undefined;
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
