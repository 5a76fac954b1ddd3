import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ClockTable } from "../../model/clock-table.ts";
import { hourlyTariff } from "../../model/hourly-tariff.ts";
import { prepareTariff } from "../../price/prepare-tariff.ts";
import { Pricer } from "./pricer.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("../../price/golden/clocks.json", import.meta.url), "utf8"),
);
const tariff = prepareTariff(hourlyTariff({ currency: "EUR", rateTableName: "All", hourMinor: 300 }), clocks.UTC!);
const entryAt = Date.UTC(2026, 2, 2, 10);
const stay = { entryAt, exitAt: entryAt + 3_600_000 };

test("prices stays until its bound is reached, and says that it is", () => {
  const pricer = new Pricer(2);
  expect([pricer.fee(tariff, stay), pricer.isSpent]).toEqual([300, false]);
  expect([pricer.fee(tariff, stay), pricer.isSpent]).toEqual([300, true]);
  expect(pricer.fee(tariff, stay)).toBeUndefined();
});

test("takes work done elsewhere off its bound, and nothing more once there is too little left", () => {
  const pricer = new Pricer(10);
  expect([pricer.take(6), pricer.take(4)]).toEqual([true, true]);
  const other = new Pricer(10);
  expect([other.take(6), other.take(5), other.isSpent]).toEqual([true, false, true]);
});

test("gives no fee for a stay that has none", () => {
  const pricer = new Pricer(10);
  expect(pricer.fee(tariff, { entryAt, exitAt: entryAt - 1 })).toBeUndefined();
  expect(pricer.isSpent).toBe(false);
});
