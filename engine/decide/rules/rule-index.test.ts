import { describe, expect, it } from "vitest";
import type { ConditionNode, GroupNode } from "./condition-node.ts";
import { loadFacts } from "./load-facts.ts";
import { buildMatcher } from "./matcher.ts";
import { type ReadRule, type RuleSet, readRules } from "./read-rule.ts";
import type { RunFacts } from "./rule-document.ts";

/** The rule with every comparison counted. */
function counted(rule: ReadRule, count: () => void): ReadRule {
  const wrap = (node: ConditionNode): ConditionNode => {
    if (node.kind === "leaf") {
      const compare = (fact: unknown, value: unknown) => {
        count();
        return node.compare(fact, value);
      };
      return { ...node, compare };
    }
    return node.kind === "named" || node.kind === "missing" ? node : wrapGroup(node);
  };
  const wrapGroup = (node: GroupNode): GroupNode => ({ ...node, parts: node.parts.map(wrap) });
  return { ...rule, root: wrapGroup(rule.root as GroupNode) };
}

function rulesOf(ruleCount: number, conditions: (rule: number) => object[]): RuleSet {
  const documents = Array.from({ length: ruleCount }, (_, at) => ({
    conditions: { all: conditions(at) },
    event: { type: "open" },
  }));
  return readRules(documents, {});
}

function countedSet({ rules, slots }: RuleSet, count: () => void): RuleSet {
  return { rules: rules.map((rule) => counted(rule, count)), slots };
}

function matches(rules: RuleSet, facts: RunFacts, useIndex: boolean): number[] {
  const places: number[] = [];
  const matcher = buildMatcher(rules, useIndex);
  matcher.find(loadFacts(matcher.slots, facts, "null"), (place) => {
    places.push(place);
    return false;
  });
  return places;
}

describe("the index of rules", () => {
  const shapes: [what: string, conditions: (rule: number) => object[]][] = [
    [
      "numbers in order",
      (rule) => [
        { fact: "due", operator: "greaterThan", value: rule * 10 },
        { fact: "due", operator: "lessThan", value: rule * 10 + 7 },
      ],
    ],
    [
      "numbers and texts by name",
      (rule) => [
        { fact: "due", operator: "notEqual", value: rule },
        { fact: "lane", operator: "in", value: [`lane-${rule}`, `exit-${rule}`] },
      ],
    ],
  ];

  it.each(shapes)("is built with a bounded number of comparisons for each condition: %s", (_what, conditions) => {
    let comparisons = 0;
    const rules = countedSet(rulesOf(1_000, conditions), () => {
      comparisons += 1;
    });
    buildMatcher(rules, true);
    expect(comparisons).toBeGreaterThan(2_000);
    expect(comparisons).toBeLessThan(2_000 * 10);
  });

  it("gives what its table has no room for to the rules themselves", () => {
    const rules = rulesOf(1_000, (rule) => [
      { fact: "due", operator: "in", value: Array.from({ length: 70 }, (_, at) => rule * 70 + at) },
      { fact: "lane", operator: "equal", value: rule % 2 === 0 ? "a" : "b" },
    ]);
    let comparisons = 0;
    const count = () => {
      comparisons += 1;
    };
    const matcher = buildMatcher(countedSet(rules, count), true);
    const built = comparisons;
    expect(built).toBeLessThan(20_000);
    const found: number[] = [];
    const values = loadFacts(matcher.slots, { due: 70 * 8 + 3, lane: "a" }, "null");
    matcher.find(values, (place) => found.push(place) < 0);
    expect(found).toEqual([8]);
    // Half of the rules are for the other lane: its column, which fits, leaves them out.
    expect(comparisons - built).toBe(500);
  });

  it("finds each of many rules that ask nothing of any column", () => {
    const rules = rulesOf(70, () => []);
    expect(matches(rules, { due: 1 }, true)).toEqual(Array.from({ length: 70 }, (_, place) => place));
  });

  it("tells the values around numbers that stand as close as floats can", () => {
    const close = [1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON, Number.MAX_VALUE, Infinity, -Infinity];
    const operators = ["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive", "equal", "notEqual"];
    const pairs = close.flatMap((value) => operators.map((operator) => ({ fact: "due", operator, value })));
    const rules = rulesOf(pairs.length, (rule) => [pairs[rule]!]);
    for (const due of [...close, 0, 2, -Number.MAX_VALUE, Number.NaN, null, "1"]) {
      expect(matches(rules, { due }, true)).toEqual(matches(rules, { due }, false));
    }
  });
});
