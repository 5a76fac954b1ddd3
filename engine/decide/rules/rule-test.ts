import { type ConditionNode, type LeafNode, orderedParts, resolved } from "./condition-node.ts";
import { followPath } from "./fact-path.ts";
import type { ReadRule } from "./read-rule.ts";

/** A rule as tests of which every one must hold. `isRaw`: a lone comparison whose own value decides, truthy or not. */
export type TestedRule = { readonly tests: readonly ConditionNode[]; readonly isRaw: boolean };

/** A rule's conditions as a list of tests. */
export function testsOf({ root }: ReadRule): TestedRule {
  const group = resolved(root);
  // A lone comparison at the root decides by its own value, truthy or not; named roots and longer lists want `true`.
  if (root.kind !== "named" && (root.kind === "all" || root.kind === "any") && root.parts.length === 1) {
    return { tests: root.parts, isRaw: true };
  }
  const tests: ConditionNode[] = [];
  addConjuncts(group, tests);
  return { tests, isRaw: false };
}

/** Nested `all` groups say no more than one list. */
function addConjuncts(node: ConditionNode, tests: ConditionNode[]): void {
  if (node.kind === "named") addConjuncts(node.target, tests);
  else if (node.kind === "all") for (const part of orderedParts(node)) addConjuncts(part, tests);
  else tests.push(node);
}

/** The value of a test: a comparison's own, true or false of a group. The index is built with it; runs use the program. */
export function evaluateTest(node: ConditionNode, values: readonly unknown[]): unknown {
  switch (node.kind) {
    case "leaf":
      return evaluateLeaf(node, values);
    case "all":
      return orderedParts(node).every((part) => evaluateTest(part, values) === true);
    case "any":
      return node.parts.length === 0 || orderedParts(node).some((part) => evaluateTest(part, values) === true);
    case "not":
      return !evaluateTest(node.parts[0]!, values);
    case "named":
      return evaluateTest(node.target, values);
    case "missing":
      return false;
  }
}

/** The value that the comparison itself gives. */
export function evaluateLeaf(leaf: LeafNode, values: readonly unknown[]): unknown {
  const fact = followPath(values[leaf.slot], leaf.read.steps);
  const value = leaf.reference ? followPath(values[leaf.referenceSlot], leaf.reference.steps) : leaf.value;
  return leaf.compare(fact, value);
}
