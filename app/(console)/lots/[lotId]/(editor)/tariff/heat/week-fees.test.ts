import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { ClockTable } from "#engine/model/clock-table.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { epochDayOf } from "#engine/model/local-time.ts";
import { prepareTariff } from "#engine/price/prepare-tariff.ts";
import { mondayOf, nextChangeMonday, weekFees } from "./week-fees.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("../../../../../../../engine/price/golden/clocks.json", import.meta.url), "utf8"),
);
const berlin = clocks["Europe/Berlin"]!;
const night = { start: 1_320, end: 480, flatMinor: 2_000, name: "Night" };
const tariff = prepareTariff(
  hourlyTariff({ currency: "EUR", rateTableName: "Visitors", hourMinor: 500, night }),
  berlin,
);
const monday = epochDayOf(2025, 3, 24);

it("prices a stay from each hour of a week", () => {
  const days = weekFees(tariff, berlin, { monday, stayMinutes: 120, vehicleClass: null });
  expect(days).toHaveLength(7);
  expect(days[0]?.fees.slice(7, 9)).toEqual([2_500, 1_000]);
  expect(days[0]?.fees[22]).toBe(2_000);
});

it("marks the nights on which the clock changes", () => {
  const days = weekFees(tariff, berlin, { monday, stayMinutes: 60, vehicleClass: null });
  expect(days.map(({ change }) => change)).toEqual([
    ...Array.from({ length: 6 }, () => null),
    { fromMinute: 120, toMinute: 180 },
  ]);
  const autumn = weekFees(tariff, berlin, { monday: epochDayOf(2025, 10, 20), stayMinutes: 60, vehicleClass: null });
  expect(autumn[6]?.change).toEqual({ fromMinute: 180, toMinute: 120 });
});

it("finds the week of the next change, and none where the clock does not change", () => {
  const at = Date.UTC(2025, 0, 15);
  expect(nextChangeMonday(berlin, at)).toBe(monday);
  expect(nextChangeMonday(clocks["Asia/Shanghai"]!, at)).toBeNull();
  expect(mondayOf(berlin, at)).toBe(epochDayOf(2025, 1, 13));
});
