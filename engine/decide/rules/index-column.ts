import { invariant } from "../../invariant.ts";
import { fillDiscreteRows, fillNumberRows } from "./column-rows.ts";
import { type ConditionNode, type LeafNode, orderedParts } from "./condition-node.ts";
import { evaluateTest } from "./rule-test.ts";

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

type Constant = string | number | boolean | null;

const discrete = new Set(["equal", "notEqual", "in", "notIn"]);
const ordered = new Set(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]);

/** The slot of the one fact that a test compares with constants; null when it is more than that. */
export function singleFactSlot(test: ConditionNode): number | null {
  if (test.kind === "missing") return null;
  if (test.kind === "named") return singleFactSlot(test.target);
  if (test.kind === "leaf") return constantsOf(test) ? test.slot : null;
  const [first, ...others] = test.parts;
  const slot = first ? singleFactSlot(first) : null;
  return slot !== null && others.every((part) => singleFactSlot(part) === slot) ? slot : null;
}

/** The constants of a comparison whose answer for any other value is the same; null when it is not of that kind. */
function constantsOf(leaf: LeafNode): readonly Constant[] | null {
  const { operator, value, reference, read, isCustom } = leaf;
  if (isCustom || reference || read.steps?.length !== 0) return null;
  if (ordered.has(operator)) return typeof value === "number" && isConstant(value) ? [value] : null;
  if (!discrete.has(operator)) return null;
  const list = operator === "in" || operator === "notIn" ? value : [value];
  return Array.isArray(list) && list.every(isConstant) ? list : null;
}

function isConstant(value: unknown): value is Constant {
  // Between an infinite constant and its neighbour lies no value to test a class on.
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "string" || typeof value === "boolean" || value === null;
}

/** What one rule says of the fact. Its answer changes at `numbers` (rising) and at `others` and nowhere else. */
export type RuleOnFact = {
  readonly place: number;
  readonly numbers: readonly number[];
  readonly others: readonly Constant[];
  /** It orders: a text that reads as a number is then no text like any other. */
  readonly hasOrder: boolean;
  readonly holds: (value: unknown) => boolean;
};

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
  const rules = [...byPlace].map(([place, tests]) => ruleOnFact(place, tests, slot));
  const numbers = rising(rules.flatMap((rule) => rule.numbers));
  const others = [...new Set<unknown>([null, undefined, true, false, ...rules.flatMap((rule) => rule.others)])];
  return { slot, rules, numbers, others, rowCount: numbers.length * 2 + others.length + 2 };
}

/**
 * The rows of a column: for each class the rules that it leaves possible. A rule is tested once for each class that it
 * tells apart itself, by the comparisons that run without the index.
 */
export function columnRows({ rules, numbers, others, rowCount }: ColumnPlan, everyRule: Int32Array): Int32Array {
  const table = { bits: new Int32Array(rowCount * everyRule.length), everyRule };
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

function ruleOnFact(place: number, tests: readonly ConditionNode[], slot: number): RuleOnFact {
  const leaves = tests.flatMap(leavesOf);
  const constants = leaves.flatMap((leaf) => constantsOf(leaf)!);
  const values: unknown[] = [];
  return {
    place,
    numbers: rising(constants.filter((one) => typeof one === "number")),
    others: constants.filter((one) => typeof one !== "number"),
    hasOrder: leaves.some((leaf) => ordered.has(leaf.operator)),
    holds: (value) => {
      values[slot] = value;
      return tests.every((test) => evaluateTest(test, values) === true);
    },
  };
}

function leavesOf(test: ConditionNode): LeafNode[] {
  if (test.kind === "leaf") return [test];
  if (test.kind === "named") return leavesOf(test.target);
  if (test.kind === "missing") return invariant("a condition that is missing is on no fact, so in no column");
  return orderedParts(test).flatMap(leavesOf);
}

function rising(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
