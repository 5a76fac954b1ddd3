import { fillDiscreteRows, fillNumberRows } from "./column-rows.ts";
import type { ConditionNode } from "./condition-node.ts";
import { constantsOf, type RuleOnFact, rising, ruleOnFact } from "./rule-on-fact.ts";

/**
 * Which rules each value of one fact leaves possible. Values fall into classes that no rule can tell apart; each class
 * has a row of bits in the index's table. Numbers here are places of rows in that table.
 */
export type Column = {
  readonly slot: number;
  /** Where rules change their mind about a number, rising. */
  readonly numbers: readonly number[];
  /** Below the first number, the first, between it and the second, the second, ... above the last. */
  readonly numberRows: number;
  readonly trueRow: number;
  readonly falseRow: number;
  readonly nullRow: number;
  /** The other constants. */
  readonly rows: ReadonlyMap<unknown, number>;
  /** Every other text; {@link NO_ROW} where a rule orders: "10" and "9" compare as texts, but only as they read as numbers. */
  readonly otherTextRow: number;
};

/** A value that has no class: the rules must be asked. */
export const NO_ROW = -1;

/** The row of a value, or {@link NO_ROW}. */
export function rowOf(column: Column, value: unknown, words: number): number {
  if (value === true) return column.trueRow;
  if (value === false) return column.falseRow;
  if (value === null) return column.nullRow;
  if (typeof value === "number") {
    if (Number.isNaN(value)) return NO_ROW;
    return column.numberRows + classOf(column.numbers, value) * words;
  }
  const row = column.rows.get(value);
  if (row !== undefined) return row;
  return typeof value === "string" ? column.otherTextRow : NO_ROW;
}

/** Classes alternate: below the first number, the first, between it and the second, the second, ... above the last. */
function classOf(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === value ? low * 2 + 1 : low * 2;
}

/** The slot of the one fact that a test compares with constants; null when it is more than that. */
export function singleFactSlot(test: ConditionNode): number | null {
  if (test.kind === "missing") return null;
  if (test.kind === "named") return singleFactSlot(test.target);
  if (test.kind === "leaf") return constantsOf(test) ? test.slot : null;
  const [first, ...others] = test.parts;
  const slot = first ? singleFactSlot(first) : null;
  return slot !== null && others.every((part) => singleFactSlot(part) === slot) ? slot : null;
}

/** The classes of one fact's values, before anything is computed for them. */
export type ColumnPlan = {
  readonly slot: number;
  readonly rules: readonly RuleOnFact[];
  readonly numbers: readonly number[];
  readonly others: readonly unknown[];
  readonly rowCount: number;
};

/** `byPlace`: the tests on the fact in this slot, by the place of their rule. */
export function planColumn(slot: number, byPlace: ReadonlyMap<number, readonly ConditionNode[]>): ColumnPlan {
  const rules: RuleOnFact[] = [];
  const numbers: number[] = [];
  const others = new Set<unknown>([null, undefined, true, false]);
  for (const [place, tests] of byPlace) {
    const rule = ruleOnFact(place, tests);
    rules.push(rule);
    for (const number of rule.numbers) numbers.push(number);
    for (const other of rule.others) others.add(other);
  }
  const changes = rising(numbers);
  return { slot, rules, numbers: changes, others: [...others], rowCount: changes.length * 2 + others.size + 2 };
}

/**
 * The rows of a column: for each class the rules that it leaves possible. A rule is tested once for each class that it
 * tells apart itself, by the comparisons that run without the index.
 */
export function columnRows({ slot, rules, numbers, others, rowCount }: ColumnPlan, everyRule: Int32Array): Int32Array {
  const table = { bits: new Int32Array(rowCount * everyRule.length), everyRule, slot, values: [] };
  fillNumberRows(table, rules, numbers);
  fillDiscreteRows(table, rules, { values: others, firstRow: numbers.length * 2 + 1 });
  return table.bits;
}

/** The column of a plan whose rows begin at `start`. */
export function columnOf({ slot, rules, numbers, others }: ColumnPlan, start: number, words: number): Column {
  const othersStart = start + (numbers.length * 2 + 1) * words;
  const rows = new Map(others.map((value, at) => [value, othersStart + at * words]));
  const hasOrder = rules.some((rule) => rule.hasOrder);
  return {
    slot,
    numbers,
    numberRows: start,
    trueRow: rows.get(true)!,
    falseRow: rows.get(false)!,
    nullRow: rows.get(null)!,
    rows,
    otherTextRow: hasOrder ? NO_ROW : othersStart + others.length * words,
  };
}
