import { expect, it } from "vitest";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { startHistory, withEdit, withRedo, withUndo } from "./draft-history.ts";

const tariffOf = (hourMinor: number) => hourlyTariff({ currency: "CNY", rateTableName: "Visitors", hourMinor });
const start = startHistory({ tariff: tariffOf(400), rules: starterRules() });

it("undoes and redoes one part and leaves the other alone", () => {
  const priced = withEdit(start, "tariff", tariffOf(500), false);
  const emptied = withEdit(priced, "rules", { rules: [] }, false);
  const undone = withUndo(emptied, "tariff");
  expect(undone.content).toEqual({ tariff: tariffOf(400), rules: { rules: [] } });
  expect(withRedo(undone, "tariff").content).toEqual(emptied.content);
});

it("takes the keys typed into one field as one step", () => {
  const typed = withEdit(withEdit(start, "tariff", tariffOf(5), false), "tariff", tariffOf(550), true);
  expect(withUndo(typed, "tariff").content.tariff).toEqual(tariffOf(400));
});

it("does nothing where there is nothing to undo", () => {
  expect(withUndo(start, "tariff")).toBe(start);
});
