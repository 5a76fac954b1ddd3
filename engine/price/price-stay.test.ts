import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import { type Tariff, tariffSchema } from "../model/rate-table.ts";
import { checkTariff } from "./check-tariff.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import { QuoteError } from "./quote-error.ts";
import { roundForCash } from "./round-for-cash.ts";
import { stayFromPublished } from "./stay-from-published.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("golden/clocks.json", import.meta.url), "utf8"),
);
const clock = clocks["Asia/Shanghai"]!;
const tariff = hourlyTariff({
  currency: "CNY",
  rateTableName: "Visitors",
  hourMinor: 500,
  dayName: "Day",
  freePeriod: { minutes: 15, mode: "onlyIfWithin" },
  night: { start: 1_320, end: 480, flatMinor: 2_000, name: "Night" },
  dayCapMinor: 5_000,
  exitGraceMinutes: 15,
});
const at = (text: string) => stayFromPublished({ entry: `${text}:00+08:00`, exit: `${text}:00+08:00` }).entryAt;
const price = (entry: string, exit: string, what: Tariff = tariff) =>
  priceStay(prepareTariff(what, clock), { entryAt: at(entry), exitAt: at(exit) });

function codeOf(act: () => unknown): { code: string; path: readonly (string | number)[] } {
  try {
    act();
  } catch (error) {
    if (error instanceof QuoteError) return { code: error.code, path: error.path };
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("the lines of a quote", () => {
  test("show each period with its units", () => {
    const { lines, feeMinor } = price("2026-11-24T18:00", "2026-11-25T08:30");
    expect(feeMinor).toBe(4_500);
    expect(
      lines.map(({ kind, label, units, fromAt, toAt, amountMinor }) => ({
        kind,
        label,
        units,
        fromAt,
        toAt,
        amountMinor,
      })),
    ).toEqual([
      {
        kind: "time",
        label: "Day",
        units: 4,
        fromAt: at("2026-11-24T18:00"),
        toAt: at("2026-11-24T22:00"),
        amountMinor: 2_000,
      },
      {
        kind: "flat",
        label: "Night",
        fromAt: at("2026-11-24T22:00"),
        toAt: at("2026-11-25T08:00"),
        amountMinor: 2_000,
        units: undefined,
      },
      {
        kind: "time",
        label: "Day",
        units: 1,
        fromAt: at("2026-11-25T08:00"),
        toAt: at("2026-11-25T08:30"),
        amountMinor: 500,
      },
    ]);
  });

  test("show what a cap took off", () => {
    const { lines } = price("2026-11-24T08:00", "2026-11-24T22:00");
    expect(lines.at(-1)).toMatchObject({
      kind: "cap",
      amountMinor: -2_000,
      params: { scope: "rolling", minutes: 1_440, limitMinor: 5_000 },
    });
  });

  test("sum up a long stay by price", () => {
    const { lines, feeMinor } = price("2026-09-01T08:00", "2026-11-30T08:00");
    expect(feeMinor).toBe(90 * 5_000);
    expect(lines.map(({ kind, units, times, amountMinor }) => ({ kind, units, times, amountMinor }))).toEqual([
      { kind: "time", units: 90 * 14, times: 90, amountMinor: 90 * 7_000 },
      { kind: "flat", units: undefined, times: 90, amountMinor: 90 * 2_000 },
      { kind: "cap", units: undefined, times: 90, amountMinor: -90 * 4_000 },
    ]);
    expect(lines[0]).toMatchObject({ fromAt: at("2026-09-01T08:00"), toAt: at("2026-11-29T22:00") });
  });

  test("say that short stays are free", () => {
    expect(price("2026-11-24T10:00", "2026-11-24T10:15").lines).toMatchObject([{ kind: "free", amountMinor: 0 }]);
    expect(price("2026-11-24T10:00", "2026-11-24T10:00").lines).toEqual([]);
  });

  test("hold the tax that is inside the price", () => {
    const taxed: Tariff = { ...tariff, tax: { mode: "included", rate: 1_300 } };
    const { feeMinor, lines } = price("2026-11-24T10:00", "2026-11-24T11:00", taxed);
    expect(feeMinor).toBe(500);
    expect(lines.at(-1)).toMatchObject({
      kind: "tax",
      amountMinor: 0,
      params: { rateBasisPoints: 1_300, includedMinor: 58 },
    });
  });
});

test("takes earlier payments off what is due, never below zero", () => {
  const prepared = prepareTariff(tariff, clock);
  const stay = { entryAt: at("2026-11-24T10:00"), exitAt: at("2026-11-24T12:30"), paidAt: at("2026-11-24T11:00") };
  expect(priceStay(prepared, { ...stay, paidMinor: 500 })).toMatchObject({
    feeMinor: 1_500,
    paidMinor: 500,
    dueMinor: 1_000,
  });
  expect(priceStay(prepared, { ...stay, paidMinor: 9_900 })).toMatchObject({ feeMinor: 1_500, dueMinor: 0 });
});

test("rounds cash at payment", () => {
  expect(roundForCash({ cashRounding: 5 }, 1_247)).toBe(1_245);
  expect(roundForCash({ cashRounding: 10 }, 1_245)).toBe(1_250);
  expect(roundForCash({}, 1_247)).toBe(1_247);
});

describe("a stay that has no price says why", () => {
  test("ends before it begins", () => {
    expect(codeOf(() => price("2026-11-24T10:00", "2026-11-24T09:59"))).toEqual({
      code: "stay.exitBeforeEntry",
      path: ["exitAt"],
    });
  });
  test("too long", () => {
    expect(codeOf(() => price("2010-11-24T10:00", "2026-11-24T09:59")).code).toBe("stay.tooLong");
  });
  test("outside the clock table", () => {
    expect(codeOf(() => price("1999-11-24T10:00", "1999-11-24T11:00"))).toEqual({
      code: "stay.outsideClock",
      path: ["entryAt"],
    });
  });
  test("no table for it", () => {
    const only: Tariff = {
      ...tariff,
      rateEligibility: [{ eligibility: { vehicleTypes: ["bus"] }, rateTable: "standard" }],
    };
    expect(codeOf(() => price("2026-11-24T10:00", "2026-11-24T11:00", only)).code).toBe("tariff.noRateTable");
  });
  test.each([
    [{}, ["entry"]],
    [{ entry: "2025-03-12", exit: "2025-03-12T10:00:00Z" }, ["entry"]],
    [{ entry: "2025-02-30T10:00:00Z", exit: "2025-03-12T10:00:00Z" }, ["entry"]],
    [{ entry: "2025-03-12T10:00:00Z", exit: "2025-03-12T10:00:00" }, ["exit"]],
    [
      { entry: "2025-03-12T10:00:00Z", exit: "2025-03-12T10:00:00Z", conditions: { paidAmount: -1 } },
      ["conditions", "paidAmount"],
    ],
    [{ entry: "2025-03-12T10:00:00Z", exit: "2025-03-12T10:00:00Z", conditions: { seson: "x" } }, ["conditions"]],
    [null, []],
  ])("unreadable: %j", (json, path) => {
    expect(codeOf(() => stayFromPublished(json))).toEqual({ code: "stay.invalid", path });
  });
});

describe("a tariff is checked", () => {
  const codes = (change: Partial<Tariff>) => checkTariff({ ...tariff, ...change }).map(({ code }) => code);
  const withTable = (change: Partial<Tariff["rateTables"][number]>) => ({
    rateTables: [{ ...tariff.rateTables[0]!, ...change }],
  });

  test("for names that lead nowhere", () => {
    expect(codes({ rateEligibility: [{ rateTable: "other", bestOf: ["third"] }] })).toEqual([
      "rateTable.unknown",
      "rateTable.unknown",
    ]);
    expect(codes({ validations: [{ type: "v", effect: { kind: "rateTable", rateTable: "x" } }] })).toEqual([
      "rateTable.unknown",
    ]);
    expect(codes({ overstay: { rateTable: "x", from: "payment" } })).toEqual(["rateTable.unknown"]);
  });
  test("for tiers out of order, caps in the wrong place, empty validity and wrong digits", () => {
    const tiers = [
      { rateLineType: "flatRateTier" as const, durationEnd: 60, value: 500 },
      { rateLineType: "flatRateTier" as const, durationEnd: 60, value: 400 },
    ];
    expect(codes(withTable({ rateLineCollections: [{ id: "a", rateLines: tiers }] }))).toEqual([
      "tier.order",
      "tier.falls",
    ]);
    expect(codes(withTable({ caps: [{ scope: "period", amount: 1 }] }))).toEqual(["cap.periodOnTable"]);
    expect(codes(withTable({ validityStart: "2025-01-01", validityEnd: "2025-01-01" }))).toEqual([
      "rateTable.validityEmpty",
    ]);
    expect(codes({ minorUnitDigits: 0 })).toEqual(["tariff.minorUnitDigits"]);
    expect(codes({ rateTables: [tariff.rateTables[0]!, tariff.rateTables[0]!] })).toEqual(["rateTable.duplicate"]);
  });
  test("and the starting tariff has nothing wrong in it", () => {
    expect(tariffSchema.parse(tariff)).toEqual(tariff);
    expect(codes({})).toEqual([]);
  });
});
