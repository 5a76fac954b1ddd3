import { caughtAs } from "../../caught-as.ts";
import { MINUTE_MS } from "../../model/local-time.ts";
import { type Choice, chooseTables } from "../../price/choose-tables.ts";
import { ClockCursor } from "../../price/clock-cursor.ts";
import { discountLines } from "../../price/discounts.ts";
import { isEligible } from "../../price/eligible.ts";
import { extraLines } from "../../price/extra-lines.ts";
import { finishQuote } from "../../price/finish-quote.ts";
import type { PreparedTable } from "../../price/prepare-table.ts";
import type { PreparedTariff } from "../../price/prepare-tariff.ts";
import { QuoteError } from "../../price/quote-error.ts";
import { TimeMeter } from "../../price/time-meter.ts";
import type { StayConditions } from "./stay-profiles.ts";

/** Parts of a tariff that a walk knows; with any other, and for stays with validations, stays are priced one by one. */
const KNOWN = new Set([
  ...["currency", "minorUnitDigits", "rateTables", "rateEligibility", "specialDays", "validations", "surcharges"],
  ...["validationStacking", "exitGraceMinutes", "overstay", "lostCredential", "reEntry", "tax", "roundTotal"],
  ...["cashRounding", "noReturn", "exitGraceByChannel", "validationLimits"],
]);

export function canWalk({ source }: PreparedTariff, { validations, lostCredential }: StayConditions): boolean {
  return validations === undefined && !lostCredential && Object.keys(source).every((key) => KNOWN.has(key));
}

/** One meter for all exits. */
const ALL = -3;

/**
 * The fees of many stays from one entry, each longer than the one before, as `priceStay` gives them: the meter of a
 * table runs once along them all instead of once along each. Only for stays without a past, see `canWalk`.
 */
export class FeeWalk {
  readonly #tariff: PreparedTariff;
  readonly #conditions: StayConditions;
  readonly #entryAt: number;
  readonly #cursor: ClockCursor;
  /** No exit changes which tables are chosen. */
  readonly #isChosenAtEntry: boolean;
  #choice: Choice | undefined;
  readonly #meters = new Map<PreparedTable, Map<number, TimeMeter>>();
  /** Fees by what the time came to, for the choice that they were made for. */
  readonly #finished = new Map<Choice["discount"], Map<number, number>>();

  constructor(tariff: PreparedTariff, conditions: StayConditions, entryAt: number) {
    const stay = { ...conditions, entryAt, exitAt: entryAt };
    const choices = tariff.choices.flatMap((row) =>
      row.eligibility === undefined || isEligible(row.eligibility, stay) ? [{ ...row, eligibility: undefined }] : [],
    );
    this.#tariff = { ...tariff, choices };
    this.#conditions = conditions;
    this.#entryAt = entryAt;
    this.#cursor = new ClockCursor(tariff.clock);
    this.#isChosenAtEntry = choices.every(({ tables }) => tables.every((one) => one.every(({ windows }) => !windows)));
  }

  /** None where no rate table is for the stay. Exits must not go back. */
  feeAt(exitAt: number): number | null {
    try {
      const { tables, discount } = this.#choiceAt(exitAt);
      let total = Number.POSITIVE_INFINITY;
      for (const table of tables) total = Math.min(total, this.#totalAt(table, exitAt));
      const fees = this.#finished.get(discount) ?? new Map<number, number>();
      this.#finished.set(discount, fees);
      const feeMinor = fees.get(total) ?? this.#finish(total, { table: tables[0]!, discount });
      fees.set(total, feeMinor);
      return feeMinor;
    } catch (error) {
      caughtAs(QuoteError, error);
      return null;
    }
  }

  #choiceAt(exitAt: number): Choice {
    if (this.#isChosenAtEntry && this.#choice) return this.#choice;
    const stay = { ...this.#conditions, entryAt: this.#entryAt, exitAt };
    this.#choice = chooseTables(this.#tariff, stay, this.#cursor);
    return this.#choice;
  }

  #finish(total: number, { table, discount }: { table: PreparedTable; discount: Choice["discount"] }): number {
    const stay = { ...this.#conditions, entryAt: this.#entryAt, exitAt: this.#entryAt };
    const off = discountLines(total, discount, this.#tariff.scale);
    const owed = off.reduce((sum, { amount }) => sum + amount, total);
    const time = { table, total: owed, lines: [{ kind: "flat" as const, amount: owed }] };
    const extras = extraLines(this.#tariff, stay, []);
    return finishQuote(this.#tariff, { time, extras, notices: [], paidMinor: 0 }).feeMinor;
  }

  #totalAt(table: PreparedTable, exitAt: number): number {
    const { freePeriod, minimumCharge } = table;
    const freeMs = (freePeriod?.minutes ?? 0) * MINUTE_MS;
    const from = this.#entryAt + (freePeriod?.mode === "subtract" ? freeMs : 0);
    if (exitAt <= from || exitAt - this.#entryAt <= freeMs) return 0;
    const meter = this.#meterOf(table, from, exitAt);
    meter.advanceTo(exitAt);
    const { total } = meter;
    return total <= 0 ? total : Math.max(total, minimumCharge);
  }

  /** One meter for each table; where the period at exit chooses the price, one for each period. */
  #meterOf(table: PreparedTable, from: number, exitAt: number): TimeMeter {
    const isByExit = table.source.periodSelection === "exitTime" && !table.alwaysOne;
    const period = isByExit ? this.#cursor.placeAt(table.planner, exitAt).cut.collection : ALL;
    const meters = this.#meters.get(table) ?? new Map<number, TimeMeter>();
    this.#meters.set(table, meters);
    const known = meters.get(period);
    if (known) return known;
    const stay = { ...this.#conditions, entryAt: this.#entryAt, exitAt };
    const span = { stay, from, to: exitAt, gaps: [] };
    const meter = new TimeMeter(table, span, this.#cursor);
    meters.set(period, meter);
    return meter;
  }
}
