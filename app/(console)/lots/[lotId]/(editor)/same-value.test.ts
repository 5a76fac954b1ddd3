import { expect, it } from "vitest";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { same, sameDraft } from "./same-value.ts";

const draft = () => ({
  tariff: hourlyTariff({ currency: "CNY", rateTableName: "Day", hourMinor: 500 }),
  rules: starterRules(),
});

it("compares what values say, not which objects they are", () => {
  expect(same({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
  expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(same(undefined, null)).toBe(true);
  expect(same({ a: 1 }, { a: 2 })).toBe(false);
});

it("sees one rule's name, the order of rules and a price", () => {
  const before = draft();
  expect(sameDraft(before, draft())).toBe(true);
  const [first, second, ...rest] = before.rules.rules;
  const renamed = { ...before, rules: { rules: [{ ...first!, name: "Other" }, second!, ...rest] } };
  expect(sameDraft(before, renamed)).toBe(false);
  expect(sameDraft(before, { ...before, rules: { rules: [second!, first!, ...rest] } })).toBe(false);
  expect(sameDraft(before, { ...before, rules: { rules: [first!, second!, ...rest.slice(1)] } })).toBe(false);
  expect(sameDraft(before, { ...before, tariff: { ...before.tariff, exitGraceMinutes: 99 } })).toBe(false);
});
