import type { ClockTable } from "../model/clock-table.ts";
import type { Eligibility } from "../model/eligibility.ts";
import type { RateEligibility, Tariff } from "../model/rate-table.ts";
import { ClockCursor } from "./clock-cursor.ts";
import { type Condition, conditionsOf } from "./eligible.ts";
import { leastCommonMultiple, unitPrice } from "./ladder.ts";
import { type PlainStays, plainStays } from "./plain-stays.ts";
import { type PreparedTable, prepareTable } from "./prepare-table.ts";
import { QuoteError } from "./quote-error.ts";
import { prepareSpecialDays } from "./special-days.ts";

/** Largest common denominator of the prices of a tariff: keeps every amount an exact whole number. */
const SCALE_MAX = 1_000_000;

export type PreparedTariff = {
  source: Tariff;
  clock: ClockTable;
  /** Amounts are counted in this many parts of a minor unit. */
  scale: number;
  choices: readonly PreparedChoice[];
  /** All versions of each table, by id. */
  tables: ReadonlyMap<string, readonly PreparedTable[]>;
  /** Each version of a table prices its own days. */
  sharesVersions: boolean;
  /** Remembers the clock's offset from one quote to the next. */
  cursor: ClockCursor;
  /** What the finished price depends on, always in the same shape. */
  finish: PreparedFinish;
  plain: PlainStays;
};

type PreparedFinish = {
  tax: Tariff["tax"];
  roundTotal: Tariff["roundTotal"];
  surcharges: readonly Surcharge[];
  /** The price of the time is the fee: nothing is added, and nothing rounded. */
  isSum: boolean;
};

/** Added to stays for which all conditions hold; scaled. */
type Surcharge = { conditions: readonly Condition[]; amount: number };

/** One row of `rateEligibility`; each table is there with all its versions. */
export type PreparedChoice = {
  eligibility: Eligibility | undefined;
  conditions: readonly Condition[];
  tables: readonly (readonly PreparedTable[])[];
  discount: RateEligibility["rateDiscount"];
  /** The table, where there is but one version of one, it can always be used, and no discount comes with it. */
  only: PreparedTable | undefined;
};

/**
 * Does once what many quotes share. The tariff must have passed `tariffSchema` and `checkTariff`.
 * Throws `QuoteError` (`tariff.invalid`) when a rate table is missing or prices have no exact common unit.
 */
export function prepareTariff(tariff: Tariff, clock: ClockTable): PreparedTariff {
  const scale = commonScale(tariff);
  const context = {
    scale,
    clock,
    calendar: { special: prepareSpecialDays(tariff.specialDays ?? []), events: tariff.events ?? [] },
  };
  const tables = new Map<string, PreparedTable[]>();
  for (const table of tariff.rateTables) {
    tables.set(table.id, [
      ...(tables.get(table.id) ?? []),
      prepareTable(table, {
        ...context,
        isOnlyVersion: tariff.rateTables.every((other) => other === table || other.id !== table.id),
      }),
    ]);
  }
  const choices = tariff.rateEligibility.map((row, index): PreparedChoice => {
    const found = [row.rateTable, ...(row.bestOf ?? [])].map((id) => {
      const versions = tables.get(id);
      if (versions) return versions;
      throw new QuoteError("tariff.invalid", ["rateEligibility", index], `there is no rate table "${id}"`);
    });
    const [table] = found[0]!;
    const isOnly = found.length === 1 && table!.isOnlyChoice && row.rateDiscount === undefined;
    return {
      eligibility: row.eligibility,
      conditions: conditionsOf(row.eligibility),
      tables: found,
      discount: row.rateDiscount,
      only: isOnly ? table : undefined,
    };
  });
  const sharesVersions = tariff.rateChange === "segment" && tariff.rateTables.length > tables.size;
  const plain = plainStays(tariff, clock, sharesVersions);
  const { tax, roundTotal } = tariff;
  const surcharges = (tariff.surcharges ?? []).map(({ eligibility, amount }) => {
    return { conditions: conditionsOf(eligibility), amount: amount * scale };
  });
  const isSum = scale === 1 && surcharges.length === 0 && tax?.mode !== "excluded" && roundTotal === undefined;
  const finish = { tax, roundTotal, surcharges, isSum };
  const cursor = new ClockCursor(clock);
  return { source: tariff, clock, scale, choices, tables, sharesVersions, cursor, finish, plain };
}

function commonScale(tariff: Tariff): number {
  const lines = tariff.rateTables.flatMap((table) => table.rateLineCollections.flatMap(({ rateLines }) => rateLines));
  const scale = lines.reduce((common, line) => leastCommonMultiple(common, unitPrice(line).denominator), 1);
  if (scale <= SCALE_MAX) return scale;
  throw new QuoteError("tariff.invalid", ["rateTables"], "the prices have no common unit that is fine enough");
}
