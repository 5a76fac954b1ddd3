import { expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import type { Tariff } from "../model/rate-table.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";

const entryAt = Date.UTC(2025, 2, 12, 10);
const utc: ClockTable = {
  timeZone: "UTC",
  database: "test",
  from: Date.UTC(2020, 0, 1),
  to: Date.UTC(2030, 0, 1),
  changes: [[Date.UTC(2020, 0, 1), 0]],
};
const perMinute = (value: number): Tariff => ({
  currency: "EUR",
  minorUnitDigits: 2,
  rateTables: [
    {
      id: "minute",
      version: 1,
      rateLineCollections: [
        {
          id: "all",
          rateLines: [
            { rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 1, value, subMinorDigits: 1 },
          ],
        },
      ],
    },
  ],
  rateEligibility: [{ rateTable: "minute" }],
});
const fee = (tariff: Tariff, minutes: number) =>
  priceStay(prepareTariff(tariff, utc), { entryAt, exitAt: entryAt + minutes * 60_000 }).feeMinor;

test("half a cent goes up, less goes down", () => {
  expect([1, 3, 5].map((minutes) => fee(perMinute(25), minutes))).toEqual([3, 8, 13]);
  expect([1, 2].map((minutes) => fee(perMinute(12), minutes))).toEqual([1, 2]);
});

test("lines that are rounded one by one come to the price with a line for the rest", () => {
  const tariff = perMinute(25);
  const [table] = tariff.rateTables;
  const [all] = table!.rateLineCollections;
  const morning = { ...all!, id: "morning", periods: [{ timeOfDayStart: 0, timeOfDayEnd: 601 }] };
  const split = { ...tariff, rateTables: [{ ...table!, rateLineCollections: [morning, all!] }] };
  const { feeMinor, lines } = priceStay(prepareTariff(split, utc), { entryAt, exitAt: entryAt + 2 * 60_000 });
  expect(feeMinor).toBe(5);
  expect(lines.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
    ["time", 3],
    ["time", 3],
    ["rounding", -1],
  ]);
});

test("a tax that comes to nothing has no line", () => {
  const taxed = (minutes: number) => {
    const tariff: Tariff = { ...perMinute(10), tax: { mode: "excluded", rate: 1_000 } };
    const stay = { entryAt, exitAt: entryAt + minutes * 60_000 };
    return priceStay(prepareTariff(tariff, utc), stay).lines.map(({ kind, amountMinor }) => [kind, amountMinor]);
  };
  expect(taxed(4)).toEqual([["time", 4]]);
  expect(taxed(5)).toEqual([
    ["time", 5],
    ["tax", 1],
  ]);
});
