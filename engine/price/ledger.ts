import type { PreparedCollection, PreparedTable } from "./prepare-table.ts";
import type { ScaledLine } from "./quote.ts";

const COLUMNS = 5;
const UNITS = 0;
const AMOUNT = 1;
const TIMES = 2;
const FROM = 3;
const TO = 4;

/** What one rate line adds between two moments. */
type LedgerEntry = { units: number; amount: number; fromAt: number; toAt: number };

/**
 * What each rate line has come to so far. Short stays take the sums out after each occurrence of a period, long stays
 * once at the end. The numbers lie in one array so that a day's worth can be copied, compared and multiplied.
 */
export class Ledger {
  readonly sums: number[];
  /** Per slot the occurrence that last owed something, to count how often a price was owed; -1 is an empty slot. */
  readonly #lastOwed: Int32Array;

  constructor(table: Pick<PreparedTable, "slots">) {
    this.sums = new Array<number>(table.slots * COLUMNS).fill(0);
    this.#lastOwed = new Int32Array(table.slots).fill(-1);
  }

  clear(): void {
    for (let at = 0; at < this.sums.length; at += 1) this.sums[at] = 0;
    for (let slot = 0; slot < this.#lastOwed.length; slot += 1) this.#lastOwed[slot] = -1;
  }

  add(slot: number, occurrence: number, entry: LedgerEntry): void {
    const at = slot * COLUMNS;
    const { sums } = this;
    if (sums[at + TO] === 0) sums[at + FROM] = entry.fromAt;
    sums[at + TO] = entry.toAt;
    if (entry.units === 0 && entry.amount === 0) return;
    if (this.#lastOwed[slot] !== occurrence) sums[at + TIMES]! += 1;
    this.#lastOwed[slot] = occurrence;
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
    const { sums } = this;
    const end = collection.slot + collection.ladder.lines.length;
    for (let slot = collection.slot; slot <= end; slot += 1) {
      const at = slot * COLUMNS;
      if (sums[at + TO] === 0) continue;
      if (sums[at + UNITS] !== 0 || sums[at + AMOUNT] !== 0) into.push(this.#line(collection, slot));
      sums[at + UNITS] = 0;
      sums[at + AMOUNT] = 0;
      sums[at + TIMES] = 0;
      sums[at + TO] = 0;
      this.#lastOwed[slot] = -1;
    }
  }

  #line(collection: PreparedCollection, slot: number): ScaledLine {
    const { sums } = this;
    const at = slot * COLUMNS;
    const times = sums[at + TIMES]!;
    const line = collection.ladder.lines[slot - collection.slot];
    const found: ScaledLine = {
      kind: line?.kind ?? "minimum",
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
    found.rateLine = line.id;
    found.unitPriceMinor = line.unitPriceMinor;
    if (line.kind === "time") {
      found.unitMinutes = line.unitMinutes;
      found.units = line.rounding === "exact" ? sums[at + UNITS]! / (line.unitMinutes * 60) : sums[at + UNITS]!;
      found.params = { rounding: line.rounding };
    } else if (line.upToMinutes !== undefined) {
      found.params = { upToMinutes: line.upToMinutes };
    }
    return found;
  }
}
