import { expect, test } from "vitest";
import type { ReleaseRule } from "#engine/model/rule.ts";
import type { FactId } from "#engine/model/vocabulary.ts";
import { listUse } from "./read-list-use.ts";

function ruleOn(fact: FactId, more: Partial<ReleaseRule> = {}): ReleaseRule {
  return {
    id: fact,
    group: "right",
    when: { any: [{ not: { all: [{ fact, operator: "equal", value: true }] } }] },
    ifUnknown: "skip",
    // biome-ignore lint/suspicious/noThenProperty: the model's own name
    then: { decision: { type: "release", reason: "free", params: {} }, effects: [] },
    ...more,
  };
}

const readersOf = (use: ReturnType<typeof listUse>) =>
  Object.fromEntries(
    use.map(({ kind, rules }) => [
      kind,
      rules.map(({ rule, isLive, isDraft }) => `${rule.id}${isLive ? " live" : ""}${isDraft ? " draft" : ""}`),
    ]),
  );

test("says of each list which live and which draft rules read it, however deep", () => {
  const live = [ruleOn("lists.block", { id: "block" }), ruleOn("right.active", { id: "gone" })];
  const draft = [
    ruleOn("lists.block", { id: "block" }),
    ruleOn("lists.reason", { id: "reason" }),
    ruleOn("lists.exempt", { id: "off", enabled: false }),
    ruleOn("lane.direction", { id: "speed" }),
  ];
  expect(readersOf(listUse({ live, draft }))).toEqual({
    permit: ["gone live"],
    allow: ["reason draft"],
    block: ["block live draft", "reason draft"],
    exempt: ["reason draft"],
    paid: [],
    validation: [],
    reservation: [],
    autoPay: [],
    debt: [],
  });
});

test("a rule that reads what all lists say together reads each of them, in parameters too", () => {
  const show = ruleOn("lane.direction", {
    id: "show",
    // biome-ignore lint/suspicious/noThenProperty: the model's own name
    then: { effects: [{ type: "display", params: { until: { fact: "grant.validFor" } } }] },
  });
  const found = readersOf(listUse({ live: [], draft: [show] }));
  expect(Object.entries(found).flatMap(([kind, rules]) => (rules.length > 0 ? [kind] : []))).toEqual([
    ...["permit", "allow", "block", "exempt", "paid"],
  ]);
});
