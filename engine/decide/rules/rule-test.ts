import type { ConditionNode, FactRead, LeafNode } from "./condition-node.ts";
import { followPath } from "./fact-path.ts";
import type { ReadRule } from "./read-rule.ts";

/** One test of a rule on the values of a run. Values stand in slots, one a fact. */
export type Test = LeafTest | GroupTest | { readonly kind: "never" };
export type LeafTest = {
  readonly kind: "leaf";
  readonly leaf: LeafNode;
  readonly slot: number;
  readonly referenceSlot: number;
};
type GroupTest = { readonly kind: "all" | "any" | "not"; readonly tests: readonly Test[] };

/** A rule whose every top-level test must hold. `isRaw`: a lone comparison whose own value decides. */
export type TestedRule = { readonly tests: readonly Test[]; readonly isRaw: boolean };

/** A rule's conditions as tests; `slots` gives each fact that they read its place. */
export function testsOf(rule: ReadRule, slots: Map<string, number>): TestedRule {
  const root = toTest(rule.root, slots);
  // A lone comparison at the root decides by its own value, truthy or not; named roots and longer lists want `true`.
  if (rule.root.kind !== "named" && (root.kind === "all" || root.kind === "any") && root.tests.length === 1) {
    return { tests: root.tests, isRaw: true };
  }
  return { tests: conjuncts(root), isRaw: false };
}

/** The value of a test: a comparison's own, true or false of a group. The index is built with it; runs use the program. */
export function evaluateTest(test: Test, values: readonly unknown[]): unknown {
  switch (test.kind) {
    case "leaf":
      return evaluateLeafTest(test, values);
    case "all":
      return test.tests.every((inner) => evaluateTest(inner, values) === true);
    case "any":
      return test.tests.length === 0 || test.tests.some((inner) => evaluateTest(inner, values) === true);
    case "not":
      return !evaluateTest(test.tests[0]!, values);
    case "never":
      return false;
  }
}

/** The value that the comparison itself gives. */
export function evaluateLeafTest({ leaf, slot, referenceSlot }: LeafTest, values: readonly unknown[]): unknown {
  const fact = followPath(values[slot], leaf.read.steps);
  const value = leaf.reference ? followPath(values[referenceSlot], leaf.reference.steps) : leaf.value;
  return leaf.compare(fact, value);
}

/** Nested `all` groups say no more than one list. */
function conjuncts(test: Test): readonly Test[] {
  return test.kind === "all" ? test.tests.flatMap(conjuncts) : [test];
}

function toTest(node: ConditionNode, slots: Map<string, number>): Test {
  if (node.kind === "missing") return { kind: "never" };
  if (node.kind === "named") return toTest(node.target, slots);
  if (node.kind !== "leaf") return { kind: node.kind, tests: node.sets.flat().map((part) => toTest(part, slots)) };
  const { read, reference } = node;
  return {
    kind: "leaf",
    leaf: node,
    slot: slotOf(read, slots),
    referenceSlot: reference ? slotOf(reference, slots) : -1,
  };
}

function slotOf({ fact }: FactRead, slots: Map<string, number>): number {
  const slot = slots.get(fact) ?? slots.size;
  slots.set(fact, slot);
  return slot;
}
