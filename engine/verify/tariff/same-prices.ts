import type { RateTable, Tariff } from "../../model/rate-table.ts";
import { isEligible } from "../../price/eligible.ts";
import type { StayConditions } from "./stay-profiles.ts";

/** Names for people; they do not change a price. */
const NAMES = new Set(["name", "rateTableName", "rateSupersedeLink"]);

/** Parts that matter only to stays with a past: a payment, an earlier visit, a lost ticket. Compared by value. */
const PAST = [
  ...["exitGraceMinutes", "exitGraceByChannel", "overstay", "reEntry", "noReturn", "turnRoundMinutes", "cashRounding"],
  ...["rightCoverage", "nestedAreas", "validationLimits", "validationStacking", "maxStay", "rateChange"],
];

/** What a value says of prices, as a text that is equal for equal prices. */
export function pricesText(value: unknown): string {
  return JSON.stringify(value, (key, one: unknown) => {
    if (NAMES.has(key)) return undefined;
    if (typeof one !== "object" || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/**
 * How rows of a tariff choose and price a kind of stay, without the names of tables and collections: equal texts price
 * it alike.
 */
export function rowsText(tariff: Tariff, rows: readonly number[], conditions: StayConditions): string {
  const tablesOf = (id: string) => tariff.rateTables.filter((table) => table.id === id).map(unnamed);
  const chosen = rows.map((index) => {
    const { rateTable, bestOf = [], rateDiscount } = tariff.rateEligibility[index]!;
    return [rateDiscount ?? null, ...[rateTable, ...bestOf].map(tablesOf)];
  });
  const { rateTables: _tables, rateEligibility: _rows, validations: _kinds, surcharges = [], ...rest } = tariff;
  const stay = { entryAt: 0, exitAt: 0, ...conditions };
  const charges = surcharges.flatMap(({ amount, eligibility }) =>
    eligibility === undefined || isEligible(eligibility, stay) ? [amount] : [],
  );
  return pricesText([chosen, charges, rest]);
}

/** The parts of two tariffs that differ and that stays without a past cannot show. */
export function pastThatDiffers(before: Tariff, after: Tariff): (string | number)[][] {
  const one = before as Record<string, unknown>;
  const other = after as Record<string, unknown>;
  const parts = PAST.filter((key) => pricesText(one[key] ?? null) !== pricesText(other[key] ?? null));
  const paths: (string | number)[][] = parts.map((key) => ["tariff", key]);
  const limitsOf = (tariff: Tariff) => pricesText(tariff.rateTables.map(perPlate));
  if (limitsOf(before) !== limitsOf(after)) paths.push(["tariff", "rateTables"]);
  return paths;
}

/** What a table does by earlier visits of the plate. */
function perPlate({ freePeriod, freeAllowance, caps = [] }: RateTable): unknown {
  const across = caps.filter((cap) => "acrossVisits" in cap && cap.acrossVisits === true);
  return [freePeriod?.limit ?? null, freeAllowance ?? null, across];
}

function unnamed({ id: _id, rateLineCollections, ...table }: RateTable): unknown {
  return { ...table, rateLineCollections: rateLineCollections.map(({ id: _name, ...collection }) => collection) };
}
