import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Period } from "../model/calendar.ts";
import type { ClockTable } from "../model/clock-table.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import {
  type RateLine,
  type RateLineCollection,
  type RateTable,
  type Tariff,
  tariffSchema,
} from "../model/rate-table.ts";
import { checkTariff } from "../price/check-tariff.ts";
import { prepareTariff } from "../price/prepare-tariff.ts";
import { priceStay } from "../price/price-stay.ts";
import { exportApds } from "./export-apds.ts";
import { importApds } from "./import-apds.ts";

const clocks = JSON.parse(readFileSync(new URL("../price/golden/clocks.json", import.meta.url), "utf8"));
const clock: ClockTable = clocks["Europe/Berlin"];
const publication = { clock, place: "riverside-p1", issuer: "city-parking" };
const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS ?? 100);

const value = fc.integer({ min: 0, max: 3_000 });
const minutes = fc.integer({ min: 1, max: 600 });
const incrementing: fc.Arbitrary<RateLine> = fc
  .record({ start: fc.integer({ min: 0, max: 240 }), length: fc.option(minutes), unit: minutes, value })
  .map(({ start, length, unit, ...price }) => ({
    rateLineType: "incrementingRate",
    durationStart: start,
    ...(length !== null && { durationEnd: start + length }),
    incrementPeriod: unit,
    ...price,
  }));
const flatRate: fc.Arbitrary<RateLine> = fc.record({
  rateLineType: fc.constant("flatRate" as const),
  durationStart: fc.integer({ min: 0, max: 600 }),
  value,
});
const tiers: fc.Arbitrary<RateLine[]> = fc
  .uniqueArray(fc.record({ durationEnd: fc.integer({ min: 2, max: 2_000 }), value }), {
    maxLength: 4,
    selector: ({ durationEnd }) => durationEnd,
  })
  .map((ends) => ends.sort((a, b) => a.durationEnd - b.durationEnd))
  .map((ends) => ends.map((tier) => ({ rateLineType: "flatRateTier", ...tier })));
const rateLines = fc
  .tuple(tiers, fc.array(incrementing, { maxLength: 2 }), fc.array(flatRate, { maxLength: 1 }))
  .map((lines) => lines.flat());

const limits = { least: fc.option(value), most: fc.option(fc.integer({ min: 1, max: 3_000 })) };

/** One collection without a calendar: free time, a reset, a limit and a minimum all have a word. */
const plainTable: fc.Arbitrary<Partial<RateTable>> = fc
  .record({
    rateLines,
    resetTime: fc.option(fc.constantFrom(720, 1_440)),
    ofTable: fc.boolean(),
    free: fc.option(
      fc.record({
        minutes: fc.integer({ min: 0, max: 120 }),
        mode: fc.constantFrom("subtract" as const, "onlyIfWithin" as const),
      }),
    ),
    ...limits,
  })
  .map(({ resetTime, ofTable, free, least, most, ...lines }) => {
    const scope =
      resetTime === null ? { scope: "perStay" as const } : { scope: "rolling" as const, minutes: resetTime };
    const caps = most === null ? {} : { caps: [{ ...scope, amount: most }] };
    const collection: RateLineCollection = {
      id: "all",
      ...lines,
      ...(resetTime !== null && { resetTime }),
      ...(least !== null && { minValueCollection: least }),
      ...(!ofTable && caps),
    };
    const hasFree = free !== null && resetTime === null;
    return { rateLineCollections: [collection], ...(ofTable && caps), ...(hasFree && { freePeriod: free }) };
  });

/** Days and seasons by which the standard can call them; the dates of special days it cannot give. */
const period: fc.Arbitrary<Period> = fc
  .record({
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
    range: fc.constantFrom<Period["dateRanges"]>(
      undefined,
      [{ start: "11-01", end: "02-29" }],
      [
        { start: "2025-03-10", end: "2025-03-20" },
        { start: "2025-07-01", end: "2025-12-31" },
      ],
    ),
    window: fc.option(fc.tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_438 }))),
  })
  .map(({ days, range, window }) => ({
    ...(days.length % 7 > 0 && { daysOfWeek: days }),
    ...(range && { dateRanges: range }),
    ...(window && { timeOfDayStart: window[0], timeOfDayEnd: window[1] }),
  }));

const windowedTable: fc.Arbitrary<Partial<RateTable>> = fc
  .array(fc.record({ rateLines, periods: fc.option(fc.array(period, { minLength: 1, maxLength: 2 })), ...limits }), {
    minLength: 2,
    maxLength: 4,
  })
  .map((collections) => ({
    rateLineCollections: collections.map(({ periods, least, most, ...lines }, index): RateLineCollection => {
      const scope = periods === null ? ("perStay" as const) : ("period" as const);
      return {
        id: `part-${index}`,
        ...lines,
        ...(periods && { periods }),
        ...(least !== null && { minValueCollection: least }),
        ...(most !== null && { caps: [{ scope, amount: most }] }),
      };
    }),
  }));

const table = (id: string) =>
  fc.oneof(plainTable, windowedTable).map((parts) => ({ id, version: 1, rateLineCollections: [], ...parts }));

const commonTariff: fc.Arbitrary<Tariff> = fc
  .record({
    first: table("first"),
    second: table("second"),
    best: fc.boolean(),
    plain: plainTable,
    discount: fc.option(fc.record({ discountRate: fc.integer({ min: 0, max: 10_000 }), fixedValue: value })),
    tax: fc.option(
      fc.record({
        mode: fc.constantFrom("included" as const, "excluded" as const),
        rate: fc.integer({ min: 1, max: 2_500 }),
      }),
    ),
  })
  .map(({ first, second, best, plain, discount, tax }) => {
    const third = { id: "third", version: 1, rateLineCollections: [], ...plain };
    const isPlain = second.rateLineCollections.length === 1;
    return {
      currency: "EUR",
      minorUnitDigits: 2,
      rateTables: [first, second, third],
      rateEligibility: [
        { eligibility: { vehicleTypes: ["motorcycle"], propulsionEnergyType: ["electric"] }, rateTable: "first" },
        {
          rateTable: "second",
          ...(discount && { rateDiscount: discount }),
          ...(best && isPlain && { bestOf: ["third"] }),
        },
      ],
      ...(tax && { tax }),
    };
  });

const stay = fc.record({
  entryAt: fc.integer({ min: Date.parse("2025-03-10T00:00Z"), max: Date.parse("2025-11-10T00:00Z") }),
  length: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 20_000 })),
  isMotorcycle: fc.boolean(),
});

test("what goes out and comes back prices every stay the same", () => {
  fc.assert(
    fc.property(commonTariff, fc.array(stay, { minLength: 5, maxLength: 10 }), (tariff, stays) => {
      fc.pre(
        tariffSchema.safeParse(tariff).success && checkTariff(tariff).every(({ severity }) => severity !== "error"),
      );
      const { document, diagnostics } = exportApds(tariff, publication);
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      const back = importApds(JSON.parse(JSON.stringify(document)), { clock });
      expect(back.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      const [ours, theirs] = [prepareTariff(tariff, clock), prepareTariff(back.tariff!, clock)];
      for (const { entryAt, length, isMotorcycle } of stays) {
        const vehicle = isMotorcycle ? { vehicleClass: "motorcycle", propulsion: "electric" } : {};
        const asked = { entryAt, exitAt: entryAt + length * 60_000, ...vehicle };
        expect(priceStay(theirs, asked).feeMinor).toBe(priceStay(ours, asked).feeMinor);
      }
    }),
    { numRuns: runs },
  );
});

test("carries the starter tariff with its free minutes and its day limit", () => {
  const tariff = hourlyTariff({ currency: "EUR", rateTableName: "Standard", hourMinor: 250 });
  const { document } = exportApds(tariff, publication);
  expect(document.rateTables[0]).toMatchObject({
    id: tariff.rateTables[0]?.id,
    rateTableName: [{ language: "en", string: "Standard" }],
    activeTimes: ["P1D"],
    rateLineCollections: [{ applicableCurrency: "EUR", taxIncluded: true }],
  });
  expect(document.rightSpecifications).toHaveLength(1);
});

test("names every part that the standard has no word for", () => {
  const [golden, ...paths] = [
    "de-zweibruecken.json",
    "cn-public-lot-nev.json",
    "ae-dubai-mall.json",
    "hk-hoi-fu-shopping-centre.json",
    "us-lancaster-5-after-5.json",
  ].map((name) => JSON.parse(readFileSync(new URL(`../price/golden/${name}`, import.meta.url), "utf8")).tariff);
  expect(golden).toBeDefined();
  for (const tariff of paths) {
    const { diagnostics } = exportApds(tariff, publication);
    for (const { path, code } of diagnostics) {
      const at = path.reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], tariff);
      expect({ code, path, isThere: at !== undefined }).toEqual({ code, path, isThere: true });
    }
  }
});

test.each<[string, (tariff: Tariff) => Tariff, (string | number)[]]>([
  ["a grace", (tariff) => ({ ...tariff, exitGraceMinutes: 15 }), ["exitGraceMinutes"]],
  [
    "rounding down",
    (tariff) =>
      withLine(tariff, {
        rateLineType: "incrementingRate",
        durationStart: 0,
        incrementPeriod: 60,
        value: 1,
        roundingMode: "down",
      }),
    ["rateTables", 0, "rateLineCollections", 0, "rateLines", 0, "roundingMode"],
  ],
  [
    "an entry in the hour before",
    (tariff) => ({
      ...tariff,
      rateEligibility: [{ eligibility: { entriesLastHour: { min: 2 } }, rateTable: "hourly" }],
    }),
    ["rateEligibility", 0, "eligibility", "entriesLastHour"],
  ],
  [
    "a hybrid that has a plug",
    (tariff) => ({
      ...tariff,
      rateEligibility: [{ eligibility: { propulsionEnergyType: ["plugInHybrid"] }, rateTable: "hourly" }],
    }),
    ["rateEligibility", 0, "eligibility", "propulsionEnergyType"],
  ],
  [
    "a limit by day",
    (tariff) => withTable(tariff, { caps: [{ scope: "calendarDay", amount: 1 }] }),
    ["rateTables", 0, "caps", 0],
  ],
  [
    "an early bird",
    (tariff) => withTable(tariff, { timesOfDay: [{ latestStart: 600 }] }),
    ["rateTables", 0, "timesOfDay"],
  ],
  [
    "free minutes that are limited",
    (tariff) => withTable(tariff, { freePeriod: { minutes: 10, mode: "subtract", limit: { scope: "calendarDay" } } }),
    ["rateTables", 0, "freePeriod"],
  ],
  [
    "a window over days",
    (tariff) => withPeriod(tariff, { daysOfWeek: [5], timeOfDayStart: 1_080, timeOfDayEnd: 360, extraDays: 2 }),
    ["rateTables", 0, "rateLineCollections", 0, "periods", 0, "extraDays"],
  ],
  [
    "a season of half months",
    (tariff) => withPeriod(tariff, { dateRanges: [{ start: "03-15", end: "06-14" }] }),
    ["rateTables", 0, "rateLineCollections", 0, "periods", 0, "dateRanges", 0],
  ],
  [
    "a make-up working day",
    (tariff) => withPeriod(tariff, { specialDays: ["makeUpWorkingDay"] }),
    ["rateTables", 0, "rateLineCollections", 0, "periods", 0, "specialDays"],
  ],
  [
    "durations over all windows",
    (tariff) => withPeriod(tariff, { daysOfWeek: [1] }, { durationBasis: "collection" }),
    ["rateTables", 0, "rateLineCollections", 0, "durationBasis"],
  ],
])("says that %s has no word", (_, change, path) => {
  const tariff = change(hourly);
  const { diagnostics } = exportApds(tariff, publication);
  expect(diagnostics).toContainEqual(expect.objectContaining({ code: "exchange.lost", severity: "error", path }));
});

const line: RateLine = { rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value: 100 };
const hourly: Tariff = {
  currency: "EUR",
  minorUnitDigits: 2,
  rateTables: [{ id: "hourly", version: 1, rateLineCollections: [{ id: "all", rateLines: [line] }] }],
  rateEligibility: [{ rateTable: "hourly" }],
};

function withTable(tariff: Tariff, change: Partial<RateTable>): Tariff {
  return { ...tariff, rateTables: tariff.rateTables.map((one) => ({ ...one, ...change })) };
}

function withLine(tariff: Tariff, one: RateLine): Tariff {
  return withTable(tariff, { rateLineCollections: [{ id: "all", rateLines: [one] }] });
}

function withPeriod(tariff: Tariff, one: Period, more: Partial<RateLineCollection> = {}): Tariff {
  return withTable(tariff, { rateLineCollections: [{ id: "part", periods: [one], rateLines: [line], ...more }] });
}

test.each<[string, (tariff: Tariff) => Tariff, object]>([
  ["a least of the table", (tariff) => withTable(tariff, { minimumCharge: 250 }), { minValueCollection: 2.5 }],
  [
    "a day from seven",
    (tariff) => withPeriod(tariff, { timeOfDayStart: 420, timeOfDayEnd: 420 }),
    { resetTime: "07:00" },
  ],
  [
    "a price for nothing",
    (tariff) => withTable(tariff, { rateLineCollections: [{ id: "all", rateLines: [] }] }),
    { rateLines: [{ sequence: 1, rateLineType: "flatRate", value: 0 }] },
  ],
  [
    "free minutes that are none",
    (tariff) => withTable(tariff, { freePeriod: { minutes: 0, mode: "subtract" } }),
    { rateLines: [{ durationStart: "PT0M" }] },
  ],
  [
    "a total beyond which nothing is added",
    (tariff) =>
      withTable(withLine(tariff, { rateLineType: "flatRateTier", durationEnd: 30, value: 100 }), {
        freePeriod: { minutes: 60, mode: "onlyIfWithin" },
      }),
    { rateLines: [{ value: 0 }, { value: 1, durationStart: "PT1H" }] },
  ],
  [
    "a price below the cent",
    (tariff) =>
      withTable(withLine(tariff, { ...line, subMinorDigits: 2 }), {
        freePeriod: { minutes: 90, mode: "onlyIfWithin" },
      }),
    {
      rateLines: [
        { rateLineType: "flatRate", value: 0.02 },
        { value: 0.01, durationStart: "PT2H" },
      ],
    },
  ],
])("has a word for %s", (_, change, expected) => {
  const { document, diagnostics } = exportApds(change(hourly), publication);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(document.rateTables[0]).toMatchObject({ rateLineCollections: [expected] });
});

test("a day from seven that counts anew each hour stays a window", () => {
  const { document } = exportApds(
    withPeriod(hourly, { timeOfDayStart: 420, timeOfDayEnd: 420 }, { resetTime: 60 }),
    publication,
  );
  expect(document.rateTables[0]).toMatchObject({ rateLineCollections: [{ resetTime: "PT1H" }] });
  expect(JSON.stringify(document.rightSpecifications)).toContain('"startTimeOfPeriod":"07:00"');
});

test("dates of a table and of a period stay inside the clock table", () => {
  const dated = withTable(hourly, { validityStart: "2025-03-01", validityEnd: "9000-01-01" });
  const [out] = exportApds(dated, publication).document.rateTables as { validityStart: string; validityEnd: string }[];
  expect(out).toMatchObject({ validityStart: "2025-02-28T23:00:00Z" });
  expect(Date.parse(out!.validityEnd)).toBe(clock.to);
  const long = withPeriod(hourly, {
    dateRanges: [
      { start: "0001-01-01", end: "9999-12-31" },
      { start: "1980-01-01", end: "2025-03-01" },
    ],
  });
  const [right] = exportApds(long, publication).document.rightSpecifications as {
    validity: { validityTimeSpecification: { validPeriods: object[] } };
  }[];
  expect(right?.validity.validityTimeSpecification.validPeriods).toEqual([
    {},
    { startOfPeriod: "2000-01-01T00:00:00Z", endOfPeriod: "2025-03-01T23:00:00Z" },
  ]);
});

test.each<[string, Tariff, (string | number)[], string]>([
  [
    "a least that a limit comes before",
    withTable(hourly, { minimumCharge: 100, caps: [{ scope: "perStay", amount: 500 }] }),
    ["rateTables", 0, "minimumCharge"],
    "exchange.lost",
  ],
  [
    "a limit on a table with windows",
    withTable(withPeriod(hourly, { daysOfWeek: [1] }), { caps: [{ scope: "perStay", amount: 500 }] }),
    ["rateTables", 0, "caps", 0],
    "exchange.lost",
  ],
  [
    "two limits",
    withTable(hourly, {
      caps: [
        { scope: "perStay", amount: 500 },
        { scope: "rolling", minutes: 1_440, amount: 300 },
      ],
    }),
    ["rateTables", 0, "caps", 1],
    "exchange.lost",
  ],
  [
    "the cheapest of tables with windows",
    { ...withPeriod(hourly, { daysOfWeek: [1] }), rateEligibility: [{ rateTable: "hourly", bestOf: ["hourly"] }] },
    ["rateEligibility", 0, "bestOf"],
    "exchange.lost",
  ],
  [
    "a second table for the same stays",
    { ...withPeriod(hourly, { daysOfWeek: [1] }), rateEligibility: [{ rateTable: "hourly" }, { rateTable: "hourly" }] },
    ["rateEligibility", 1],
    "exchange.lost",
  ],
  [
    "versions with windows",
    withVersions(withPeriod(hourly, { daysOfWeek: [1] })),
    ["rateTables", 1, "version"],
    "exchange.lost",
  ],
  [
    "the dates of special days",
    {
      ...withPeriod(hourly, { specialDays: ["publicHoliday"] }),
      specialDays: [{ date: "2025-12-25", type: "publicHoliday" }],
    },
    ["specialDays"],
    "apds.specialDays",
  ],
  [
    "an entitlement",
    {
      ...hourly,
      rateEligibility: [{ eligibility: { userQualifications: ["resident"], products: ["x"] }, rateTable: "hourly" }],
    },
    ["rateEligibility", 0, "eligibility", "products"],
    "exchange.lost",
  ],
])("says what becomes of %s", (_, tariff, path, code) => {
  expect(exportApds(tariff, publication).diagnostics).toContainEqual(expect.objectContaining({ code, path }));
});

test("versions of a table without windows all go out, and come back", () => {
  const versions = withVersions(hourly);
  const eligibility = { userQualifications: ["resident"], activeAssignedRight: ["staff", "guest"] };
  const tariff = { ...versions, rateEligibility: [{ eligibility, rateTable: "hourly" }, ...versions.rateEligibility] };
  const { document, diagnostics } = exportApds(tariff, publication);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(document.rateTables).toHaveLength(2);
  const back = importApds(document, { clock }).tariff;
  expect(back?.rateTables.map(({ id, version, validityStart }) => [id, version, validityStart])).toEqual([
    ["hourly", 1, undefined],
    ["hourly", 2, "2025-06-01"],
  ]);
  expect(back?.rateEligibility.map((row) => row.eligibility?.activeAssignedRight)).toEqual([
    ["staff"],
    ["guest"],
    undefined,
  ]);
});

function withVersions(tariff: Tariff): Tariff {
  const later = tariff.rateTables.map((one) => ({ ...one, version: 2, validityStart: "2025-06-01" }));
  return { ...tariff, rateTables: [...tariff.rateTables, ...later] };
}
