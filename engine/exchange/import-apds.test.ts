import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { parseInstant } from "../model/iso-instant.ts";
import type { Tariff } from "../model/rate-table.ts";
import { prepareTariff } from "../price/prepare-tariff.ts";
import { priceStay } from "../price/price-stay.ts";
import { importApds } from "./import-apds.ts";

const clocks = JSON.parse(readFileSync(new URL("../price/golden/clocks.json", import.meta.url), "utf8"));
const clock: ClockTable = clocks["Europe/London"];

type Json = Record<string, unknown>;
const incrementing = (value: number, more: Json = {}) => ({
  sequence: 1,
  rateLineType: "incrementingRate",
  incrementPeriod: "PT1H",
  value,
  ...more,
});
const collection = (rateLines: Json[], more: Json = {}) => ({ applicableCurrency: "GBP", rateLines, ...more });
const table = (rateLineCollections: Json[], more: Json = {}) => ({
  id: "t1",
  version: 1,
  rateLineCollections,
  ...more,
});
const hourly = table([collection([incrementing(2)])]);
const right = (rateTable: string, more: Json = {}) => ({
  id: `right-${rateTable}`,
  rateEligibility: [{ rateTable: { id: rateTable, version: 1 } }],
  ...more,
});
const days = (...applicableDay: string[]) => ({
  validity: {
    validityTimeSpecification: {
      overallStartTime: "2000-01-01T00:00:00Z",
      validPeriods: [{ recurringDayWeekMonthPeriod: [{ applicableDay }] }],
    },
  },
});

function fee(
  tariff: Tariff | undefined,
  minutes: number,
  more: { entry?: string; vehicleClass?: string } = {},
): number {
  const { entry = "2025-03-12T10:00:00Z", ...about } = more;
  const entryAt = parseInstant(entry)!;
  return priceStay(prepareTariff(tariff!, clock), { entryAt, exitAt: entryAt + minutes * 60_000, ...about }).feeMinor;
}
const imported = (input: unknown) => importApds(input, { clock });
const fees = (input: unknown, ...minutes: number[]) => minutes.map((one) => fee(imported(input).tariff, one));

test("counts a unit that is just full as one, and says so", () => {
  expect(fees(hourly, 1, 60, 61)).toEqual([200, 200, 400]);
  expect(imported(hourly).diagnostics).toEqual([
    {
      code: "exchange.unitBoundary",
      severity: "warning",
      path: ["rateLineCollections", 0, "rateLines", 0, "incrementPeriod"],
      params: { minutes: 60 },
    },
  ]);
});

test("takes totals for totals, in whatever way their ends are written", () => {
  const total = (sequence: number, value: number, durationStart: string, durationEnd: string) => ({
    sequence,
    rateLineType: "flatRateTier",
    value,
    durationStart,
    durationEnd,
  });
  const clockReadings = table([collection([total(1, 9.2, "02:01", "03:00"), total(0, 3.7, "00:00", "02:00")])]);
  expect(fees(clockReadings, 120, 121, 180, 500)).toEqual([370, 920, 920, 920]);
  const seconds = table([collection([total(0, 3.2, "P0S", "P3599S"), total(1, 6.7, "P3600S", "P7199S")])]);
  expect(fees(seconds, 60, 61, 120)).toEqual([320, 670, 670]);
  const withoutIncrement = table([
    collection([
      { sequence: 1, rateLineType: "incrementingRate", value: 3.7, durationStart: "00:00", durationEnd: "01:00" },
      { sequence: 2, rateLineType: "incrementingRate", value: 6.7, durationStart: "01:00", durationEnd: "02:00" },
    ]),
  ]);
  expect(fees(withoutIncrement, 60, 90)).toEqual([370, 670]);
  expect(imported(withoutIncrement).diagnostics.map(({ code }) => code)).toContain("apds.tierWithoutIncrement");
  const late = table([collection([total(0, 3, "PT30M", "PT2H"), total(1, 5, "PT3H", "PT4H")])]);
  expect(fees(late, 30, 31, 121)).toEqual([0, 300, 500]);
  expect(imported(late).diagnostics).toContainEqual(
    expect.objectContaining({ code: "apds.tierGap", params: { from: 120, to: 180 } }),
  );
});

test("joins collections, whose durations all count from the start of the session", () => {
  const source = table([
    collection([incrementing(5, { incrementPeriod: "P1D" })], { collectionSequence: 2, minTime: "P1D" }),
    collection([incrementing(1)], { collectionSequence: 1, minTime: "PT0S", maxTime: "P1D" }),
  ]);
  expect(fees(source, 60, 1_440, 1_441)).toEqual([100, 2_400, 2_900]);
});

test("keeps limits on the whole, and stops a line at the unit that reaches its own", () => {
  const limited = collection([incrementing(2)], { minValueCollection: 3, maxValueCollection: 10 });
  expect(fees(table([limited]), 60, 180, 2_000)).toEqual([300, 600, 1_000]);
  expect(fees(table([collection([incrementing(2, { maxValue: 8 })])]), 60, 2_000)).toEqual([200, 800]);
  const once = { sequence: 1, rateLineType: "flatRate", value: 4, minValue: 5, durationEnd: "PT2H" };
  expect(fees(table([collection([once])]), 1, 600)).toEqual([500, 500]);
});

test("begins anew after a duration or at a time of the day", () => {
  const ladder = [
    { sequence: 1, rateLineType: "flatRateTier", value: 3, durationEnd: "PT2H" },
    incrementing(2, { durationStart: "PT2H" }),
  ];
  const everyDay = table([collection(ladder, { resetTime: "PT24H", maxValueCollection: 10 })]);
  expect(fees(everyDay, 1_440, 1_500)).toEqual([1_000, 1_300]);
  const atSeven = table([collection(ladder, { resetTime: "07:00", maxValueCollection: 10 })]);
  expect(fee(imported(atSeven).tariff, 120, { entry: "2025-03-12T06:00:00Z" })).toBe(600);
});

test("reads tax that is in the prices or comes on top", () => {
  const taxed = (taxIncluded: boolean) => table([collection([incrementing(2)], { taxIncluded, taxRate: 20 })]);
  expect([fees(taxed(true), 60), fees(taxed(false), 60)]).toEqual([[200], [240]]);
});

test("says no more than anybody reads", () => {
  const many = Array.from({ length: 100 }, () => incrementing(1, { usageCondition: "once", x: 1, y: 2 }));
  expect(imported(table([collection(many)])).diagnostics).toHaveLength(200);
});

test("reads amounts of half the precision, and parts of a cent", () => {
  expect(fees(table([collection([incrementing(Math.fround(2.4))])]), 60)).toEqual([240]);
  const sixth = table([collection([incrementing(0.125, { incrementPeriod: "PT1M" })])]);
  expect(fees(sixth, 1, 3)).toEqual([13, 38]);
});

test("makes tables of the same stays at different times one", () => {
  const source = {
    rateTables: [
      { ...hourly, id: "week" },
      table([collection([incrementing(5)])], { id: "weekend" }),
      table([collection([incrementing(1)])], { id: "bike" }),
    ],
    rightSpecifications: [
      right("week", days("monday", "tuesday", "wednesday", "thursday", "friday")),
      right("weekend", days("saturday", "sunday")),
      right("bike", {
        rateEligibility: [
          {
            priority: 1,
            rateTable: { id: "bike", version: 1 },
            eligibility: { qualifications: [{ vehicleTypes: [{ vehicleType: { entryDefinedValue: "motorcycle" } }] }] },
            rateDiscount: { discountRate: 50, fixedValue: { currencyType: "GBP", currencyValue: 0.1 } },
          },
        ],
      }),
    ],
  };
  const { tariff, diagnostics } = imported(source);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(fee(tariff, 120, { entry: "2025-03-14T23:00:00Z" })).toBe(200 + 500);
  expect(tariff?.rateEligibility.map(({ eligibility }) => eligibility?.vehicleTypes)).toEqual([
    undefined,
    ["motorcycle"],
  ]);
});

test("reads a page, a list and a document alike", () => {
  const expected = imported(hourly).tariff;
  expect(imported([hourly]).tariff).toEqual(expected);
  expect(imported({ data: [hourly] }).tariff).toEqual(expected);
  expect(imported({ rateTables: [hourly] }).tariff).toEqual(expected);
  expect(imported({ data: [{ ...hourly, x: 1 }] }).diagnostics[0]).toMatchObject({ path: ["data", 0, "x"] });
  expect(imported([{ ...hourly, x: 1 }]).diagnostics[0]).toMatchObject({ path: [0, "x"] });
});

test("reads a day from midnight to midnight, however its end is written, as all of the day", () => {
  for (const endTimeOfPeriod of ["00:00", "23:59", "24:00"]) {
    const period = {
      recurringDayWeekMonthPeriod: [{ applicableDay: ["saturday"] }],
      recurringTimePeriodOfDay: [{ startTimeOfPeriod: "00:00", endTimeOfPeriod }],
    };
    const validity = { validityTimeSpecification: { validPeriods: [period] } };
    const { tariff } = imported({ rateTables: [hourly], rightSpecifications: [right("t1", { validity })] });
    expect(tariff?.rateTables[0]?.rateLineCollections[0]?.periods).toEqual([{ daysOfWeek: [6] }]);
  }
});

test("reads seasons, holidays, times and exceptions of a validity", () => {
  const validity = {
    validityTimeSpecification: {
      overallStartTime: "2025-01-01T00:00:00Z",
      overallEndTime: "2026-01-01T00:00:00Z",
      validPeriods: [
        {
          recurringDayWeekMonthPeriod: [{ applicableDay: ["saturday"] }],
          recurringSpecialDay: [{ intersectWithApplicableDays: false, specialDayType: "publicHoliday" }],
          recurringTimePeriodOfDay: [{ startTimeOfPeriod: "08:00", endTimeOfPeriod: "23:59" }],
        },
      ],
      exceptionPeriods: [
        { recurringSpecialDay: [{ intersectWithApplicableDays: true, specialDayType: "schoolHolidays" }] },
      ],
    },
  };
  const { tariff } = imported({ rateTables: [hourly], rightSpecifications: [right("t1", { validity })] });
  expect(tariff?.rateTables[0]?.rateLineCollections[0]?.periods).toEqual([
    {
      daysOfWeek: [6],
      specialDays: ["publicHoliday"],
      dateRanges: [{ start: "2025-01-01", end: "2025-12-31" }],
      timeOfDayStart: 480,
      timeOfDayEnd: 1_440,
      exceptSpecialDays: ["schoolHolidays"],
    },
  ]);
});

test("reads what other systems write a little otherwise", () => {
  const loose = {
    ...table([
      collection([{ ...incrementing(2, { incrementPeriod: undefined, durationEnd: undefined }) }], {
        resetTime: "",
        maxTime: "PT0S",
        taxRate: 0,
        taxIncluded: false,
      }),
    ]),
    version: undefined,
    rateTableName: { en: "All day" },
    activeTimes: ["P1D"],
  };
  const { tariff, diagnostics } = imported(loose);
  expect(tariff?.rateTables[0]).toMatchObject({ id: "t1", version: 1, rateTableName: "All day" });
  expect(diagnostics.map(({ code }) => code)).toEqual(["apds.tierWithoutIncrement"]);
  expect(imported({ ...hourly, rateTableName: "Plain" }).tariff?.rateTables[0]?.rateTableName).toBe("Plain");
  expect(imported({ ...hourly, rateTableName: [{ language: "en" }] }).tariff?.rateTables[0]?.rateTableName).toBe("en");
  expect(imported({ ...hourly, rateTableName: [{ string: 3 }] }).tariff?.rateTables[0]?.rateTableName).toBeUndefined();
  const unordered = [incrementing(2, { sequence: undefined }), incrementing(1, { sequence: undefined })];
  expect(
    fees(table([collection(unordered, { resetTime: "P1D" }), collection(unordered, { resetTime: "P1D" })]), 60),
  ).toEqual([600]);
  expect(imported({ ...hourly, rateTableName: [3] }).tariff?.rateTables[0]?.rateTableName).toBeUndefined();
  expect(fees(table([collection([incrementing(2, { incrementPeriod: "P2Y" })])]), 60, 9_000)).toEqual([200, 200]);
  expect(
    fees(table([collection([incrementing(2, { maxValue: 8, durationStart: "PT1H" })], { maxTime: "PT30M" })]), 600),
  ).toEqual([0]);
  const alike = [
    { ...hourly, id: "a b" },
    { ...hourly, id: "a-b" },
    { ...hourly, id: "?" },
  ];
  expect(imported(alike).tariff?.rateTables.map(({ id }) => id)).toEqual(["a-b", "a-b-2", "table"]);
});

test("finds the cheapest of tables that may be combined, and tables by their older name", () => {
  const rateEligibility = [
    { priority: 2, combinable: true, rate: { id: "t2" } },
    { combinable: true, rateTable: { id: "t1" }, eligibility: { qualifications: [{ propulsionEnergyType: ["all"] }] } },
    { priority: 3, combinable: true, rateTable: { id: "t1" } },
  ];
  const { tariff } = imported({
    rateTables: [hourly, table([collection([incrementing(1)])], { id: "t2" })],
    rightSpecifications: [{ id: "r", rateEligibility }],
  });
  expect(tariff?.rateEligibility).toEqual([{ rateTable: "t1", bestOf: ["t2"] }]);
});

test("puts dates of collections into the periods that they have", () => {
  const half = (more: Json) => collection([incrementing(1)], more);
  const source = table(
    [
      half({ validStart: "2025-01-01T00:00:00Z", validEnd: "2025-07-01T00:00:00+01:00" }),
      half({ validStart: "2025-07-01T00:00:00+01:00" }),
    ],
    { validityStart: "2025-01-01T00:00:00Z", validityEnd: "2027-01-01T00:00:00Z" },
  );
  const dates = (input: unknown) =>
    imported(input).tariff?.rateTables[0]?.rateLineCollections.map(({ periods }) => periods);
  const [first, second] = [
    { start: "0001-01-01", end: "2025-06-30" },
    { start: "2025-07-01", end: "9999-12-31" },
  ];
  expect(dates(source)).toEqual([[{ dateRanges: [first] }], [{ dateRanges: [second] }]]);
  const onMondays = { rateTables: [source], rightSpecifications: [right("t1", days("monday"))] };
  expect(dates(onMondays)?.[1]).toEqual([{ daysOfWeek: [1], dateRanges: [second] }]);
});

test("keeps a reset at a time of day where windows do not reach over it", () => {
  const at = (startTimeOfPeriod: string, endTimeOfPeriod: string, resetTime: string) =>
    imported({
      rateTables: [table([collection([incrementing(1)], { resetTime })])],
      rightSpecifications: [
        right("t1", {
          validity: { validPeriods: [{ recurringTimePeriodOfDay: [{ startTimeOfPeriod, endTimeOfPeriod }] }] },
        }),
      ],
    }).diagnostics.some(({ code }) => code === "exchange.lost");
  expect([at("08:00", "18:00", "00:00"), at("08:00", "18:00", "12:00"), at("08:00", "18:00", "18:00")]).toEqual([
    false,
    true,
    false,
  ]);
  expect([at("22:00", "06:00", "12:00"), at("22:00", "06:00", "23:00"), at("22:00", "06:00", "01:00")]).toEqual([
    false,
    true,
    true,
  ]);
});

describe("names what it cannot say", () => {
  const first = ["rateLineCollections", 0];
  const line = [...first, "rateLines", 0];
  const withRight = (more: Json) => ({ rateTables: [hourly], rightSpecifications: [right("t1", more)] });
  const eligible = (qualification: Json) => ({
    rateEligibility: [{ rateTable: { id: "t1" }, eligibility: { qualifications: [qualification] } }],
  });
  const qualification = ["rightSpecifications", 0, "rateEligibility", 0, "eligibility", "qualifications", 0];
  const validity = ["rightSpecifications", 0, "validity", "validityTimeSpecification", "validPeriods", 0];
  const during = (period: Json) => withRight({ validity: { validPeriods: [period] } });
  test.each<[string, unknown, (string | number)[], string]>([
    [
      "a price relative to an event",
      table([collection([incrementing(1)], { referenceTimeStart: "2025-01-01T00:00:00Z" })]),
      [...first, "referenceTimeStart"],
      "exchange.lost",
    ],
    [
      "another currency",
      table([collection([incrementing(1)]), collection([incrementing(1)], { applicableCurrency: "EUR" })]),
      ["rateLineCollections", 1, "applicableCurrency"],
      "apds.differs",
    ],
    [
      "a use that is limited",
      table([collection([incrementing(1, { usageCondition: "once" })])]),
      [...line, "usageCondition"],
      "exchange.lost",
    ],
    [
      "a limit that no unit reaches",
      table([collection([incrementing(2, { maxValue: 7 })])]),
      [...line, "maxValue"],
      "exchange.lost",
    ],
    [
      "a least for units",
      table([collection([incrementing(2, { minValue: 7 })])]),
      [...line, "minValue"],
      "exchange.lost",
    ],
    [
      "a limit on a part",
      table([
        collection([incrementing(1)], { maxTime: "PT1H" }),
        collection([incrementing(1)], { maxValueCollection: 5 }),
      ]),
      ["rateLineCollections", 1, "maxValueCollection"],
      "exchange.lost",
    ],
    [
      "a limit of nothing",
      table([collection([incrementing(1)], { maxValueCollection: 0 })]),
      [...first, "maxValueCollection"],
      "exchange.lost",
    ],
    [
      "a duration of months",
      table([collection([incrementing(1, { durationStart: "P1M" })])]),
      [...line, "durationStart"],
      "exchange.durationRounded",
    ],
    [
      "a duration that is none",
      table([collection([incrementing(1, { durationStart: "soon" })])]),
      [...line, "durationStart"],
      "exchange.duration",
    ],
    [
      "stays beyond the last time",
      table([collection([incrementing(1)], { maxTime: "PT4H" })]),
      [...first, "maxTime"],
      "apds.beyondMaxTime",
    ],
    [
      "a reset that is no time",
      table([collection([incrementing(1)], { resetTime: "noon" })]),
      [...first, "resetTime"],
      "exchange.time",
    ],
    [
      "two resets",
      table([collection([incrementing(1)], { resetTime: "P1D" }), collection([incrementing(1)], { resetTime: "P2D" })]),
      ["rateLineCollections", 1, "resetTime"],
      "apds.differs",
    ],
    [
      "a tax amount",
      table([collection([incrementing(1)], { taxIncluded: false, taxValue: 1 })]),
      [...first, "taxValue"],
      "exchange.lost",
    ],
    [
      "tax on top without a rate",
      table([collection([incrementing(1)], { taxIncluded: false })]),
      [...first, "taxIncluded"],
      "exchange.lost",
    ],
    [
      "two taxes",
      table([
        collection([incrementing(1, { rateLineTax: { taxIncluded: true, taxRate: 5 } })], {
          taxRate: 20,
          taxIncluded: true,
        }),
      ]),
      [...line, "rateLineTax", "taxRate"],
      "apds.differs",
    ],
    ["times of activity", { ...hourly, activeTimes: ["PT8H"] }, ["activeTimes", 0], "exchange.lost"],
    ["a temporary supersession", { ...hourly, rateSupersedeLink: "t0" }, ["rateSupersedeLink"], "exchange.lost"],
    ["tables that nobody is said to be for", [hourly, { ...hourly, id: "t2" }], [1], "apds.noEligibility"],
    [
      "a table that is not there",
      { rateTables: [hourly], rightSpecifications: [right("t1"), right("t9")] },
      ["rightSpecifications", 1, "rateEligibility", 0, "rateTable"],
      "apds.tableMissing",
    ],
    [
      "a reservation",
      withRight(eligible({ withReservation: true })),
      [...qualification, "withReservation"],
      "exchange.lost",
    ],
    [
      "an unknown fuel",
      withRight(eligible({ propulsionEnergyType: ["unknown"] })),
      [...qualification, "propulsionEnergyType"],
      "exchange.lost",
    ],
    [
      "a holder",
      withRight({ rateEligibility: [{ rateTable: { id: "t1" }, eligibility: { rightHolders: [{}] } }] }),
      [...qualification.slice(0, -2), "rightHolders"],
      "exchange.lost",
    ],
    [
      "another week of the month",
      during({ recurringDayWeekMonthPeriod: [{ applicableWeek: ["first"] }] }),
      [...validity, "recurringDayWeekMonthPeriod", 0, "applicableWeek"],
      "exchange.lost",
    ],
    [
      "a kind of day of its own",
      during({ recurringSpecialDay: [{ intersectWithApplicableDays: true, specialDayType: "longWeekendDay" }] }),
      [...validity, "recurringSpecialDay"],
      "exchange.lost",
    ],
    [
      "holidays on Sundays only",
      during({
        recurringDayWeekMonthPeriod: [{ applicableDay: ["sunday"] }],
        recurringSpecialDay: [{ intersectWithApplicableDays: true, specialDayType: "publicHoliday" }],
      }),
      [...validity, "recurringSpecialDay"],
      "exchange.lost",
    ],
    [
      "a time of day that is none",
      during({ recurringTimePeriodOfDay: [{ startTimeOfPeriod: "25:00", endTimeOfPeriod: "08:00" }] }),
      [...validity, "recurringTimePeriodOfDay", 0],
      "exchange.time",
    ],
    [
      "an exception by time",
      withRight({
        validity: {
          validityTimeSpecification: {
            exceptionPeriods: [
              { recurringTimePeriodOfDay: [{ startTimeOfPeriod: "01:00", endTimeOfPeriod: "08:00" }] },
            ],
          },
        },
      }),
      [...validity.slice(0, -2), "exceptionPeriods", 0],
      "exchange.lost",
    ],
    ["a negative price", table([collection([incrementing(-1)])]), [...line, "value"], "exchange.amountRefused"],
    ["no collections", table([]), ["rateLineCollections"], "shape.tooSmall"],
    ["a price that is text", table([collection([incrementing("1" as never)])]), [...line, "value"], "shape.type"],
    ["nothing", null, [], "shape.type"],
    [
      "times relative to nothing",
      table([collection([incrementing(1)], { relativeTimes: true })]),
      [...first, "relativeTimes"],
      "exchange.leftOut",
    ],
    [
      "several qualifications",
      withRight({
        rateEligibility: [
          {
            rateTable: { id: "t1" },
            eligibility: {
              qualifications: [
                { userQualifications: [{ userGroup: { entryDefinedValue: "a" } }] },
                { activeAssignedRight: { id: "b" } },
                {},
              ],
            },
          },
        ],
      }),
      qualification.slice(0, -1),
      "apds.anyQualification",
    ],
    [
      "a discount in another currency",
      withRight({
        rateEligibility: [
          { rateTable: { id: "t1" }, rateDiscount: { fixedValue: { currencyType: "EUR", currencyValue: 1 } } },
        ],
      }),
      ["rightSpecifications", 0, "rateEligibility", 0, "rateDiscount", "fixedValue"],
      "apds.differs",
    ],
    [
      "a table that has no name",
      withRight({ rateEligibility: [{}] }),
      ["rightSpecifications", 0, "rateEligibility", 0, "rateTable"],
      "apds.tableMissing",
    ],
    [
      "versions of a table with windows",
      { rateTables: [hourly, { ...hourly, version: 2 }], rightSpecifications: [right("t1", days("monday"))] },
      ["rateTables", 1, "version"],
      "exchange.lost",
    ],
    [
      "a limit of each round in a window",
      {
        rateTables: [table([collection([incrementing(1)], { resetTime: "P1D", maxValueCollection: 5 })])],
        rightSpecifications: [right("t1", days("monday"))],
      },
      ["rateTables", 0, "rateLineCollections", 0, "resetTime"],
      "exchange.lost",
    ],
    [
      "dates inside a season",
      during({
        recurringDayWeekMonthPeriod: [{ applicableMonth: ["july"] }],
        endOfPeriod: "2025-07-10T00:00:00+01:00",
      }),
      [...validity, "startOfPeriod"],
      "exchange.lost",
    ],
    [
      "a month that is none",
      during({ recurringDayWeekMonthPeriod: [{ applicableMonth: ["brumaire"] }] }),
      [...validity, "recurringDayWeekMonthPeriod", 0, "applicableMonth"],
      "exchange.lost",
    ],
    [
      "a season inside dates",
      withRight({
        validity: {
          validityTimeSpecification: {
            overallEndTime: "2026-01-01T00:00:00Z",
            validPeriods: [{ recurringDayWeekMonthPeriod: [{ applicableMonth: ["july"] }] }],
          },
        },
      }),
      [...validity.slice(0, -2), "overallStartTime"],
      "exchange.lost",
    ],
    [
      "dates of a collection inside dates",
      {
        rateTables: [table([collection([incrementing(1)], { validStart: "2025-07-01T00:00:00+01:00" })])],
        rightSpecifications: [right("t1", { validity: { validPeriods: [{ startOfPeriod: "2025-03-01T00:00:00Z" }] } })],
      },
      ["rateTables", 0, "rateLineCollections", 0, "validStart"],
      "exchange.lost",
    ],
    [
      "a tax of a fraction",
      table([collection([incrementing(1)], { taxRate: 5.125, taxIncluded: true })]),
      [...first, "taxRate"],
      "exchange.amountRounded",
    ],
    [
      "a single price that is none",
      table([
        collection([
          { sequence: 1, rateLineType: "flatRate", value: -2 },
          { sequence: 2, rateLineType: "flatRateTier", value: -2 },
        ]),
      ]),
      [...first, "rateLines", 0, "value"],
      "exchange.amountRefused",
    ],
    ["the same version twice", [hourly, hourly], [1, "version"], "apds.differs"],
    [
      "two totals with one end",
      table([
        collection(
          [1, 2].map((value) => ({ sequence: value, rateLineType: "flatRateTier", value, durationEnd: "PT1H" })),
        ),
      ]),
      [],
      "exchange.unusable",
    ],
    [
      "a price too fine for the sum of a stay",
      table([
        collection([
          incrementing(0.000001, { incrementPeriod: "PT1H" }),
          incrementing(1 / 7, { incrementPeriod: "PT7M" }),
        ]),
      ]),
      [...first, "rateLines", 1, "value"],
      "exchange.amountRounded",
    ],
  ])("%s", (_, input, path, code) => {
    expect(imported(input).diagnostics).toContainEqual(expect.objectContaining({ code, path }));
  });
});
