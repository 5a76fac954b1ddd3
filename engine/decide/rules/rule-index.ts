import { buildColumn, type Column, singleFactSlot } from "./index-column.ts";
import type { Test, TestedRule } from "./matcher.ts";

/**
 * For each fact that rules compare with constants at their top level, which rules a value leaves possible, as bits. The
 * rules that all facts leave possible are the candidates; only what the index could not decide is tested on them.
 */
export type RuleIndex = {
  readonly words: number;
  /** A bit for each rule. */
  readonly everyRule: Int32Array;
  readonly columns: readonly Column[];
  /** By place: the tests that the columns do not answer. */
  readonly residual: readonly TestedRule[];
};

/** Words that the tables of one index may take together, 16 MiB: long lists of constants could ask for far more. */
const indexWordsMax = 4 * 1_024 * 1_024;

export function buildIndex(rules: readonly TestedRule[], slotCount: number): RuleIndex {
  const words = Math.ceil(rules.length / 32);
  const everyRule = new Int32Array(words);
  const tests = Array.from({ length: slotCount }, () => new Map<number, Test[]>());
  const slots = rules.map((rule) => rule.tests.map(singleFactSlot));
  rules.forEach((rule, place) => {
    everyRule[place >> 5]! |= 1 << (place & 31);
    rule.tests.forEach((test, at) => {
      const slot = slots[place]![at]!;
      if (slot === null) return;
      const sofar = tests[slot]!.get(place);
      if (sofar) sofar.push(test);
      else tests[slot]!.set(place, [test]);
    });
  });
  const columns: Column[] = [];
  const answered = new Set<number>();
  let tableWordsMax = indexWordsMax;
  tests.forEach((byPlace, slot) => {
    const column = byPlace.size > 0 && buildColumn({ slot, slotCount, byPlace, words, everyRule, tableWordsMax });
    if (!column) return;
    columns.push(column);
    answered.add(slot);
    tableWordsMax -= column.tableWords;
  });
  const residual = rules.map(
    (rule, place): TestedRule => ({
      tests: rule.tests.filter((_test, at) => !answered.has(slots[place]![at]!)),
      isRaw: rule.isRaw,
    }),
  );
  return { words, everyRule, columns, residual };
}
