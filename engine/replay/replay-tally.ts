import type { DecisionKind } from "#contracts/decision.ts";
import type { FactId } from "../model/vocabulary.ts";
import type { LeftOutReason, PassageChange, ReplayResult } from "./replay-result.ts";

const kinds = ["release", "hold", "refuse", "requestPayment", "requestConfirm"] as const satisfies DecisionKind[];

type DayMoney = { lotId: string; epochDay: number; stays: number; beforeMinor: number; afterMinor: number };

/** Counts what a replay finds. Its size depends on days and lots, not on passages. */
export class ReplayTally {
  passages = 0;
  replayed = 0;
  changed = 0;
  sameByAnotherRule = 0;
  unlikeRecord = 0;
  readonly #outcomes = new Map<DecisionKind, Map<DecisionKind, number>>();
  readonly #days = new Map<string, Map<number, DayMoney>>();
  readonly #largest: PassageChange[] = [];
  readonly #largestMax: number;
  readonly #reasons = new Map<LeftOutReason, number>();
  readonly #facts = new Map<FactId, number>();
  readonly #quoteErrors = new Map<string, number>();

  constructor(largestMax: number) {
    this.#largestMax = largestMax;
  }

  leaveOut(why: LeftOutReason): null {
    count(this.#reasons, why);
    return null;
  }

  lacks(fact: FactId): void {
    count(this.#facts, fact);
  }

  quoteError(code: string): void {
    count(this.#quoteErrors, code);
  }

  outcome(before: DecisionKind, after: DecisionKind): void {
    count(made(this.#outcomes, before, newCounts), after);
  }

  money(lotId: string, epochDay: number, beforeMinor: number, afterMinor: number): void {
    const days = made(this.#days, lotId, newDays);
    const day = days.get(epochDay) ?? { lotId, epochDay, stays: 0, beforeMinor: 0, afterMinor: 0 };
    if (day.stays === 0) days.set(epochDay, day);
    day.stays += 1;
    day.beforeMinor += beforeMinor;
    day.afterMinor += afterMinor;
  }

  /** Keeps the change when it is among the largest. */
  keep(change: PassageChange): void {
    this.changed += 1;
    const size = difference(change);
    const last = this.#largest.at(-1);
    if (size === 0 || (this.#largest.length >= this.#largestMax && last && size <= difference(last))) return;
    let at = this.#largest.length;
    while (at > 0 && difference(this.#largest[at - 1]!) < size) at -= 1;
    this.#largest.splice(at, 0, change);
    this.#largest.length = Math.min(this.#largest.length, this.#largestMax);
  }

  result(hasOneCurrency: boolean): ReplayResult {
    const { passages, replayed, changed, sameByAnotherRule, unlikeRecord } = this;
    const outcomes = kinds.flatMap((before) =>
      kinds.flatMap((after) => {
        const found = this.#outcomes.get(before)?.get(after);
        return found === undefined ? [] : [{ before, after, count: found }];
      }),
    );
    const days = [...this.#days.values()].flatMap((one) => [...one.values()].map((day) => ({ ...day })));
    days.sort((a, b) => a.epochDay - b.epochDay || (a.lotId < b.lotId ? -1 : 1));
    return {
      passages,
      replayed,
      changed,
      sameByAnotherRule,
      unlikeRecord,
      outcomes,
      money: hasOneCurrency ? { ...sumOf(days), days } : null,
      largest: [...this.#largest],
      leftOut: {
        total: passages - replayed,
        reasons: Object.fromEntries(this.#reasons),
        facts: Object.fromEntries(this.#facts),
        quoteErrors: Object.fromEntries(this.#quoteErrors),
      },
    };
  }
}

function sumOf(days: readonly DayMoney[]) {
  const sum = { stays: 0, beforeMinor: 0, afterMinor: 0 };
  for (const { stays, beforeMinor, afterMinor } of days) {
    sum.stays += stays;
    sum.beforeMinor += beforeMinor;
    sum.afterMinor += afterMinor;
  }
  return sum;
}

function difference({ before, after }: PassageChange): number {
  return Math.abs((after.feeMinor ?? 0) - (before.feeMinor ?? 0));
}

const newCounts = () => new Map<DecisionKind, number>();
const newDays = () => new Map<number, DayMoney>();

function made<Key, Value>(values: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const value = make();
  values.set(key, value);
  return value;
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
