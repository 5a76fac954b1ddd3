import { expect, test } from "vitest";
import { loadFacts } from "./load-facts.ts";
import { readRules } from "./read-rule.ts";
import { evaluateTest } from "./rule-test.ts";

const isOne = { fact: "a", operator: "equal", value: 1 };
const isTwo = { fact: "a", operator: "equal", value: 2 };
const options = { conditions: { one: { all: [isOne] } }, allowUndefinedConditions: true };

/** Whether each condition holds when the fact is 1. */
const held: [conditions: object, holds: boolean][] = [
  [{ all: [] }, true],
  [{ all: [isOne, isTwo] }, false],
  [{ any: [] }, true],
  [{ any: [isTwo, isOne] }, true],
  [{ not: isOne }, false],
  [{ condition: "one" }, true],
  [{ condition: "gone" }, false],
  [{ not: { condition: "gone" } }, true],
];

test.each(held)("%j: %s", (conditions, holds) => {
  const { rules, slots } = readRules([{ conditions, event: { type: "x" } }], options);
  expect(evaluateTest(rules[0]!.root, loadFacts(slots, { a: 1 }, "null"))).toBe(holds);
});
