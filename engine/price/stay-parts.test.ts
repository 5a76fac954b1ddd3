import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import type { RateTable, Tariff } from "../model/rate-table.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import type { Stay } from "./stay.ts";
import { stayFromPublished } from "./stay-from-published.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("golden/clocks.json", import.meta.url), "utf8"),
);
const tariff = hourlyTariff({ currency: "CNY", rateTableName: "Visitors", hourMinor: 500, exitGraceMinutes: 15 });
const at = (text: string) => {
  const time = `2026-11-${text}:00+08:00`;
  return stayFromPublished({ entry: time, exit: time }).entryAt;
};
const price = (change: Partial<Tariff>, stay: Omit<Stay, "entryAt" | "exitAt">, from = "24T10:00", to = "24T14:00") =>
  priceStay(prepareTariff({ ...tariff, ...change }, clocks["Asia/Shanghai"]!), {
    entryAt: at(from),
    exitAt: at(to),
    ...stay,
  });
const shown = (lines: ReturnType<typeof price>["lines"]) =>
  lines.map(({ kind, fromAt, toAt, amountMinor, params }) => ({ kind, fromAt, toAt, amountMinor, params }));
const up = { rounding: "up" };
const dear: RateTable = { ...tariff.rateTables[0]!, id: "dear" };
const inner: Partial<Tariff> = {
  rateTables: [...tariff.rateTables, { ...dear, freePeriod: { minutes: 30, mode: "subtract" } }],
  rateEligibility: [{ eligibility: { zones: ["deck"] }, rateTable: "dear" }, { rateTable: "standard" }],
};

describe("the lines of a stay in parts", () => {
  test("show covered time as free with its right, between the paid parts", () => {
    const coverage = [{ right: "permit", fromAt: at("24T11:00"), toAt: at("24T13:00") }];
    const { feeMinor, lines } = price({ rightCoverage: [{}] }, { coverage });
    expect(feeMinor).toBe(1_000);
    expect(shown(lines)).toEqual([
      { kind: "time", fromAt: at("24T10:00"), toAt: at("24T11:00"), amountMinor: 500, params: up },
      { kind: "time", fromAt: at("24T13:00"), toAt: at("24T14:00"), amountMinor: 500, params: up },
      {
        kind: "free",
        fromAt: at("24T11:00"),
        toAt: at("24T13:00"),
        amountMinor: 0,
        params: { reason: "right", right: "permit" },
      },
    ]);
  });

  test("name the table and the area of a part, with the free period of that table", () => {
    const areaStays = [{ area: "deck", fromAt: at("24T11:00"), toAt: at("24T13:00") }];
    const { feeMinor, lines } = price({ ...inner, nestedAreas: { areas: ["deck"], mode: "replace" } }, { areaStays });
    // Outside 2 x 5.00; inside half an hour is free, then two started hours.
    expect(feeMinor).toBe(2_000);
    expect(lines.slice(2)).toMatchObject([
      { kind: "free", rateTableId: "dear", params: { reason: "area", area: "deck" } },
      { kind: "time", rateTableId: "dear", units: 2, amountMinor: 1_000, params: { part: "area", partName: "deck" } },
    ]);
  });

  test("of areas that overlap give a moment to the one that the tariff lists first", () => {
    const areaStays = [
      { area: "roof", fromAt: at("24T10:00"), toAt: at("24T13:00") },
      { area: "deck", fromAt: at("24T12:00"), toAt: at("24T14:00") },
    ];
    const { lines } = price({ nestedAreas: { areas: ["deck", "roof"], mode: "free" } }, { areaStays });
    expect(lines).toMatchObject([
      { kind: "free", fromAt: at("24T12:00"), toAt: at("24T14:00"), params: { area: "deck" } },
      { kind: "free", fromAt: at("24T10:00"), toAt: at("24T12:00"), params: { area: "roof" } },
    ]);
  });

  test("of rights that overlap count the one that the stay lists first", () => {
    const coverage = ["night", "permit"].map((right) => ({ right, fromAt: at("24T10:00"), toAt: at("24T14:00") }));
    const rows = [{ rights: ["night"], rateTable: "standard" }, {}];
    expect(price({ rightCoverage: rows }, { coverage }).feeMinor).toBe(2_000);
    expect(price({ rightCoverage: rows }, { coverage: coverage.toReversed() }).feeMinor).toBe(0);
  });

  test("count rolling caps from entry, whatever is covered in between", () => {
    const capped = [{ ...tariff.rateTables[0]!, caps: [{ scope: "perStay" as const, amount: 1_200 }] }];
    const coverage = [{ right: "permit", fromAt: at("24T11:00"), toAt: at("24T13:00") }];
    const change = { rateTables: capped, rightCoverage: [{}] };
    expect(price(change, { coverage }, "24T10:00", "24T15:00").feeMinor).toBe(1_200);
  });
});

describe("rules that meet", () => {
  test("what comes off by validation comes off the parts together", () => {
    const areaStays = [{ area: "deck", fromAt: at("24T11:00"), toAt: at("24T13:00") }];
    const validations = [{ type: "half", effect: { kind: "percent" as const, rate: 5_000 } }];
    const change = { ...inner, nestedAreas: { areas: ["deck"], mode: "replace" as const }, validations };
    expect(price(change, { areaStays, validations: ["half"] }).feeMinor).toBe(1_000);
  });

  test("time that a right covers does not count towards the longest stay", () => {
    const coverage = [{ right: "permit", fromAt: at("24T10:00"), toAt: at("24T12:00") }];
    const change: Partial<Tariff> = { rightCoverage: [{}], maxStay: { minutes: 120, penalty: 9_900 } };
    expect(price(change, { coverage })).toMatchObject({ feeMinor: 1_000 });
    expect(price(change, { coverage }).notices).toBeUndefined();
    expect(price(change, {}).notices).toEqual(["maxStayExceeded"]);
  });

  test("a covered visit may come back at any time", () => {
    const previousVisits = [{ entryAt: at("24T08:00"), exitAt: at("24T09:30"), feePaidMinor: 0 }];
    const coverage = [{ right: "permit", fromAt: at("24T10:00"), toAt: at("24T14:00") }];
    const change: Partial<Tariff> = { rightCoverage: [{}], noReturn: { within: 60, penalty: 100 } };
    expect(price(change, { previousVisits }).notices).toEqual(["returnedTooSoon"]);
    expect(price(change, { previousVisits, coverage })).toEqual(price({ rightCoverage: [{}] }, { coverage }));
  });

  test("an overstay table does not ask for covered time", () => {
    const coverage = [{ right: "permit", fromAt: at("24T12:00"), toAt: at("24T14:00") }];
    const change: Partial<Tariff> = {
      rightCoverage: [{}],
      overstay: { rateTable: "standard", from: "payment" },
    };
    const paid = { paidAt: at("24T11:00"), paidMinor: 500 };
    expect(price(change, { coverage, ...paid }).feeMinor).toBe(1_000);
    expect(price(change, paid).feeMinor).toBe(2_000);
  });

  test("a free period that is lost when exceeded counts the paid time only", () => {
    const table: RateTable = { ...tariff.rateTables[0]!, freePeriod: { minutes: 30, mode: "onlyIfWithin" } };
    const coverage = [{ right: "permit", fromAt: at("24T10:00"), toAt: at("24T13:35") }];
    const change = { rateTables: [table], rightCoverage: [{}] };
    expect(price(change, { coverage }).feeMinor).toBe(0);
    expect(price(change, { coverage }, "24T10:00", "24T14:06").feeMinor).toBe(500);
  });

  test("a car that turned round pays nothing and is not in the history", () => {
    const turned = { entryAt: at("24T09:00"), exitAt: at("24T09:05"), feePaidMinor: 0 };
    const change: Partial<Tariff> = {
      turnRoundMinutes: 10,
      reEntry: { within: 120, since: "exit", action: "continue" },
      noReturn: { within: 120, penalty: 100 },
    };
    expect(price(change, { previousVisits: [turned] })).toEqual(price({}, {}));
    expect(price(change, { lostCredential: true }, "24T10:00", "24T10:05").notices).toBeUndefined();
  });
});

test("a table that chooses by the time of entry still leaves out what is covered or free", () => {
  const table: RateTable = {
    ...tariff.rateTables[0]!,
    periodSelection: "entryTime",
    freeAllowance: { per: "calendarDay", minutes: 60 },
    rateLineCollections: [
      {
        id: "morning",
        periods: [{ timeOfDayStart: 0, timeOfDayEnd: 720 }],
        rateLines: [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value: 100 }],
      },
    ],
  };
  const coverage = [{ right: "permit", fromAt: at("24T12:00"), toAt: at("24T13:00") }];
  // 10-11 is free, 11-12 and 13-14 cost 1.00 each.
  expect(price({ rateTables: [table], rightCoverage: [{}] }, { coverage }).feeMinor).toBe(200);
});

test("long stays with a covered month in the middle are summed up", () => {
  const coverage = [{ right: "permit", fromAt: at("05T00:00"), toAt: at("25T00:00") }];
  const { feeMinor, lines } = price({ rightCoverage: [{}] }, { coverage }, "01T00:00", "29T00:00");
  expect(feeMinor).toBe(8 * 24 * 500);
  expect(lines).toMatchObject([{ kind: "time", units: 8 * 24, times: 2 }, { kind: "free" }]);
});
