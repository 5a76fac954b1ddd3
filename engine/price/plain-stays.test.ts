import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { Tariff } from "../model/rate-table.ts";
import { feeOf } from "./fee-of.ts";
import { isPlain } from "./plain-stays.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import type { Stay } from "./stay.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("golden/clocks.json", import.meta.url), "utf8"),
);
const HOUR_MS = 60 * MINUTE_MS;
const clock = clocks["Europe/Berlin"]!;
const entryAt = Date.UTC(2025, 4, 5, 8);
const stay: Stay = { entryAt, exitAt: entryAt + 4 * HOUR_MS };
const within = { fromAt: entryAt, toAt: entryAt + 2 * HOUR_MS };
const tariff = hourlyTariff({ currency: "EUR", rateTableName: "Visitors", hourMinor: 500 });

/** What a tariff may read of a stay besides its time, with a stay that has it, and the fee of that stay. */
const readings: [string, Partial<Tariff>, Partial<Stay>, number][] = [
  ["validations", { validations: [{ type: "v", effect: { kind: "full" } }] }, { validations: ["v"] }, 0],
  ["coverage", { rightCoverage: [{}] }, { coverage: [{ right: "permit", ...within }] }, 1_000],
  ["areas", { nestedAreas: { areas: ["deck"], mode: "free" } }, { areaStays: [{ area: "deck", ...within }] }, 1_000],
  ["a payment", { exitGraceMinutes: 180 }, { paidAt: entryAt + HOUR_MS }, 500],
  ["a lost ticket", { lostCredential: { charge: "added", amount: 700 } }, { lostCredential: true }, 2_700],
];

test.each(readings)("a stay with %s is plain only to a tariff that does not read it", (_what, change, more, fee) => {
  const reading = prepareTariff({ ...tariff, ...change }, clock);
  const having = { ...stay, ...more };
  expect(isPlain(reading.plain, stay)).toBe(true);
  expect(isPlain(reading.plain, having)).toBe(false);
  expect(isPlain(prepareTariff(tariff, clock).plain, having)).toBe(true);
  expect([feeOf(reading, stay), feeOf(reading, having)]).toEqual([2_000, fee]);
  expect(priceStay(reading, having).feeMinor).toBe(fee);
});

test("a stay near an end of the clock table, or of a plate that came before, is not plain", () => {
  const { plain } = prepareTariff(tariff, clock);
  expect(isPlain(plain, { ...stay, previousVisits: [] })).toBe(false);
  expect(isPlain(plain, { entryAt: clock.from + DAY_MS, exitAt: clock.from + 2 * DAY_MS })).toBe(false);
  expect(isPlain(plain, { entryAt: clock.to - 2 * DAY_MS, exitAt: clock.to - DAY_MS })).toBe(false);
});
