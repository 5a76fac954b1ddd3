import { expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import { answerCases, digestOfAnswers, type GoldenCase } from "./answer-cases.ts";
import { goldenCases } from "./golden-cases.ts";

const from = Date.UTC(2020, 0, 1);
const utc: ClockTable = { timeZone: "UTC", database: "test", from, to: Date.UTC(2030, 0, 1), changes: [[from, 0]] };
const tariff = hourlyTariff({ currency: "EUR", rateTableName: "Standard", hourMinor: 300 });
const stay = { entry: "2025-03-12T10:00:00Z", exit: "2025-03-12T11:30:00Z" };
const [priced] = goldenCases({
  clocks: { UTC: utc },
  tariffs: { city: { lot: { timeZone: "UTC" }, tariff, examples: [stay] } },
  rules: [],
}) as [GoldenCase];

test("answers stays and cars, an error where there is no price", () => {
  const stays = [stay, { ...stay, exit: "2019-01-01T00:00:00Z" }];
  const answers = answerCases([{ ...priced, stays, situations: [{ "lane.direction": "exit" }] }]);
  expect(answers.map(({ id, answer }) => [id, answer])).toEqual([
    ["city/stay-1", "600 EUR"],
    ["city/stay-2", "stay.exitBeforeEntry"],
    ["city/car-1", "hold noRule otherwise"],
  ]);
  expect(digestOfAnswers(answers)).not.toBe(digestOfAnswers(answers.slice(1)));
});

test("takes no case that cannot be one", () => {
  const unknown = { ...priced, situations: [{ "lane.speed": 3 }] };
  expect(() => answerCases([unknown])).toThrow(/lane\.speed is unknownFact/);
  const twice = {
    ...priced,
    draft: { ...priced.draft, tariff: { ...tariff, rateTables: [...tariff.rateTables, ...tariff.rateTables] } },
  };
  expect(() => answerCases([twice])).toThrow(/city does not compile: rateTable\.duplicate/);
  const elsewhere = { lot: { timeZone: "Mars/Base" }, tariff, examples: [] };
  expect(() => goldenCases({ clocks: {}, tariffs: { elsewhere }, rules: [] })).toThrow(/clock table of Mars/);
});
