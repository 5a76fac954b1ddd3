import { expect, it } from "vitest";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { draftChanges } from "./draft-changes.ts";

const draftOf = (hourMinor: number, exitGraceMinutes = 15) => ({
  tariff: hourlyTariff({ currency: "CNY", rateTableName: "Visitors", hourMinor, exitGraceMinutes }),
  rules: starterRules(),
});

it("finds nothing between equal drafts", () => {
  expect(draftChanges(draftOf(400), draftOf(400))).toEqual([]);
});

it("names each table, setting and rule that differs", () => {
  const draft = draftOf(500, 25);
  const [first, ...rest] = draft.rules.rules;
  draft.rules.rules = [...rest, { ...rest[0]!, id: "added" }];
  const changes = draftChanges(draftOf(400), draft);
  expect(changes.map(({ id }) => id)).toEqual(["table standard@1", "exitGrace", "rule added", `rule ${first?.id}`]);
});

it("tells moved rules from changed ones", () => {
  const draft = draftOf(400);
  const money = draft.rules.rules.filter((rule) => rule.group === "money");
  draft.rules.rules = [...draft.rules.rules.filter((rule) => rule.group !== "money"), ...money.reverse()];
  expect(draftChanges(draftOf(400), draft).map(({ kind }) => kind)).toEqual(["ruleOrder"]);
});

it("takes everything for new when nothing is live", () => {
  const draft = draftOf(400);
  expect(draftChanges(null, draft)).toHaveLength(1 + draft.rules.rules.length);
});
