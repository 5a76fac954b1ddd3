import type { ConditionNode, FactRead, LeafNode } from "./condition-node.ts";
import { lookUp, needsCare } from "./fact-lookup.ts";
import { followPath } from "./fact-path.ts";
import type { ReadRule } from "./read-rule.ts";
import type { RunFacts } from "./rule-document.ts";
import { buildIndex, type RuleIndex } from "./rule-index.ts";

/** What a fact that was not given stands for. */
export type Absent = "throws" | "undefined" | "null";

/** Finds the rules that match, in order, looking at no more than it must. Holds no state. */
export type Matcher = {
  /** Calls `visit` with the place of each matching rule until it returns true. */
  readonly visit: (facts: RunFacts, visit: (place: number) => boolean) => void;
};

/** One test of a rule on the values of a run. Values stand in slots, one a fact. */
export type Test =
  | { readonly kind: "leaf"; readonly leaf: LeafNode; readonly slot: number; readonly referenceSlot: number }
  | { readonly kind: "all" | "any" | "not"; readonly tests: readonly Test[] }
  | { readonly kind: "never" };

/** A rule whose every top-level test must hold. `isRaw`: a lone comparison whose own value decides. */
export type TestedRule = { readonly tests: readonly Test[]; readonly isRaw: boolean };

/** `rules` in the order in which they are tried. */
export function buildMatcher(rules: readonly ReadRule[], absent: Absent, useIndex: boolean): Matcher {
  const slots = new Map<string, number>();
  const tested = rules.map((rule) => testsOf(rule, slots));
  const reads = [...slots.keys()].map((fact): FactRead => ({ fact, steps: [] }));
  const index = useIndex ? buildIndex(tested, reads.length) : null;
  const visit: Matcher["visit"] = (facts, found) => {
    const values = readValues(reads, facts, absent);
    if (index) visitIndexed(index, values, found);
    else visitAll(tested, values, found);
  };
  return { visit };
}

function visitAll(rules: readonly TestedRule[], values: readonly unknown[], found: (place: number) => boolean): void {
  for (let place = 0; place < rules.length; place += 1) {
    const { tests, isRaw } = rules[place]!;
    if (holdsAll(tests, values, isRaw) && found(place)) return;
  }
}

function visitIndexed(index: RuleIndex, values: readonly unknown[], found: (place: number) => boolean): void {
  const rows = index.columns.map((column) => column.rowFor(values[column.slot]));
  for (let word = 0; word < index.words; word += 1) {
    let open = index.everyRule[word]!;
    for (let at = 0; at < rows.length && open !== 0; at += 1) {
      const row = rows[at]!;
      open &= row.bits[row.offset + word]!;
    }
    while (open !== 0) {
      const lowest = open & -open;
      open ^= lowest;
      const place = word * 32 + 31 - Math.clz32(lowest);
      const { tests, isRaw } = index.residual[place]!;
      if (holdsAll(tests, values, isRaw) && found(place)) return;
    }
  }
}

function readValues(reads: readonly FactRead[], facts: RunFacts, absent: Absent): unknown[] {
  const values = new Array<unknown>(reads.length);
  for (let slot = 0; slot < reads.length; slot += 1) {
    const read = reads[slot]!;
    const value = facts[read.fact];
    values[slot] = needsCare(read.fact, value) ? readCarefully(read, facts, absent) : value;
  }
  return values;
}

function readCarefully(read: FactRead, facts: RunFacts, absent: Absent): unknown {
  const value = lookUp(read, facts, absent !== "throws");
  return value === undefined && absent === "null" ? null : value;
}

function holdsAll(tests: readonly Test[], values: readonly unknown[], isRaw: boolean): boolean {
  for (const test of tests) {
    const result = evaluateTest(test, values);
    if (isRaw ? !result : result !== true) return false;
  }
  return true;
}

/** The value of a test: a comparison's own, true or false of a group. */
export function evaluateTest(test: Test, values: readonly unknown[]): unknown {
  switch (test.kind) {
    case "leaf": {
      const { leaf } = test;
      const fact = followPath(values[test.slot], leaf.read.steps);
      const value = leaf.reference ? followPath(values[test.referenceSlot], leaf.reference.steps) : leaf.value;
      return leaf.compare(fact, value);
    }
    case "all":
      for (const inner of test.tests) if (evaluateTest(inner, values) !== true) return false;
      return true;
    case "any":
      for (const inner of test.tests) if (evaluateTest(inner, values) === true) return true;
      return test.tests.length === 0;
    case "not":
      return !evaluateTest(test.tests[0]!, values);
    case "never":
      return false;
  }
}

function testsOf(rule: ReadRule, slots: Map<string, number>): TestedRule {
  const root = toTest(rule.root, slots);
  // A lone comparison at the root decides by its own value, truthy or not; named roots and longer lists want `true`.
  if (rule.root.kind !== "named" && (root.kind === "all" || root.kind === "any") && root.tests.length === 1) {
    return { tests: root.tests, isRaw: true };
  }
  return { tests: conjuncts(root), isRaw: false };
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
