import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { caughtAs } from "../caught-as.ts";
import type { ClockTable } from "../model/clock-table.ts";
import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { RateTable, Tariff } from "../model/rate-table.ts";
import { feeOf } from "./fee-of.ts";
import { isPlain } from "./plain-stays.ts";
import { type PreparedTariff, prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import { QuoteError } from "./quote-error.ts";
import type { Stay } from "./stay.ts";
import { stayFromPublished } from "./stay-from-published.ts";
import { arbitraryTable, tariffOf } from "./testing/arbitrary-tariff.ts";

const runs = (usual: number) => Number(process.env.LIFTGATE_PROPERTY_RUNS) || usual;

const folder = new URL("golden/", import.meta.url);
const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
const clocks = read<Record<string, ClockTable>>("clocks.json");
type Golden = { lot: { timeZone: string }; tariff: Tariff; examples: unknown[] };
const files = readdirSync(folder).filter((file) => file !== "clocks.json");

/** A fee, or the error in its place. */
function outcome(ask: () => number): unknown {
  try {
    return ask();
  } catch (error) {
    const { code, path, message } = caughtAs(QuoteError, error);
    return { code, path, message };
  }
}

function expectSame(tariff: PreparedTariff, stay: Stay): void {
  expect(
    outcome(() => feeOf(tariff, stay)),
    JSON.stringify(stay),
  ).toEqual(outcome(() => priceStay(tariff, stay).feeMinor));
}

const lengthMs = fc.oneof(
  fc.integer({ min: 0, max: 720 }).map((minutes) => minutes * MINUTE_MS),
  fc.integer({ min: -1, max: 3 * 1_440 }).map((minutes) => minutes * MINUTE_MS),
  fc.integer({ min: 0, max: 100 * DAY_MS }),
  fc.integer({ min: 0, max: 3_700 }).map((days) => days * DAY_MS),
);
/** From February to November 2025, in which clocks change, to the minute or to the millisecond. */
const entryAt = fc.oneof(
  fc.integer({ min: 0, max: 290 * 1_440 }).map((minute) => Date.UTC(2025, 1, 1) + minute * MINUTE_MS),
  fc.integer({ min: Date.UTC(2025, 1, 1), max: Date.UTC(2025, 10, 20) }),
);

/** Rounding of units, rounds, least prices and free time, which `arbitraryTable` does not have. */
const variations = fc.record({
  roundingMode: fc.constantFrom("up" as const, "down" as const, "nearest" as const, "exact" as const),
  resetTime: fc.constantFrom(undefined, undefined, 60, 600, 1_440),
  minValueCollection: fc.constantFrom(undefined, undefined, 150, 5_000),
  minimumCharge: fc.constantFrom(undefined, 300),
  freePeriod: fc.constantFrom(
    undefined,
    { minutes: 20, mode: "onlyIfWithin" as const },
    { minutes: 50, mode: "subtract" as const },
    { minutes: 50, mode: "subtract" as const, limit: { scope: "rolling" as const, minutes: 1_440 } },
  ),
  periodSelection: fc.constantFrom(undefined, undefined, undefined, "entryTime" as const, "exitTime" as const),
  byLength: fc.boolean(),
});

const variedTable = fc.tuple(arbitraryTable, variations).map(([table, varied]): RateTable => {
  const { roundingMode, resetTime, minValueCollection, byLength, ...ofTable } = varied;
  const collections = table.rateLineCollections.map(({ periods, rateLines, ...collection }) => ({
    ...collection,
    ...(!byLength && periods && { periods }),
    resetTime,
    minValueCollection,
    rateLines: rateLines.map((line) => {
      if (line.rateLineType !== "incrementingRate") return line;
      // Seconds of long units of different lengths have no common price.
      return { ...line, roundingMode: roundingMode === "exact" && line.incrementPeriod > 60 ? "up" : roundingMode };
    }),
  }));
  return { ...table, ...ofTable, rateLineCollections: byLength ? collections.slice(0, 1) : collections };
});

describe("the fee alone", () => {
  test("is the fee of the quote, for any table, whatever was asked before", () => {
    const place = fc.constantFrom(clocks["Europe/Berlin"]!, clocks["Asia/Tokyo"]!, clocks["Australia/Lord_Howe"]!);
    fc.assert(
      fc.property(
        variedTable,
        place,
        fc.array(fc.tuple(entryAt, lengthMs), { minLength: 1, maxLength: 8 }),
        (table, clock, stays) => {
          const prepared = prepareTariff(tariffOf(table), clock);
          for (const [from, ms] of stays) {
            expectSame(prepared, { entryAt: from, exitAt: from + ms, visitsInLast24h: Math.abs(ms) % 2 });
          }
        },
      ),
      { numRuns: runs(100) },
    );
  });

  test.each(files)("is the fee of the quote, errors included: %s", (file) => {
    const { lot, tariff, examples } = read<Golden>(file);
    const clock = clocks[lot.timeZone]!;
    const prepared = prepareTariff(tariff, clock);
    const known = examples.map(stayFromPublished);
    for (const stay of known) expectSame(prepared, stay);
    const anywhere = fc.oneof(
      { weight: 8, arbitrary: entryAt },
      fc.integer({ min: clock.to - 30 * DAY_MS, max: clock.to + DAY_MS }),
      fc.integer({ min: clock.from - DAY_MS, max: clock.from + 90 * DAY_MS }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...known), anywhere, lengthMs, (conditions, from, ms) => {
        expectSame(prepared, { ...conditions, entryAt: from, exitAt: from + ms });
      }),
      { numRuns: runs(20) },
    );
  });

  test("adds surcharges, discounts, tax and rounding as the quote does", () => {
    const tariff: Tariff = {
      ...tariffOf({
        id: "t",
        version: 1,
        rateLineCollections: [
          {
            id: "all",
            rateLines: [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value: 333 }],
          },
        ],
      }),
      rateEligibility: [
        { eligibility: { vehicleTypes: ["bus"] }, rateTable: "t" },
        { rateTable: "t", rateDiscount: { discountRate: 1_500, fixedValue: 20 } },
      ],
      surcharges: [
        { id: "late", amount: 170 },
        { id: "long", amount: 90, eligibility: { vehicleTypes: ["bus"], lostCredential: true } },
        { id: "bus", amount: 41, eligibility: { vehicleTypes: ["coach", "bus"] } },
      ],
      tax: { mode: "excluded", rate: 1_900 },
      roundTotal: { increment: 5, mode: "up" },
    };
    const prepared = prepareTariff(tariff, clocks["Europe/Berlin"]!);
    const from = Date.UTC(2025, 4, 5, 8);
    for (const vehicleClass of ["bus", "car"]) {
      const stay = { entryAt: from, exitAt: from + 100 * MINUTE_MS, vehicleClass };
      expect(isPlain(prepared.plain, stay)).toBe(true);
      expectSame(prepared, stay);
    }
  });
});

describe("the short way to a fee", () => {
  const from = Date.UTC(2025, 4, 5, 8, 17);
  const sample = ["cn-guangzhou-baiyun-airport", "cn-public-lot-nev", "jp-sendai-airport-p1", "sg-changi-t1-jewel"];
  const byLength = [...sample, "kw-airport-t4", "gb-gatwick-short-stay", "it-verona-stop-and-go", "no-harstad-p4"];
  const leaping = ["cn-beijing-road-class1", "jp-aeon-laketown", "nz-jellicoe-street", "de-zweibruecken"];

  function price(id: string, days: number) {
    const { lot, tariff } = read<Golden>(`${id}.json`);
    const prepared = prepareTariff(tariff, clocks[lot.timeZone]!);
    const stay = { entryAt: from, exitAt: from + days * DAY_MS, vehicleClass: "car" };
    expect(isPlain(prepared.plain, stay)).toBe(true);
    feeOf(prepared, stay);
    return [...prepared.tables.values()].flat();
  }

  test.each(byLength)("reads the price of a length off a curve: %s", (id) => {
    const asked = price(id, 30).filter(({ curves }) => curves.areMade);
    expect(asked).toHaveLength(1);
    expect(asked[0]!.curves.granted).toBeDefined();
    expect(asked[0]!.meter).toBeUndefined();
  });

  test.each(leaping)("leaps over whole windows: %s", (id) => {
    const [table] = price(id, 90);
    expect(table!.meter!.steps).toBeLessThanOrEqual(20);
  });

  test.each(["jp-coin-night-max", "my-c180-basement", "us-santa-rosa-3rd-street"])("folds days: %s", (id) => {
    const [table] = price(id, 90);
    expect(table!.meter!.steps).toBeLessThanOrEqual(80);
  });
});

test("a least price is owed once, however long the stay is and wherever it is cut", () => {
  const table: RateTable = {
    id: "t",
    version: 1,
    rateLineCollections: [
      {
        id: "all",
        minValueCollection: 5_000,
        rateLines: [
          { rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 1_440, value: 100 },
          { rateLineType: "incrementingRate", durationStart: 0, durationEnd: 30, incrementPeriod: 30, value: 60 },
        ],
      },
    ],
    caps: [{ scope: "rolling", minutes: 720, amount: 9_000 }],
  };
  const prepared = prepareTariff(tariffOf(table), clocks["Asia/Tokyo"]!);
  const fees = [1, 2, 49, 60, 90].map((days) => {
    const stay = { entryAt: Date.UTC(2025, 2, 1), exitAt: Date.UTC(2025, 2, 1) + days * DAY_MS };
    expectSame(prepared, stay);
    return feeOf(prepared, stay);
  });
  expect(fees).toEqual([5_000, 5_000, 5_000, 6_060, 9_060]);
});

test("a rhythm of five weeks that a clock change breaks is added up in full", () => {
  const units = (incrementPeriod: number, value: number) => {
    return { rateLineType: "incrementingRate" as const, durationStart: 0, incrementPeriod, value };
  };
  const rateLineCollections = [{ id: "all", rateLines: [units(50, 0), units(420, 1)] }];
  const prepared = prepareTariff(tariffOf({ id: "t", version: 1, rateLineCollections }), clocks["Europe/Berlin"]!);
  const stay = { entryAt: 1_738_368_000_000, exitAt: 1_762_732_800_000 };
  expect(priceStay(prepared, stay).feeMinor).toBe(967);
  expectSame(prepared, stay);
});
