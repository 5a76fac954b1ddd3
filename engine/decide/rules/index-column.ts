import { evaluateTest, type Test } from "./matcher.ts";

/** Bits of one value of a fact: the rules that it leaves possible. */
type Row = { readonly bits: Int32Array; readonly offset: number };

/** The rules that each value of one fact leaves possible. */
export type Column = { readonly slot: number; readonly rowFor: (value: unknown) => Row };

type ColumnInput = {
  readonly slot: number;
  readonly slotCount: number;
  /** The tests on this fact, by the place of their rule. */
  readonly byPlace: ReadonlyMap<number, readonly Test[]>;
  readonly words: number;
  readonly everyRule: Int32Array;
};

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
function constantsOf({ leaf }: Extract<Test, { kind: "leaf" }>): readonly Constant[] | null {
  const { operator, value, reference, read, isCustom } = leaf;
  if (isCustom || reference || read.steps?.length !== 0) return null;
  if (ordered.has(operator)) return typeof value === "number" ? [value] : null;
  if (!discrete.has(operator)) return null;
  const list = operator === "in" || operator === "notIn" ? value : [value];
  return Array.isArray(list) && list.every(isConstant) ? list : null;
}

function isConstant(value: unknown): value is Constant {
  if (typeof value === "number") return !Number.isNaN(value);
  return typeof value === "string" || typeof value === "boolean" || value === null;
}

/**
 * Values fall into classes that no test can tell apart: each constant, and between two neighbouring numbers everything.
 * Each class is tested once, on a value of it, by the same evaluation that runs without the index.
 */
export function buildColumn(input: ColumnInput): Column {
  const leaves = [...input.byPlace.values()].flat().flatMap(leavesOf);
  const constants = new Set(leaves.flatMap((leaf) => constantsOf(leaf) ?? []));
  const numbers = [...constants].filter((one) => typeof one === "number").sort((a, b) => a - b);
  const others = [...constants].filter((one) => typeof one !== "number");
  const samples: unknown[] = numberSamples(numbers);
  const discreteAt = new Map<unknown, number>();
  for (const value of new Set<unknown>([...others, null, undefined, true, false])) {
    discreteAt.set(value, samples.length);
    samples.push(value);
  }
  const otherTextAt = samples.length;
  samples.push(textOutside(constants));
  const table = new Int32Array(samples.length * input.words);
  samples.forEach((sample, at) => {
    table.set(bitsFor(sample, input), at * input.words);
  });
  // "10" and "9" compare as texts but only where they read as numbers: too many classes, so they are tested as they come.
  const hasOrder = leaves.some(({ leaf }) => ordered.has(leaf.operator));
  const rows = samples.map((_sample, at): Row => ({ bits: table, offset: at * input.words }));
  const rowFor = (value: unknown): Row => {
    if (typeof value === "number") {
      return Number.isNaN(value) ? { bits: bitsFor(value, input), offset: 0 } : rows[numberClass(numbers, value)]!;
    }
    const known = discreteAt.get(value);
    if (known !== undefined) return rows[known]!;
    if (typeof value === "string" && !hasOrder) return rows[otherTextAt]!;
    return { bits: bitsFor(value, input), offset: 0 };
  };
  return { slot: input.slot, rowFor };
}

function leavesOf(test: Test): Extract<Test, { kind: "leaf" }>[] {
  if (test.kind === "leaf") return [test];
  return test.kind === "never" ? [] : test.tests.flatMap(leavesOf);
}

function bitsFor(value: unknown, { slot, slotCount, byPlace, words, everyRule }: ColumnInput): Int32Array {
  const bits = new Int32Array(words);
  bits.set(everyRule);
  const values = new Array<unknown>(slotCount);
  values[slot] = value;
  for (const [place, tests] of byPlace) {
    if (!tests.every((test) => evaluateTest(test, values) === true)) bits[place >> 5]! &= ~(1 << (place & 31));
  }
  return bits;
}

/** Classes alternate: below the first number, the first, between it and the second, the second, ... above the last. */
function numberSamples(numbers: readonly number[]): number[] {
  if (numbers.length === 0) return [0];
  const samples: number[] = [-Infinity];
  numbers.forEach((number, at) => {
    const next = numbers[at + 1] ?? Infinity;
    samples.push(number, number / 2 + next / 2);
  });
  return samples;
}

function numberClass(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === value ? low * 2 + 1 : low * 2;
}

function textOutside(constants: ReadonlySet<unknown>): string {
  let text = "other";
  while (constants.has(text)) text += "-";
  return text;
}
