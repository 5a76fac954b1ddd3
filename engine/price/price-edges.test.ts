import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Period } from "../model/calendar.ts";
import type { ClockTable } from "../model/clock-table.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import type { RateLine, RateTable, Tariff } from "../model/rate-table.ts";
import { checkTariff } from "./check-tariff.ts";
import { ClockCursor } from "./clock-cursor.ts";
import { foldDays } from "./fold-days.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import { QuoteError } from "./quote-error.ts";
import type { Stay } from "./stay.ts";
import { TimeMeter } from "./time-meter.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("golden/clocks.json", import.meta.url), "utf8"),
);
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Midnight in Shanghai, Wednesday 12 March 2025. */
const START = Date.UTC(2025, 2, 11, 16);
const at = (hours: number) => START + hours * 60 * MINUTE_MS;
const tariff = hourlyTariff({ currency: "CNY", rateTableName: "Visitors", hourMinor: 500 });
const table = tariff.rateTables[0]!;
const hour = (value: number, more: Partial<RateLine> = {}) =>
  ({ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value, ...more }) as RateLine;
const lines = (...rateLines: RateLine[]): Partial<Tariff> => ({
  rateTables: [{ ...table, rateLineCollections: [{ id: "all", rateLines }] }],
});
const price = (change: Partial<Tariff>, stay: Stay, clock = clocks["Asia/Shanghai"]!) =>
  priceStay(prepareTariff({ ...tariff, ...change }, clock), stay);
const fee = (change: Partial<Tariff>, stay: Stay) => price(change, stay).feeMinor;

function errorOf(act: () => unknown): { code: string; path: readonly (string | number)[] } {
  try {
    act();
  } catch (error) {
    if (error instanceof QuoteError) return { code: error.code, path: error.path };
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("what has no price says why", () => {
  const stay = { entryAt: at(10), exitAt: at(12) };
  test("a table that a validation asks for and that is not for the stay", () => {
    const night: RateTable = { ...table, id: "night", timesOfDay: [{ earliestStart: 1_080 }] };
    const validations = [{ type: "v", effect: { kind: "rateTable" as const, rateTable: "night" } }];
    const change = { rateTables: [table, night], validations };
    expect(errorOf(() => price(change, { ...stay, validations: ["v"] })).code).toBe("tariff.noRateTable");
  });
  test("a table that covered time asks for and that the tariff does not have", () => {
    const coverage = [{ right: "permit", fromAt: at(10), toAt: at(11) }];
    const error = errorOf(() => price({ rightCoverage: [{ rateTable: "gone" }] }, { ...stay, coverage }));
    expect(error).toEqual({ code: "tariff.noRateTable", path: [] });
  });
  test("a tariff that names no table, or whose prices have no common unit", () => {
    expect(errorOf(() => price({ rateEligibility: [{ rateTable: "x" }] }, stay))).toEqual({
      code: "tariff.invalid",
      path: ["rateEligibility", 0],
    });
    const odd = [7, 11, 13, 17].map((minutes) => hour(1, { incrementPeriod: minutes, roundingMode: "exact" }));
    expect(errorOf(() => price(lines(...odd), stay)).path).toEqual(["rateTables"]);
  });
  test("a fee that is too large to be counted", () => {
    const finest = hour(1e9, { incrementPeriod: 1, subMinorDigits: 4 });
    const dear = lines(finest, finest, hour(1, { subMinorDigits: 4 }));
    const long = { entryAt: at(0), exitAt: at(0) + 3_600 * DAY_MS };
    expect(errorOf(() => price(dear, long)).code).toBe("fee.tooLarge");
    const taxed: Partial<Tariff> = {
      ...lines(hour(1e9, { incrementPeriod: 1 })),
      tax: { mode: "excluded", rate: 1_900 },
    };
    expect(errorOf(() => price(taxed, long)).code).toBe("fee.tooLarge");
  });
  test("an exit that the clock does not know", () => {
    const { to } = clocks["Asia/Shanghai"]!;
    expect(
      errorOf(() => price({ rateTables: [dayAndNight()] }, { entryAt: to - DAY_MS, exitAt: to + DAY_MS })),
    ).toEqual({
      code: "stay.outsideClock",
      path: ["exitAt"],
    });
  });
});

function dayAndNight(more: Partial<RateTable> = {}): RateTable {
  return {
    ...table,
    ...more,
    rateLineCollections: [
      { id: "day", periods: [{ timeOfDayStart: 480, timeOfDayEnd: 1_320 }], rateLines: [hour(500)] },
      { id: "night", rateLines: [hour(100)] },
    ],
  };
}

describe("areas", () => {
  test("may choose the cheapest of several tables, less a discount", () => {
    const flat: RateTable = { ...table, id: "flat", rateLineCollections: [{ id: "a", rateLines: [] }] };
    flat.rateLineCollections = [{ id: "a", rateLines: [{ rateLineType: "flatRate", durationStart: 0, value: 900 }] }];
    const change: Partial<Tariff> = {
      rateTables: [table, flat],
      nestedAreas: { areas: ["deck"], mode: "replace" },
      rateEligibility: [
        { eligibility: { zones: ["deck"] }, rateTable: table.id, bestOf: ["flat"], rateDiscount: { fixedValue: 100 } },
        { rateTable: table.id },
      ],
    };
    const inside = (hours: number): Stay => ({
      entryAt: at(10),
      exitAt: at(20),
      areaStays: [{ area: "deck", fromAt: at(11), toAt: at(11 + hours) }],
    });
    // Outside 9 h, inside 1 h less 1.00; outside 7 h, inside the flat price less 1.00.
    expect(fee(change, inside(1))).toBe(4_500 + 400);
    expect(fee(change, inside(3))).toBe(3_500 + 800);
  });
  test("a right for an area covers nothing of a stay that is elsewhere", () => {
    const coverage = [{ right: "permit", fromAt: at(0), toAt: at(24) }];
    const stay = { entryAt: at(10), exitAt: at(12), coverage };
    expect(fee({ rightCoverage: [{ areas: ["deck"] }] }, stay)).toBe(1_000);
    expect(fee({ rightCoverage: [{ areas: ["deck"] }] }, { ...stay, zone: "deck" })).toBe(0);
    expect(fee({ rightCoverage: [{ areas: ["deck"] }] }, { ...stay, zone: "roof" })).toBe(1_000);
  });
});

test("a discount and surcharges without names, and rounding to the nearest", () => {
  const change: Partial<Tariff> = {
    rateEligibility: [
      { eligibility: { validations: ["staff"] }, rateTable: table.id, rateDiscount: { fixedValue: 4_000 } },
      { rateTable: table.id },
    ],
    surcharges: [{ id: "entry", amount: 130 }],
    roundTotal: { increment: 100, mode: "nearest" },
  };
  const stay = { entryAt: at(10), exitAt: at(12) };
  expect(fee(change, { ...stay, validations: ["staff"] })).toBe(100);
  expect(fee(change, { ...stay, validations: ["other"] })).toBe(1_100);
  expect(fee(change, { ...stay, exitAt: at(12) + MINUTE_MS })).toBe(1_600);
});

test("a total that carries over the end of its period runs to the end of its tier", () => {
  const carries: RateTable = {
    ...dayAndNight({ unitAtBoundary: "carry" }),
    rateLineCollections: [
      {
        id: "day",
        periods: [{ timeOfDayStart: 480, timeOfDayEnd: 1_320 }],
        rateLines: [
          { rateLineType: "flatRateTier", durationEnd: 120, value: 700 },
          { rateLineType: "flatRateTier", value: 900 },
        ],
      },
      { id: "night", rateLines: [hour(100)] },
    ],
  };
  // Two hours from 21:00 are one total, and the night begins at 23:00.
  expect(fee({ rateTables: [carries] }, { entryAt: at(21), exitAt: at(24) })).toBe(800);
});

test("days are folded alike where totals fall", () => {
  const falls: RateTable = {
    ...table,
    rateLineCollections: [
      {
        id: "all",
        resetTime: 1_440,
        rateLines: [
          { rateLineType: "flatRateTier", durationEnd: 60, value: 900 },
          { rateLineType: "flatRateTier", value: 500 },
        ],
        caps: [{ scope: "calendarDay", amount: 600 }],
      },
    ],
  };
  // The first hour of each day is capped to 6.00; then the total falls by 4.00, to 5.00 a day.
  expect(fee({ rateTables: [falls] }, { entryAt: at(0), exitAt: at(24 * 30) })).toBe(30 * 500);
});

test("a midnight that the clock shows twice begins its day once", () => {
  const back = START + 10 * DAY_MS;
  const clock: ClockTable = {
    ...{ timeZone: "Test/Midnight", database: "test", from: START, to: START + 100 * DAY_MS },
    changes: [
      [START, 480],
      [back, 420],
    ],
  };
  const perDay: Partial<Tariff> = { rateTables: [{ ...table, caps: [{ scope: "calendarDay", amount: 1_000 }] }] };
  // At midnight the clock goes back to 23:00: the day before keeps its 24 hours, the next has 25.
  const stay = { entryAt: back - 12 * 60 * MINUTE_MS, exitAt: back + 12 * 60 * MINUTE_MS };
  expect(price(perDay, stay, clock).feeMinor).toBe(2_000);
  expect(price(perDay, { ...stay, exitAt: back + 25 * 60 * MINUTE_MS }, clock).feeMinor).toBe(2_000);
  expect(price(perDay, { ...stay, exitAt: back + 26 * 60 * MINUTE_MS }, clock).feeMinor).toBe(2_500);
});

test("a period that names itself twice and a price that covers nothing are refused", () => {
  const bad: Partial<Tariff> = {
    rateTables: [
      {
        ...table,
        rateLineCollections: [
          { id: "a", periods: [{}], rateLines: [hour(1, { durationStart: 60, durationEnd: 60 } as Partial<RateLine>)] },
          { id: "a", rateLines: [] },
        ],
      },
    ],
  };
  expect(checkTariff({ ...tariff, ...bad }).map(({ code }) => code)).toEqual(["line.empty", "collection.duplicate"]);
});

describe("versions that price their own days", () => {
  const version = (number: number, value: number, dates: Partial<RateTable>): RateTable => ({
    ...table,
    ...dates,
    version: number,
    rateLineCollections: [{ id: "all", rateLines: [hour(value)] }],
  });
  const segments = (...rateTables: RateTable[]): Partial<Tariff> => ({ rateTables, rateChange: "segment" });
  const march = (day: number) => `2025-03-${day}`;
  /** From noon on 12 March to noon on 15 March, local time. */
  const stay: Stay = { entryAt: at(12), exitAt: at(84) };
  const first = version(1, 100, { validityEnd: march(13) });
  const last = version(3, 300, { validityStart: march(14) });

  test("a version whose days are all covered prices nothing", () => {
    const second = version(2, 200, { validityStart: march(13), validityEnd: march(14) });
    const change = { ...segments(first, second, last), rightCoverage: [{}] };
    const covered: Stay = { ...stay, coverage: [{ right: "permit", fromAt: at(24), toAt: at(48) }] };
    // 12 h by the first, 24 h by the second, 36 h by the last.
    expect(fee(change, stay)).toBe(1_200 + 4_800 + 10_800);
    expect(fee(change, covered)).toBe(1_200 + 10_800);
  });
  test("days between two versions stay with the version of the entry", () => {
    expect(fee(segments(first, last), stay)).toBe(1_200 + 2_400 + 10_800);
  });
  test("of versions whose days overlap the newest counts, wherever it stands in the list", () => {
    const always = version(1, 100, {});
    expect(fee(segments(last, always), stay)).toBe(3_600 + 10_800);
    expect(fee(segments(always, last), stay)).toBe(3_600 + 10_800);
  });
  test("a table that has but one version prices all its time, in whole units, also past its last day", () => {
    const bus: RateTable = { ...version(1, 1_000, { validityEnd: march(13) }), id: "bus" };
    const rateEligibility = [{ eligibility: { vehicleTypes: ["bus"] }, rateTable: "bus" }, { rateTable: table.id }];
    const change = { ...segments(first, last, bus), rateEligibility };
    // 12 h and a half before the 13th, 13 h in all: no new unit begins at midnight.
    const late = { entryAt: at(11.5), exitAt: at(24.5) };
    expect(fee(change, { ...late, vehicleClass: "bus" })).toBe(13 * 1_000);
    expect(fee(change, { ...stay, vehicleClass: "bus" })).toBe(72 * 1_000);
    expect(fee(change, stay)).toBe(1_200 + 2_400 + 10_800);
  });
  test("a stay without paid time costs nothing", () => {
    expect(fee(segments(first, last), { entryAt: at(12), exitAt: at(12) })).toBe(0);
    const covered = [{ right: "permit", fromAt: at(0), toAt: at(96) }];
    expect(fee({ ...segments(first, last), rightCoverage: [{}] }, { ...stay, coverage: covered })).toBe(0);
  });
});

test("a limit on weeks counts the week of entry as the first", () => {
  const capped = (index: { from: number; to?: number }): Partial<Tariff> => ({
    rateTables: [{ ...table, caps: [{ scope: "calendarWeek", amount: 50_000, index }] }],
  });
  // From Wednesday 10:00: 110 h to Monday, two whole weeks of 168 h, and 58 h.
  const stay: Stay = { entryAt: at(10), exitAt: at(10) + 21 * DAY_MS };
  const [week, begun] = [168 * 500, 110 * 500];
  expect(fee(capped({ from: 2 }), stay)).toBe(begun + 2 * 50_000 + 58 * 500);
  expect(fee(capped({ from: 1, to: 1 }), stay)).toBe(50_000 + 2 * week + 58 * 500);
  expect(fee(capped({ from: 3, to: 3 }), stay)).toBe(begun + week + 50_000 + 58 * 500);
});

test("a rate for those who come again within an hour counts the entries that are said, or else the visits", () => {
  const again: RateTable = { ...table, id: "again", rateLineCollections: [{ id: "all", rateLines: [hour(900)] }] };
  const change: Partial<Tariff> = {
    rateTables: [table, again],
    rateEligibility: [
      { eligibility: { entriesLastHour: { min: 2, max: 3 } }, rateTable: "again" },
      { rateTable: table.id },
    ],
  };
  const stay: Stay = { entryAt: at(10), exitAt: at(12) };
  const fees = [1, 2, 3, 4].map((entriesLastHour) => fee(change, { ...stay, entriesLastHour }));
  expect(fees).toEqual([1_000, 1_800, 1_800, 1_000]);
  const cameAt = (hours: number) => [{ entryAt: at(hours), exitAt: at(hours) + 5 * MINUTE_MS, feePaidMinor: 0 }];
  expect(fee(change, { ...stay, previousVisits: cameAt(9.5) })).toBe(1_800);
  expect(fee(change, { ...stay, previousVisits: cameAt(9) })).toBe(1_000);
  expect(fee(change, stay)).toBe(1_000);
});

describe("free time", () => {
  test("of an allowance without a window is given anew every 24 hours from entry", () => {
    const allowance: Partial<Tariff> = { rateTables: [{ ...table, freeAllowance: { per: "rolling", minutes: 120 } }] };
    expect(fee(allowance, { entryAt: at(10), exitAt: at(12) })).toBe(0);
    // 22 paid hours, two free ones, one paid.
    expect(fee(allowance, { entryAt: at(10), exitAt: at(37) })).toBe(23 * 500);
  });
  test("once a day is not used up by short visits, though the entries were counted", () => {
    const freePeriod = { minutes: 60, mode: "subtract" as const, limit: { scope: "calendarDay" as const } };
    const once = (shortVisitMinutes: number): Partial<Tariff> => ({
      rateTables: [{ ...table, freePeriod: { ...freePeriod, limit: { ...freePeriod.limit, shortVisitMinutes } } }],
    });
    const visit = { entryAt: at(8), exitAt: at(8) + 10 * MINUTE_MS, feePaidMinor: 0 };
    const stay: Stay = { entryAt: at(10), exitAt: at(12), entriesToday: 2, previousVisits: [visit] };
    expect(fee(once(15), stay)).toBe(500);
    expect(fee(once(5), stay)).toBe(1_000);
  });
});

describe("a long stay", () => {
  const long: Stay = { entryAt: at(10), exitAt: at(10) + 10 * DAY_MS };
  test("has its free minutes anew each day, or once for the visit", () => {
    const free = (freeAllowance: NonNullable<RateTable["freeAllowance"]>) =>
      fee({ rateTables: [{ ...table, freeAllowance }] }, long);
    expect(free({ per: "rolling", minutes: 120 })).toBe(10 * 22 * 500);
    expect(free({ per: "visit", minutes: 120 })).toBe(238 * 500);
  });
  test("has each of its windows limited, also where they do not fit into a day", () => {
    const caps = [{ scope: "rolling" as const, minutes: 420, amount: 1_000 }];
    // 34 windows of 7 h and 2 h.
    expect(fee({ rateTables: [{ ...table, caps }] }, long)).toBe(35 * 1_000);
  });
});

test("of areas that are priced on top only those where the car was are priced", () => {
  const change: Partial<Tariff> = { nestedAreas: { areas: ["deck", "roof"], mode: "sum" } };
  const areaStays = [{ area: "roof", fromAt: at(11), toAt: at(12) }];
  expect(fee(change, { entryAt: at(10), exitAt: at(14), areaStays })).toBe(4 * 500 + 500);
});

test("without a time to leave after payment a car that stays on pays for all of its stay", () => {
  const stay: Stay = { entryAt: at(10), exitAt: at(12), paidAt: at(11), paidMinor: 500 };
  expect(price({}, stay)).toMatchObject({ feeMinor: 1_000, dueMinor: 500 });
  expect(price({ exitGraceMinutes: 60 }, stay)).toMatchObject({ feeMinor: 500, dueMinor: 0 });
});

test("a surcharge with a name shows it", () => {
  const surcharges = [
    { id: "oversize", name: "Oversize", amount: 300 },
    { id: "entry", amount: 200 },
  ];
  const { lines } = price({ surcharges }, { entryAt: at(10), exitAt: at(10) });
  expect(lines.filter(({ kind }) => kind === "surcharge")).toEqual([
    { kind: "surcharge", label: "Oversize", rateTableId: table.id, amountMinor: 300, params: { reason: "oversize" } },
    { kind: "surcharge", rateTableId: table.id, amountMinor: 200, params: { reason: "entry" } },
  ]);
});

test("a unit of a ladder that begins anew carries over the end of its period to its own end", () => {
  const carries = dayAndNight({ unitAtBoundary: "carry" });
  const [day, night] = carries.rateLineCollections;
  const rateLines = [hour(700, { incrementPeriod: 50 })];
  const resets: RateTable = { ...carries, rateLineCollections: [{ ...day!, resetTime: 120, rateLines }, night!] };
  // From 19:05: rounds begin at 19:05 and 21:05, units of the second at 21:05 and 21:55, which ends at 22:45.
  const stay: Stay = { entryAt: at(19) + 5 * MINUTE_MS, exitAt: at(22) + 45 * MINUTE_MS };
  expect(fee({ rateTables: [resets] }, stay)).toBe(5 * 700);
  expect(fee({ rateTables: [resets] }, { ...stay, exitAt: stay.exitAt + MINUTE_MS })).toBe(5 * 700 + 100);
});

test("a long stay whose days never repeat costs what its units cost", () => {
  const units = lines(hour(100, { incrementPeriod: 1_439 }));
  // A unit is a minute short of a day, so that each day begins elsewhere in a unit: 100 days are 100.07 units.
  expect(fee(units, { entryAt: at(10), exitAt: at(10) + 100 * DAY_MS })).toBe(101 * 100);
});

const drifting: [unitMinutes: number, period: Period, entryMinute: number][] = [
  [420, { daysOfWeek: [1, 2, 3, 4, 5] }, 300],
  [600, { daysOfWeek: [1, 3, 5] }, 15],
  [700, { daysOfWeek: [6, 7] }, 15],
  [1_000, { daysOfWeek: [1, 3, 5] }, 300],
  [600, { timeOfDayStart: 480, timeOfDayEnd: 1_320 }, 15],
  [420, { timeOfDayStart: 1_320, timeOfDayEnd: 480 }, 615],
];

test.each(drifting)("units of %i minutes that carry over the ends of %j are folded as they are walked", (...given) => {
  const [incrementPeriod, period, entryMinute] = given;
  const carries: RateTable = {
    ...table,
    unitAtBoundary: "carry",
    rateLineCollections: [
      { id: "some", periods: [period], rateLines: [hour(100, { incrementPeriod })] },
      { id: "other", rateLines: [hour(10)] },
    ],
  };
  const prepared = prepareTariff({ ...tariff, rateTables: [carries] }, clocks.UTC!).tables.get(table.id)![0]!;
  const from = Date.UTC(2025, 2, 10) + entryMinute * MINUTE_MS;
  const to = from + 40 * DAY_MS;
  const meterOf = () => {
    const span = { stay: { entryAt: from, exitAt: to }, from, to, gaps: [] };
    return new TimeMeter(prepared, span, new ClockCursor(clocks.UTC!));
  };
  const [walked, folded] = [meterOf(), meterOf()];
  walked.advanceTo(to);
  foldDays(folded, to);
  expect(folded.total).toBe(walked.total);
  expect(folded.steps).toBeLessThan(walked.steps);
});
