import { expect, test } from "vitest";
import type { Decision } from "#contracts/decision.ts";
import { totalFacts } from "../model/facts.ts";
import { otherwiseRuleId } from "../model/rule.ts";
import type { RuleDifference } from "../verify/rule-difference.ts";
import { locales } from "./locale.ts";
import { ruleDifferenceText } from "./rule-difference-text.ts";

const paid: Decision = {
  decision: "release",
  ruleId: "paid",
  reason: "paid",
  params: { openForSeconds: 20 },
  effects: [],
  firedRuleIds: ["paid"],
};
const atExit = { fact: "lane.direction" as const, operator: "equal" as const, value: "exit" };
const region = { where: [atExit], usual: [], unless: [] };
const welcome = { type: "display" as const, params: { template: "welcome" } };
const support = { type: "callSupport" as const, params: { reason: "other" } };
const feeDue: Decision = {
  ...paid,
  decision: "requestPayment",
  ruleId: "fee-due",
  reason: "feeDue",
  params: { amount: null },
};
const noRule: Decision = { ...paid, decision: "hold", ruleId: otherwiseRuleId, reason: "noRule", params: {} };

const differences: [
  what: Pick<RuleDifference, "changed">,
  before: Decision,
  after: Decision,
  en: string,
  zh: string,
][] = [
  [
    { changed: "decision" },
    paid,
    feeDue,
    "When the vehicle is at an exit: open the gate for 20 s (paid) by “Paid” before, ask for payment (fee due) by “fee-due” now.",
    "当车辆在出口时：原为开闸放行（已付款，开闸20秒），依“Paid”，现为要求付款（有待付费用），依“fee-due”。",
  ],
  [
    { changed: "decision" },
    noRule,
    paid,
    "When the vehicle is at an exit: hold the vehicle (no rule decided) before, open the gate for 20 s (paid) by “Paid” now.",
    "当车辆在出口时：原为拦停车辆（没有规则作出决定），现为开闸放行（已付款，开闸20秒），依“Paid”。",
  ],
  [
    { changed: "effects" },
    paid,
    { ...paid, effects: [welcome, support] },
    "When the vehicle is at an exit: still open the gate for 20 s (paid) by “Paid”, but besides that nothing before, show “Welcome” on the display, call support (other) now.",
    "当车辆在出口时：仍为开闸放行（已付款，开闸20秒），依“Paid”，但附带动作原为无，现为屏幕显示“欢迎光临”、呼叫客服（其他）。",
  ],
];

test.each(differences)("a change of %j is told with what was and what is", (what, before, after, en, zh) => {
  const difference = { region, ...what, witness: { facts: totalFacts({}), before, after } };
  const said = locales.map((locale) => ruleDifferenceText(difference, locale, { names: { paid: "Paid" } }));
  expect(said).toEqual([en, zh]);
});

test("rules without names are called by their ids", () => {
  const difference = {
    region,
    changed: "reason" as const,
    witness: { facts: totalFacts({}), before: paid, after: noRule },
  };
  expect(ruleDifferenceText(difference, "en")).toContain("by “paid” before");
});
