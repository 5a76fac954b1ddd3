import { expect, test } from "vitest";
import { type PartialFacts, totalFacts } from "../model/facts.ts";
import type { Condition, ReleaseRule } from "../model/rule.ts";
import { ruleReach } from "./rule-reach.ts";

function rule(id: string, when: Condition, decides = true): ReleaseRule {
  const decision = { type: "release", reason: "other", params: {} } as const;
  const effects = decides ? [] : [{ type: "cancelSession" as const, params: {} }];
  // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
  return { id, group: "money", when, ifUnknown: "skip", then: { ...(decides && { decision }), effects } };
}

const situations = ([1, 5, 9, null] as const).map((due) => totalFacts({ "fee.due": due } as PartialFacts));
const below = (value: number): Condition => ({ fact: "fee.due", operator: "lessThan", value });

test("counts what each rule meets, and what it decides after those before it", () => {
  const rules = [rule("note", below(8), false), rule("small", below(4)), rule("middle", below(8))];
  expect(Object.fromEntries(ruleReach({ rules }, situations))).toEqual({
    note: { matched: 2, decided: 0 },
    small: { matched: 1, decided: 1 },
    middle: { matched: 2, decided: 1 },
    otherwise: { matched: 2, decided: 2 },
  });
});

test("a rule switched off meets nothing and is not counted", () => {
  const reach = ruleReach({ rules: [{ ...rule("off", below(8)), enabled: false }] }, situations);
  expect([...reach.keys()]).toEqual(["otherwise"]);
});
