import { expect, test } from "vitest";
import type { Condition, ReleaseRule } from "./rule.ts";
import { factsOfRule } from "./rule-facts.ts";

const rule = (when: Condition, then: Partial<ReleaseRule["then"]> = {}): ReleaseRule => ({
  id: "r",
  group: "money",
  when,
  // biome-ignore lint/suspicious/noThenProperty: the model's own name
  then: { effects: [], ...then },
  ifUnknown: "skip",
});

test("a rule reads what its conditions compare, however deep, and what they compare it with", () => {
  const when: Condition = {
    all: [
      { fact: "fee.due", operator: "greaterThan", value: { fact: "fee.paid" } },
      {
        any: [
          { fact: "lists.block", operator: "equal", value: true },
          { not: { fact: "plate.text", operator: "isUnknown" } },
        ],
      },
    ],
  };
  expect([...factsOfRule(rule(when))]).toEqual(["fee.due", "fee.paid", "lists.block", "plate.text"]);
});

test("and what its decision and effects name", () => {
  const when: Condition = { all: [] };
  const then: Partial<ReleaseRule["then"]> = {
    decision: { type: "requestPayment", reason: "feeDue", params: { amount: { fact: "fee.due" } } },
    effects: [
      { type: "moveSession", params: { areaId: { fact: "area.id" } } },
      { type: "display", params: { template: "pleasePay" } },
    ],
  };
  expect([...factsOfRule(rule(when, then))]).toEqual(["fee.due", "area.id"]);
  expect(factsOfRule(rule(when)).size).toBe(0);
});
