import { expect, it } from "vitest";
import { releaseRulesSchema } from "#engine/model/rule.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { addRule, inOrder, moveBefore, moveRule, removeRule } from "./edit-rules.ts";

const idsOf = (rules: ReturnType<typeof starterRules>, group: string) =>
  inOrder(rules)
    .filter((rule) => rule.group === group)
    .map((rule) => rule.id);

it("moves a rule among its own group and no further", () => {
  const rules = starterRules();
  const [first, second] = idsOf(rules, "money") as [string, string];
  expect(idsOf(moveRule(rules, first, 1), "money").slice(0, 2)).toEqual([second, first]);
  expect(moveRule(rules, first, -1)).toBe(rules);
});

it("adds a rule that the model accepts, with an id of its own", () => {
  const once = addRule(starterRules(), "money");
  const twice = addRule(once.rules, "money");
  expect(twice.id).not.toBe(once.id);
  expect(releaseRulesSchema.safeParse(twice.rules).success).toBe(true);
  expect(idsOf(twice.rules, "money").slice(-2)).toEqual([once.id, twice.id]);
});

it("removes one rule", () => {
  const rules = starterRules();
  expect(removeRule(rules, "paid").rules).toHaveLength(rules.rules.length - 1);
});

it("puts a rule right before another, in that one's group", () => {
  const rules = starterRules();
  const [first] = idsOf(rules, "safety") as [string];
  const last = idsOf(rules, "money").at(-1)!;
  const moved = moveBefore(rules, last, first);
  expect(idsOf(moved, "safety").slice(0, 2)).toEqual([last, first]);
  expect(moved.rules).toHaveLength(rules.rules.length);
  expect(moveBefore(rules, last, last)).toBe(rules);
});
