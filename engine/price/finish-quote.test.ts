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
