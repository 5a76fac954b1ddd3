import { expect, it } from "vitest";
import type { Period } from "#engine/model/calendar.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import type { RateTable } from "#engine/model/rate-table.ts";
import { specialDayUses } from "./special-day-uses.ts";

const [plain] = hourlyTariff({ currency: "CNY", rateTableName: "Visitors", hourMinor: 500 }).rateTables;

function withPeriods(periods: Period[], more: Partial<RateTable> = {}): RateTable {
  const [collection] = plain!.rateLineCollections;
  return { ...plain!, rateLineCollections: [{ ...collection!, name: "Night", periods }], ...more };
}

it("names the table and the price that ask for a kind of day, each once", () => {
  const periods: Period[] = [
    { specialDays: ["schoolHolidays"] },
    { specialDays: ["schoolHolidays"], exceptSpecialDays: ["makeUpWorkingDay"] },
  ];
  const uses = specialDayUses({ rateTables: [plain!, withPeriods(periods)] });
  expect([...uses]).toEqual([
    ["schoolHolidays", [{ table: "Visitors", price: "Night", how: "on" }]],
    ["makeUpWorkingDay", [{ table: "Visitors", price: "Night", how: "except" }]],
  ]);
});

it("a table may ask as a whole, and the days around a holiday follow from the holiday", () => {
  const early = {
    ...plain!,
    validityStart: "2027-01-01",
    timesOfDay: [{ specialDays: ["dayBeforePublicHoliday" as const] }],
  };
  const uses = specialDayUses({ rateTables: [early] });
  const use = { table: "Visitors (2027-01-01)", price: null, how: "on" };
  expect(Object.fromEntries(uses)).toEqual({ dayBeforePublicHoliday: [use], publicHoliday: [use] });
});
