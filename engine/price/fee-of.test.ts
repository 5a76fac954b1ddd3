import { describe, expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { RateLineCollection, RateTable } from "../model/rate-table.ts";
import { feeOf } from "./fee-of.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import { tariffOf } from "./testing/arbitrary-tariff.ts";

const clock: ClockTable = {
  timeZone: "UTC",
  database: "test",
  from: Date.UTC(2020, 0, 1),
  to: Date.UTC(2030, 0, 1),
  changes: [[Date.UTC(2020, 0, 1), 0]],
};
/** Midnight, a Wednesday. */
const start = Date.UTC(2025, 2, 12);
const hourly = (value: number, more: object = {}) => ({
  rateLineType: "incrementingRate" as const,
  durationStart: 0,
  incrementPeriod: 60,
  value,
  ...more,
});
const byDay = { id: "day", periods: [{ timeOfDayStart: 480, timeOfDayEnd: 1_200 }] };

/** The fee alone, which is also the fee of the quote. */
function feesOf(table: Partial<RateTable>, stays: readonly (readonly [fromAt: number, minutes: number])[]): number[] {
  const prepared = prepareTariff(tariffOf({ id: "t", version: 1, rateLineCollections: [], ...table }), clock);
  return stays.map(([entryAt, minutes]) => {
    const stay = { entryAt, exitAt: entryAt + minutes * MINUTE_MS };
    const fee = feeOf(prepared, stay);
    expect(priceStay(prepared, stay).feeMinor).toBe(fee);
    return fee;
  });
}

test("a unit counts from its half, and a least price is owed once anything is", () => {
  const rateLineCollections = [{ id: "all", rateLines: [hourly(500, { roundingMode: "nearest" })] }];
  const stays = [29, 30, 89, 90, 150].map((minutes) => [start, minutes] as const);
  expect(feesOf({ minimumCharge: 700, rateLineCollections }, stays)).toEqual([0, 700, 700, 1_000, 1_500]);
});

test("each window has its own least price, once anything is owed in it", () => {
  const rateLineCollections: RateLineCollection[] = [
    { ...byDay, minValueCollection: 1_200, rateLines: [hourly(500)] },
    { id: "night", rateLines: [hourly(100)] },
  ];
  const evening = start + 18 * 60 * MINUTE_MS;
  const stays = [60, 120, 180, 24 * 60].map((minutes) => [evening, minutes] as const);
  expect(feesOf({ rateLineCollections }, stays)).toEqual([1_200, 1_200, 1_300, 1_200 + 1_200 + 5_000]);
});

test("limits of a window on a week or on the whole stay hold on where days are repeated", () => {
  const rateLineCollections: RateLineCollection[] = [
    { ...byDay, rateLines: [hourly(500)], caps: [{ scope: "perStay", amount: 20_000 }] },
    { id: "night", rateLines: [hourly(100)], caps: [{ scope: "calendarWeek", amount: 3_000 }] },
  ];
  // By day 126,000 in all. By night 6,000 to Sunday, 8,400 in each whole week, and 2,400 on the last two days.
  expect(feesOf({ rateLineCollections }, [[start, 21 * 1_440]])).toEqual([20_000 + 3 * 3_000 + 2_400]);
});

test.each([
  [{ scope: "calendarWeek" as const, amount: 3_000 }, 13 * 3_000 + 1_200],
  [{ scope: "rolling" as const, minutes: 7 * 1_440, amount: 5_000 }, 13 * 5_000],
  [{ scope: "rolling" as const, minutes: 2 * 1_440, amount: 1_800 }, 45 * 1_800],
])("each bucket of %j on a window begins anew, also where it ends as a day of the stay ends", (cap, nightFee) => {
  const rateLineCollections: RateLineCollection[] = [
    { ...byDay, rateLines: [hourly(500)] },
    { id: "night", rateLines: [hourly(100)], caps: [cap] },
  ];
  expect(feesOf({ rateLineCollections }, [[start, 90 * 1_440]])).toEqual([90 * 6_000 + nightFee]);
});

test("ten years cost what their days cost, up to where the clock table ends, whatever was asked before", () => {
  const rateLineCollections = [
    { ...byDay, rateLines: [hourly(500)] },
    { id: "night", rateLines: [hourly(100)] },
  ];
  const from = clock.from + 17 * DAY_MS;
  const days = (clock.to - from) / DAY_MS - 17;
  expect(days).toBeGreaterThan(3_600);
  const stays = [days, 1, days].map((length) => [from, length * 1_440] as const);
  expect(feesOf({ rateLineCollections }, stays)).toEqual([days * 7_200, 7_200, days * 7_200]);
});

describe("a stay within one period", () => {
  const at = (hour: number) => start + hour * 60 * MINUTE_MS;
  const day = { ...byDay, rateLines: [hourly(500)] };
  const night = { id: "night", rateLines: [hourly(100)] };
  const falling: RateLineCollection = {
    ...byDay,
    rateLines: [
      { rateLineType: "flatRateTier", durationEnd: 60, value: 800 },
      { rateLineType: "flatRateTier", value: 500 },
    ],
  };

  test.each<[string, Partial<RateTable>, [hour: number, minutes: number, fee: number][]]>([
    [
      "costs what its length costs, from the least price to the limit",
      { rateLineCollections: [{ ...day, minValueCollection: 1_200, caps: [{ scope: "period", amount: 2_000 }] }] },
      [
        [10, 60, 1_200],
        [10, 180, 1_500],
        [10, 300, 2_000],
        [22, 120, 0],
      ],
    ],
    [
      "is cut by limits on hours and days",
      {
        rateLineCollections: [day],
        caps: [
          { scope: "rolling", minutes: 240, amount: 1_400 },
          { scope: "calendarDay", amount: 1_600 },
        ],
      },
      [
        [10, 120, 1_000],
        [10, 240, 1_400],
        [10, 300, 1_600],
      ],
    ],
    [
      "pays the less where a total falls, within limits",
      { rateLineCollections: [falling], caps: [{ scope: "calendarDay", amount: 600 }] },
      [
        [10, 30, 600],
        [10, 90, 500],
      ],
    ],
    [
      "pays the less where a total falls, up to what any stay pays",
      { rateLineCollections: [falling], caps: [{ scope: "perStay", amount: 700 }] },
      [
        [10, 30, 700],
        [10, 90, 500],
      ],
    ],
    [
      "may be one by its entry",
      { rateLineCollections: [day, night], periodSelection: "entryTime" },
      [[19, 180, 1_500]],
    ],
    ["may be one by its exit", { rateLineCollections: [day, night], periodSelection: "exitTime" }, [[19, 180, 300]]],
    ["is none where it ends in the next", { rateLineCollections: [day, night] }, [[19, 180, 700]]],
  ])("%s", (_what, table, stays) => {
    const asked = stays.map(([hour, minutes]) => [at(hour), minutes] as const);
    expect(feesOf(table, asked)).toEqual(stays.map(([, , fee]) => fee));
  });
});
