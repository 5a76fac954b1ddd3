import { type LadderLine, owedAt, unitsAt } from "./ladder.ts";
import type { Ledger } from "./ledger.ts";
import type { PreparedCollection } from "./prepare-table.ts";

/** Time between two stops of a meter: from `start` to `end` on the collection's count, from `at` to `until` on the clock. */
export type Stretch = {
  start: number;
  end: number;
  at: number;
  until: number;
  /** The occurrence of the period that it is part of, and since when that has run. */
  occurrence: number;
  occurrenceFrom: number;
};

/** What a collection asks for the time from `start` to `end` on its count. */
export function owedBetween({ ladder, minimum }: PreparedCollection, start: number, end: number): number {
  const owed = atLeast(minimum, owedAt(ladder, end));
  return start === 0 ? owed : owed - atLeast(minimum, owedAt(ladder, start));
}

/** The least that an occurrence costs, once anything is owed. */
function atLeast(minimum: number, owed: number): number {
  return owed > 0 && owed < minimum ? minimum : owed;
}

/** As {@link owedBetween}; notes in the ledger what each rate line and the least price have to do with it. */
export function chargeLines(collection: PreparedCollection, stretch: Stretch, ledger: Ledger): number {
  const { ladder, slot, minimum } = collection;
  const { start, end, at, until, occurrence, occurrenceFrom } = stretch;
  const { lines } = ladder;
  let amount = 0;
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i]!;
    const units = unitsAt(ladder, line, end) - (start === 0 ? 0 : unitsAt(ladder, line, start));
    if (units === 0 && (end <= line.startMs || start >= line.endMs)) continue;
    amount += units * line.amount;
    const inRound = ladder.resetMs === 0 || end <= ladder.resetMs;
    const fromAt = inRound ? lineFrom(line, stretch) : at;
    const toAt = inRound ? at + Math.min(end, line.endMs) - start : until;
    ledger.add(slot + i, occurrence, { units, amount: units * line.amount, fromAt, toAt });
  }
  if (minimum === 0) return amount;
  const owed = owedBetween(collection, start, end);
  ledger.add(slot + lines.length, occurrence, { units: 0, amount: owed - amount, fromAt: occurrenceFrom, toAt: until });
  return owed;
}

function lineFrom(line: LadderLine, { start, at, occurrenceFrom }: Stretch): number {
  return line.kind === "tier" ? occurrenceFrom : at + Math.max(0, line.startMs - start);
}
