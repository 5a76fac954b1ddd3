import { chooseColumns, type FactTests, type FilledColumn } from "./choose-columns.ts";
import type { ConditionNode } from "./condition-node.ts";
import { type Column, columnOf, singleFactSlot } from "./index-column.ts";
import type { TestedRule } from "./rule-test.ts";

/**
 * For some facts that rules compare with constants at their top level, which rules a value leaves possible, as bits. The
 * rules that all of them leave possible are the candidates; only what the index could not decide is tested on them.
 */
export type RuleIndex = {
  /** Words of a row. */
  readonly words: number;
  /** All rows, the first with a bit for each rule. */
  readonly bits: Int32Array;
  readonly columns: readonly Column[];
};

export type BuiltIndex = {
  readonly index: RuleIndex;
  /** Does the index answer the test at this place of a rule's list? */
  readonly isAnswered: (place: number, at: number) => boolean;
};

export function buildIndex(rules: readonly TestedRule[], slotCount: number, useIndex: boolean): BuiltIndex {
  const words = Math.ceil(rules.length / 32);
  const everyRule = new Int32Array(words);
  rules.forEach((_rule, place) => {
    everyRule[place >> 5]! |= 1 << (place & 31);
  });
  const slots = rules.map((rule) => rule.tests.map((test) => (useIndex ? singleFactSlot(test) : null)));
  const chosen = chooseColumns(testsByFact(rules, slots, slotCount), everyRule, rules.length);
  const answered = new Set(chosen.map(({ plan }) => plan.slot));
  return {
    index: { words, ...packed(chosen, everyRule) },
    isAnswered: (place, at) => {
      const slot = slots[place]![at]!;
      return slot !== null && answered.has(slot);
    },
  };
}

/** The rows of all columns in one array, after the row of every rule. */
function packed(filled: readonly FilledColumn[], everyRule: Int32Array): Pick<RuleIndex, "bits" | "columns"> {
  const words = everyRule.length;
  const bits = new Int32Array(filled.reduce((sum, { rows }) => sum + rows.length, words));
  bits.set(everyRule);
  let start = words;
  const columns = filled.map(({ plan, rows }) => {
    bits.set(rows, start);
    start += rows.length;
    return columnOf(plan, start - rows.length, words);
  });
  return { bits, columns };
}

function testsByFact(
  rules: readonly TestedRule[],
  slots: readonly (readonly (number | null)[])[],
  slotCount: number,
): FactTests[] {
  const tests = Array.from({ length: slotCount }, () => new Map<number, ConditionNode[]>());
  rules.forEach((rule, place) => {
    rule.tests.forEach((test, at) => {
      const slot = slots[place]![at]!;
      if (slot === null) return;
      const sofar = tests[slot]!.get(place);
      if (sofar) sofar.push(test);
      else tests[slot]!.set(place, [test]);
    });
  });
  return tests.flatMap((byPlace, slot) => (byPlace.size > 0 ? [{ slot, byPlace }] : []));
}
