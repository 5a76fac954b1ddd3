import { invariant } from "../../invariant.ts";
import { type ConditionNode, type LeafNode, orderedParts } from "./condition-node.ts";
import { evaluateTest } from "./rule-test.ts";

/** What one rule says of the fact. Its answer changes at `numbers` (rising) and at `others` and nowhere else. */
export type RuleOnFact = {
  readonly place: number;
  readonly tests: readonly ConditionNode[];
  readonly numbers: readonly number[];
  readonly others: readonly Constant[];
  /** It orders: a text that reads as a number is then no text like any other. */
  readonly hasOrder: boolean;
};

/** What rules compare with, as far as values fall into classes by it. */
type Constant = string | number | boolean | null;

const discrete = new Set(["equal", "notEqual", "in", "notIn"]);
const ordered = new Set(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]);

/** The constants of a comparison whose answer for any other value is the same; null when it is not of that kind. */
export function constantsOf(leaf: LeafNode): readonly Constant[] | null {
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

/** Does the rule leave this value possible? `values`: room in which the fact has a slot, for rules of one column to share. */
export function leavesPossible({ tests }: RuleOnFact, slot: number, value: unknown, values: unknown[]): boolean {
  values[slot] = value;
  for (const test of tests) if (evaluateTest(test, values) !== true) return false;
  return true;
}

export function ruleOnFact(place: number, tests: readonly ConditionNode[]): RuleOnFact {
  const found: Found = { numbers: [], others: [], hasOrder: false };
  for (const test of tests) addConstants(test, found);
  return { place, tests, numbers: rising(found.numbers), others: found.others, hasOrder: found.hasOrder };
}

type Found = { readonly numbers: number[]; readonly others: Constant[]; hasOrder: boolean };

function addConstants(test: ConditionNode, found: Found): void {
  if (test.kind === "named") addConstants(test.target, found);
  else if (test.kind === "missing") invariant("a condition that is missing is on no fact, so in no column");
  else if (test.kind !== "leaf") for (const part of orderedParts(test)) addConstants(part, found);
  else {
    for (const one of constantsOf(test)!) {
      if (typeof one === "number") found.numbers.push(one);
      else found.others.push(one);
    }
    if (ordered.has(test.operator)) found.hasOrder = true;
  }
}

export function rising(numbers: readonly number[]): readonly number[] {
  return numbers.length < 2 ? numbers : [...new Set(numbers)].sort((a, b) => a - b);
}
