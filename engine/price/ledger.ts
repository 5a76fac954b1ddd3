import type { PreparedCollection, PreparedTable } from "./prepare-table.ts";
import type { ScaledLine } from "./quote.ts";

const COLUMNS = 5;
const UNITS = 0;
const AMOUNT = 1;
const TIMES = 2;
const FROM = 3;
const TO = 4;

/**
 * What each rate line has come to so far. Short stays take the sums out after each occurrence of a period, long stays
 * once at the end. The numbers lie in one array so that a day's worth can be copied, compared and multiplied.
 */
export class Ledger {
  readonly sums: number[];
  /** Per slot the occurrence that last owed something, to count how often a price was owed; -1 is an empty slot. */
  readonly #lastOwed: number[];

  constructor(table: PreparedTable) {
    this.sums = new Array(table.slots * COLUMNS).fill(0);
    this.#lastOwed = new Array(table.slots).fill(-1);
  }

  add(slot: number, entry: { units: number; amount: number; fromAt: number; toAt: number; occurrence: number }): void {
    const at = slot * COLUMNS;
    const { sums } = this;
    if (sums[at + TO] === 0) sums[at + FROM] = entry.fromAt;
    sums[at + TO] = entry.toAt;
    if (entry.units === 0 && entry.amount === 0) return;
    if (this.#lastOwed[slot] !== entry.occurrence) sums[at + TIMES]! += 1;
    this.#lastOwed[slot] = entry.occurrence;
    sums[at + UNITS]! += entry.units;
    sums[at + AMOUNT]! += entry.amount;
  }

  /** Adds what `after` has over `before` another `rounds` times, the last `shiftMs` later. */
  repeat(
    before: readonly number[],
    after: readonly number[],
    { rounds, shiftMs }: { rounds: number; shiftMs: number },
  ): void {
    for (let at = 0; at < this.sums.length; at += COLUMNS) {
      if (after[at + TO] === before[at + TO]) continue;
      for (let column = UNITS; column <= TIMES; column += 1) {
        this.sums[at + column]! += rounds * (after[at + column]! - before[at + column]!);
      }
      this.sums[at + TO] = Math.max(this.sums[at + TO]!, after[at + TO]! + shiftMs);
    }
  }

  /** Takes out the lines of one collection, in the order of its rate lines. */
  take(collection: PreparedCollection, into: ScaledLine[]): void {
    const { lines } = collection.ladder;
    for (let i = 0; i <= lines.length; i += 1) {
      const slot = collection.slot + i;
      const at = slot * COLUMNS;
      if (this.sums[at + TO] === 0) continue;
      if (this.sums[at + UNITS] !== 0 || this.sums[at + AMOUNT] !== 0) into.push(this.#line(collection, i, at));
      this.sums.fill(0, at, at + COLUMNS);
      this.#lastOwed[slot] = -1;
    }
  }

  #line(collection: PreparedCollection, index: number, at: number): ScaledLine {
    const { sums } = this;
    const times = sums[at + TIMES]!;
    const line = collection.ladder.lines[index];
    const found: ScaledLine = {
      kind: "minimum",
      fromAt: sums[at + FROM]!,
      toAt: sums[at + TO]!,
      amount: sums[at + AMOUNT]!,
    };
    if (collection.source.name !== undefined) found.label = collection.source.name;
    if (times > 1) found.times = times;
    if (line === undefined) {
      found.params = { scope: "period" };
      return found;
    }
    const { source } = line;
    const digits = source.subMinorDigits ?? 0;
    const unitPriceMinor = source.value / 10 ** digits;
    found.rateLine = line.id;
    found.unitPriceMinor = unitPriceMinor;
    if (source.rateLineType === "flatRate") {
      found.kind = "flat";
    } else if (source.rateLineType === "flatRateTier") {
      found.kind = "tier";
      if (source.durationEnd !== undefined) found.params = { upToMinutes: source.durationEnd };
    } else {
      const { incrementPeriod } = source;
      found.kind = "time";
      found.unitMinutes = incrementPeriod;
      found.units = line.rounding === "exact" ? sums[at + UNITS]! / (incrementPeriod * 60) : sums[at + UNITS]!;
      found.params = { rounding: line.rounding };
    }
    return found;
  }
}
