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

export function buildIndex(rules: readonly TestedRule[], slotCount: number): RuleIndex {
  const words = Math.ceil(rules.length / 32);
  const everyRule = new Int32Array(words);
  const tests = Array.from({ length: slotCount }, () => new Map<number, Test[]>());
  const residual = rules.map((rule, place): TestedRule => {
    everyRule[place >> 5]! |= 1 << (place & 31);
    const left: Test[] = [];
    for (const test of rule.tests) {
      const slot = singleFactSlot(test);
      if (slot === null) left.push(test);
      else tests[slot]!.set(place, [...(tests[slot]!.get(place) ?? []), test]);
    }
    return { tests: left, isRaw: rule.isRaw };
  });
  const columns = tests.flatMap((byPlace, slot) =>
    byPlace.size === 0 ? [] : [buildColumn({ slot, slotCount, byPlace, words, everyRule })],
  );
  return { words, everyRule, columns, residual };
}
