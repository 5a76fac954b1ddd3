import { fillDiscreteRows, fillNumberRows } from "./column-rows.ts";
import { evaluateTest, type Test } from "./matcher.ts";

/** Bits of one value of a fact: the rules that it leaves possible. */
type Row = { readonly bits: Int32Array; readonly offset: number };

/** The rules that each value of one fact leaves possible. `tableWords`: what its table takes. */
export type Column = {
  readonly slot: number;
  readonly tableWords: number;
  readonly rowFor: (value: unknown) => Row;
};

type ColumnInput = {
  readonly slot: number;
  readonly slotCount: number;
  /** The tests on this fact, by the place of their rule. */
  readonly byPlace: ReadonlyMap<number, readonly Test[]>;
  readonly words: number;
  readonly everyRule: Int32Array;
  /** A table that needs more is not built. */
  readonly tableWordsMax: number;
};

type LeafTest = Extract<Test, { kind: "leaf" }>;
type Constant = string | number | boolean | null;

const discrete = new Set(["equal", "notEqual", "in", "notIn"]);
const ordered = new Set(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]);

/** The slot of the one fact that a test compares with constants; null when it is more than that. */
export function singleFactSlot(test: Test): number | null {
  if (test.kind === "never") return null;
  if (test.kind === "leaf") return constantsOf(test) ? test.slot : null;
  const slots = new Set(test.tests.map(singleFactSlot));
  const [slot] = slots;
  return slots.size === 1 && slot !== undefined ? slot : null;
}

/** The constants of a comparison whose answer for any other value is the same; null when it is not of that kind. */
function constantsOf({ leaf }: LeafTest): readonly Constant[] | null {
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

/**
 * Values fall into classes that no test can tell apart: each constant, and between two neighbouring numbers everything.
 * A rule is tested once for each class that it tells apart itself, by the same evaluation that runs without the index;
 * null when the table would be too large.
 */
export function buildColumn(input: ColumnInput): Column | null {
  const { slot, words, everyRule } = input;
  const rules = [...input.byPlace].map(([place, tests]) => ruleOnFact(place, tests, input));
  const numbers = rising(rules.flatMap((rule) => rule.numbers));
  const others = [...new Set<unknown>([...rules.flatMap((rule) => rule.others), null, undefined, true, false])];
  const numberRows = numbers.length * 2 + 1;
  const otherTextAt = numberRows + others.length;
  const tableWords = (otherTextAt + 1) * words;
  if (tableWords > input.tableWordsMax) return null;
  const table = { bits: new Int32Array(tableWords), words, everyRule };
  fillNumberRows(table, rules, numbers);
  fillDiscreteRows(table, rules, { values: others, firstRow: numberRows });
  const rows = Array.from({ length: otherTextAt + 1 }, (_, at): Row => ({ bits: table.bits, offset: at * words }));
  const discreteAt = new Map(others.map((value, at) => [value, numberRows + at]));
  // "10" and "9" compare as texts but only where they read as numbers: too many classes, so they are tested as they come.
  const hasOrder = rules.some((rule) => rule.hasOrder);
  const rowFor = (value: unknown): Row => {
    if (typeof value === "number") {
      return Number.isNaN(value)
        ? { bits: bitsFor(value, rules, everyRule), offset: 0 }
        : rows[classOf(numbers, value)]!;
    }
    const known = discreteAt.get(value);
    if (known !== undefined) return rows[known]!;
    if (typeof value === "string" && !hasOrder) return rows[otherTextAt]!;
    return { bits: bitsFor(value, rules, everyRule), offset: 0 };
  };
  return { slot, tableWords, rowFor };
}

function ruleOnFact(place: number, tests: readonly Test[], { slot, slotCount }: ColumnInput): RuleOnFact {
  const leaves = tests.flatMap(leavesOf);
  const constants = leaves.flatMap((leaf) => constantsOf(leaf) ?? []);
  return {
    place,
    numbers: rising(constants.filter((one) => typeof one === "number")),
    others: constants.filter((one) => typeof one !== "number"),
    hasOrder: leaves.some(({ leaf }) => ordered.has(leaf.operator)),
    holds: (value) => {
      const values = new Array<unknown>(slotCount);
      values[slot] = value;
      return tests.every((test) => evaluateTest(test, values) === true);
    },
  };
}

function leavesOf(test: Test): LeafTest[] {
  if (test.kind === "leaf") return [test];
  return test.kind === "never" ? [] : test.tests.flatMap(leavesOf);
}

function rising(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function bitsFor(value: unknown, rules: readonly RuleOnFact[], everyRule: Int32Array): Int32Array {
  const bits = everyRule.slice();
  for (const { place, holds } of rules) if (!holds(value)) bits[place >> 5]! &= ~(1 << (place & 31));
  return bits;
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
