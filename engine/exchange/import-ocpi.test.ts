import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { parseInstant } from "../model/iso-instant.ts";
import type { Tariff } from "../model/rate-table.ts";
import { prepareTariff } from "../price/prepare-tariff.ts";
import { priceStay } from "../price/price-stay.ts";
import { importOcpi } from "./import-ocpi.ts";

const clocks = JSON.parse(readFileSync(new URL("../price/golden/clocks.json", import.meta.url), "utf8"));
const clock: ClockTable = clocks["Europe/Berlin"];

const tariffOf = (elements: unknown[], more: object = {}) => ({ id: "12", currency: "EUR", elements, ...more });
const parking = (price: number, step_size: number, restrictions?: object) => ({
  price_components: [{ type: "PARKING_TIME", price, step_size }],
  ...(restrictions && { restrictions }),
});
const flat = (price: number, restrictions?: object) => ({
  price_components: [{ type: "FLAT", price, step_size: 1 }],
  ...(restrictions && { restrictions }),
});
const codes = (input: unknown) => importOcpi(input, { clock }).diagnostics.map(({ code }) => code);

function fee(tariff: Tariff | undefined, entry: string, minutes: number): number {
  const entryAt = parseInstant(entry)!;
  return priceStay(prepareTariff(tariff!, clock), { entryAt, exitAt: entryAt + minutes * 60_000 }).feeMinor;
}

const wednesday = "2025-03-12T10:00:00+01:00";

test("keeps the steps of a single price, and a step that is just full is one", () => {
  const { tariff, diagnostics } = importOcpi(tariffOf([parking(3, 3600)]), { clock });
  expect([1, 60, 61, 120].map((minutes) => fee(tariff, wednesday, minutes))).toEqual([300, 300, 600, 600]);
  expect(diagnostics).toEqual([
    {
      code: "exchange.unitBoundary",
      severity: "warning",
      path: ["elements", 0, "price_components", 0, "step_size"],
      params: { minutes: 60 },
    },
  ]);
});

test("charges by the second where the step is one second", () => {
  const { tariff, diagnostics } = importOcpi(tariffOf([parking(3, 1)]), { clock });
  expect([1, 20, 61].map((minutes) => fee(tariff, wednesday, minutes))).toEqual([5, 100, 305]);
  expect(diagnostics).toEqual([]);
});

test("counts the steps of one price over all of its windows", () => {
  const { tariff } = importOcpi(tariffOf([parking(3, 3600, { start_time: "09:00", end_time: "18:00" })]), { clock });
  // 17:50 to 09:10 of the next day: 20 minutes in the window, in one step
  expect(fee(tariff, "2025-03-12T17:50:00+01:00", 15 * 60 + 20)).toBe(300);
  expect(fee(tariff, "2025-03-12T19:00:00+01:00", 600)).toBe(0);
});

test("takes the first element that is active, by window and by duration", () => {
  const source = tariffOf([
    parking(0, 1, { max_duration: 1800 }),
    parking(6, 1, { start_time: "09:00", end_time: "18:00", day_of_week: ["SATURDAY", "SUNDAY"] }),
    parking(2, 1, { start_time: "22:00", end_time: "06:00" }),
    parking(3, 1),
  ]);
  const { tariff, diagnostics } = importOcpi(source, { clock });
  expect(diagnostics).toEqual([]);
  expect(fee(tariff, wednesday, 30)).toBe(0);
  expect(fee(tariff, wednesday, 90)).toBe(300);
  expect(fee(tariff, "2025-03-15T10:00:00+01:00", 90)).toBe(600);
  expect(fee(tariff, "2025-03-12T21:00:00+01:00", 180)).toBe(150 + 400);
  expect(fee(tariff, "2025-03-13T05:30:00+01:00", 90)).toBe(0 + 300);
});

test("asks for a window over midnight on the day that it is", () => {
  const source = tariffOf([parking(2, 1, { start_time: "22:00", end_time: "06:00", day_of_week: ["FRIDAY"] })]);
  const { tariff } = importOcpi(source, { clock });
  expect(fee(tariff, "2025-03-14T04:00:00+01:00", 60)).toBe(200);
  expect(fee(tariff, "2025-03-14T23:00:00+01:00", 60)).toBe(200);
  expect(fee(tariff, "2025-03-15T04:00:00+01:00", 60)).toBe(0);
});

test("turns dates, the first included and the last not, into date ranges", () => {
  const source = tariffOf([parking(5, 1, { start_date: "2025-07-01", end_date: "2025-08-01" }), parking(1, 1)]);
  const { tariff } = importOcpi(source, { clock });
  expect(fee(tariff, "2025-06-30T23:00:00+02:00", 120)).toBe(600);
  expect(fee(tariff, "2025-07-31T23:00:00+02:00", 120)).toBe(600);
});

test("charges what is due once, once, whatever the time costs", () => {
  const source = tariffOf([flat(2.5), parking(3, 1, { start_time: "09:00", end_time: "18:00" })], {
    min_price: { excl_vat: 4 },
    max_price: { excl_vat: 10, incl_vat: 11.9 },
  });
  const { tariff, diagnostics } = importOcpi(source, { clock });
  expect(fee(tariff, "2025-03-12T20:00:00+01:00", 60)).toBe(400);
  expect(fee(tariff, "2025-03-12T17:00:00+01:00", 120)).toBe(550);
  expect(fee(tariff, "2025-03-12T08:00:00+01:00", 2880)).toBe(1000);
  expect(diagnostics.map(({ code }) => code)).toEqual(["ocpi.minPriceWhenFree"]);
  expect(fee(importOcpi(tariffOf([flat(2.5), parking(3, 900)]), { clock }).tariff, wednesday, 20)).toBe(400);
  expect(codes(tariffOf([flat(2, { day_of_week: ["MONDAY"] }), parking(3, 1)]))).toEqual(["ocpi.flatAtEntry"]);
});

test("adds one tax to prices without it", () => {
  const taxed = (vat: number) => ({ price_components: [{ type: "PARKING_TIME", price: 2, vat, step_size: 1 }] });
  const { tariff, diagnostics } = importOcpi(tariffOf([taxed(19)]), { clock });
  expect({ fee: fee(tariff, wednesday, 60), diagnostics }).toEqual({ fee: 238, diagnostics: [] });
  expect(codes(tariffOf([taxed(19), parking(1, 1)]))).toEqual(["exchange.lost"]);
  expect(codes(tariffOf([taxed(0)]))).toEqual([]);
  expect(codes(tariffOf([taxed(5.125)]))).toEqual(["exchange.amountRounded"]);
});

test("holds from day to day, in the days of the lot", () => {
  const dates = { start_date_time: "2025-03-11T23:00:00Z", end_date_time: "2025-03-31T21:59:59" };
  const { tariff, diagnostics } = importOcpi(tariffOf([parking(3, 1)], dates), { clock });
  expect(tariff?.rateTables[0]).toMatchObject({ validityStart: "2025-03-12", validityEnd: "2025-04-01" });
  expect(diagnostics).toEqual([]);
  const within = importOcpi(tariffOf([parking(3, 1)], { end_date_time: "2025-03-31T12:00:00Z" }), { clock });
  expect(within.tariff?.rateTables[0]?.validityEnd).toBe("2025-04-01");
  expect(within.diagnostics[0]).toMatchObject({ code: "exchange.timeWithinDay", path: ["end_date_time"] });
  const midday = importOcpi(tariffOf([parking(3, 1)], { start_date_time: "2025-03-31T12:00:00Z" }), { clock });
  expect(midday.tariff?.rateTables[0]?.validityStart).toBe("2025-03-31");
  const forever = importOcpi(tariffOf([parking(3, 1)], { start_date_time: "1999-01-01T00:00:00Z" }), { clock });
  expect(forever.tariff?.rateTables[0]?.validityStart).toBeUndefined();
});

test("rounds what is finer than can be counted to the shortest price", () => {
  const { tariff } = importOcpi(tariffOf([parking(0.129999999, 1)]), { clock });
  expect(tariff?.rateTables[0]?.rateLineCollections[0]?.rateLines[0]).toMatchObject({ value: 13 });
  expect(importOcpi(tariffOf([flat(-1), parking(1, 1)]), { clock }).tariff).toBeDefined();
});

test("keeps steps where they end with the piece that they are in, and joins pieces of one price", () => {
  const noStep = { price_components: [{ type: "PARKING_TIME", price: 1 }] };
  const source = tariffOf([parking(0, 900, { max_duration: 1800 }), parking(4, 900, { min_duration: 1800 }), noStep]);
  const { tariff } = importOcpi(source, { clock });
  expect([30, 31, 45, 46].map((minutes) => fee(tariff, wednesday, minutes))).toEqual([0, 100, 100, 200]);
  const split = tariffOf([parking(5, 1, { min_duration: 600, max_duration: 1200 }), parking(2, 1)]);
  const lines = importOcpi(split, { clock }).tariff?.rateTables[0]?.rateLineCollections[0]?.rateLines;
  expect(lines).toHaveLength(3);
  const hidden = tariffOf([
    parking(2, 1),
    parking(5, 1, { min_duration: 600, max_duration: 1200, start_time: "10:00", end_time: "12:00" }),
  ]);
  expect(importOcpi(hidden, { clock }).tariff?.rateTables[0]?.rateLineCollections).toEqual([
    { id: "prices-1", rateLines: [expect.objectContaining({ value: 200 })] },
  ]);
  expect(codes(tariffOf([parking(0, 1), parking(2, 1)], { min_price: 1 }))).toEqual(["ocpi.minPriceWhenFree"]);
});

describe("names what it cannot say", () => {
  const energy = { price_components: [{ type: "ENERGY", price: 0.25, step_size: 1 }] };
  test.each<[string, unknown, (string | number)[], string]>([
    ["energy", tariffOf([energy, parking(1, 1)]), ["elements", 0, "price_components", 0, "type"], "exchange.lost"],
    [
      "charging time beside parking time",
      tariffOf([{ price_components: [{ type: "TIME", price: 1, step_size: 1 }] }, parking(1, 1)]),
      ["elements", 0, "price_components", 0, "type"],
      "exchange.lost",
    ],
    [
      "a restriction on the current",
      tariffOf([parking(1, 1, { max_current: 32 }), parking(2, 1)]),
      ["elements", 0, "restrictions", "max_current"],
      "exchange.lost",
    ],
    [
      "the price of a reservation",
      tariffOf([parking(1, 1, { reservation: "RESERVATION" }), parking(2, 1)]),
      ["elements", 0, "restrictions", "reservation"],
      "exchange.lost",
    ],
    ["a kind of session", tariffOf([parking(1, 1)], { type: "PROFILE_FAST" }), ["type"], "exchange.lost"],
    ["a page", tariffOf([parking(1, 1)], { tariff_alt_url: "https://a" }), ["tariff_alt_url"], "exchange.leftOut"],
    ["energy's origin", tariffOf([parking(1, 1)], { energy_mix: {} }), ["energy_mix"], "exchange.leftOut"],
    ["a field of its own", tariffOf([parking(1, 1)], { x_own: 1 }), ["x_own"], "exchange.leftOut"],
    ["a tariff without a price of time", tariffOf([energy]), ["elements"], "exchange.noPrice"],
    [
      "steps of several prices",
      tariffOf([parking(1, 900, { start_time: "09:00" }), parking(2, 900)]),
      ["elements", 0, "price_components", 0, "step_size"],
      "ocpi.stepLeftOut",
    ],
    [
      "a step that is no whole minute",
      tariffOf([parking(1, 90)]),
      ["elements", 0, "price_components", 0, "step_size"],
      "ocpi.stepLeftOut",
    ],
    [
      "a price finer than can be counted",
      tariffOf([parking(1 / 3, 1)]),
      ["elements", 0, "price_components", 0, "price"],
      "exchange.amountRounded",
    ],
    [
      "a negative price",
      tariffOf([parking(-1, 1), flat(1)]),
      ["elements", 0, "price_components", 0, "price"],
      "exchange.amountRefused",
    ],
    [
      "a limit finer than a cent",
      tariffOf([parking(1, 1)], { max_price: 1.005 }),
      ["max_price"],
      "exchange.amountRounded",
    ],
    [
      "a duration that is no whole minute",
      tariffOf([parking(1, 1, { max_duration: 95 })]),
      ["elements", 0, "restrictions", "max_duration"],
      "exchange.durationRounded",
    ],
    [
      "a date that is none",
      tariffOf([parking(1, 1, { start_date: "2025-02-30" }), parking(1, 1)]),
      ["elements", 0, "restrictions", "start_date"],
      "exchange.time",
    ],
    ["a time that is none", tariffOf([parking(1, 1)], { end_date_time: "soon" }), ["end_date_time"], "exchange.time"],
    ["no elements", tariffOf([]), ["elements"], "shape.tooSmall"],
    [
      "a price that is text",
      tariffOf([parking("1" as never, 1)]),
      ["elements", 0, "price_components", 0, "price"],
      "shape.type",
    ],
    ["what is no object", "tariff", [], "shape.type"],
  ])("%s", (_, input, path, code) => {
    expect(importOcpi(input, { clock }).diagnostics).toContainEqual(expect.objectContaining({ code, path }));
  });
});

test("takes charging time for parking time when there is no other, and says so", () => {
  const source = tariffOf([{ price_components: [{ type: "TIME", price: 2, step_size: 1 }] }]);
  expect(codes(source)).toEqual(["ocpi.timeAsParking"]);
  expect(fee(importOcpi(source, { clock }).tariff, wednesday, 60)).toBe(200);
});

test("takes a price without a step by the second", () => {
  const source = tariffOf([{ price_components: [{ type: "PARKING_TIME", price: 1 }] }]);
  expect(fee(importOcpi(source, { clock }).tariff, wednesday, 30)).toBe(50);
});

test("gives no tariff where prices are too fine, or the document too deep", () => {
  expect(codes(tariffOf([parking(0.123457, 1)]))).toEqual(["exchange.unusable"]);
  const deep = Array.from({ length: 50 }).reduce<unknown>((inside) => [inside], 1);
  expect(codes({ ...tariffOf([parking(1, 1)]), x: deep })).toEqual(["shape.tooDeep"]);
});

test("gives no tariff where it would be larger than one can be", () => {
  const elements = Array.from({ length: 50 }, (_, index) => {
    const hour = String(index % 24).padStart(2, "0");
    return parking(index + 1, 1, { start_time: `${hour}:00`, end_time: `${hour}:${10 + index}` });
  });
  const { tariff, diagnostics } = importOcpi(tariffOf(elements), { clock });
  expect(tariff).toBeUndefined();
  expect(diagnostics.at(-1)).toMatchObject({ code: "exchange.unusable", severity: "error" });
});
