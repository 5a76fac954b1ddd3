import * as fc from "fast-check";
import type { Period } from "../../../model/calendar.ts";
import type { Cap } from "../../../model/cap.ts";
import type { Eligibility } from "../../../model/eligibility.ts";
import type { RateLine, RateLineCollection, RateTable, Tariff, TimesOfDay } from "../../../model/rate-table.ts";

const amount = fc.constantFrom(0, 100, 200, 300, 500, 900);
const hour = fc.constantFrom(0, 420, 720, 1_080, 1_320);
const line: fc.Arbitrary<RateLine> = fc.oneof(
  fc.record({
    rateLineType: fc.constant("incrementingRate" as const),
    durationStart: fc.constantFrom(0, 0, 60, 120),
    incrementPeriod: fc.constantFrom(60, 120, 180),
    roundingMode: fc.constantFrom("up" as const, "down" as const),
    value: amount,
  }),
  fc.record({
    rateLineType: fc.constant("incrementingRate" as const),
    durationStart: fc.constant(0),
    incrementPeriod: fc.constant(120),
    roundingMode: fc.constant("nearest" as const),
    value: amount,
  }),
  fc.record({ rateLineType: fc.constant("flatRate" as const), durationStart: fc.constantFrom(0, 60), value: amount }),
);
const tiers: fc.Arbitrary<RateLine[]> = fc
  .array(amount, { minLength: 2, maxLength: 3 })
  .map((values) =>
    values.map((value, index) => ({ rateLineType: "flatRateTier", durationEnd: (index + 1) * 120, value })),
  );
const period: fc.Arbitrary<Period> = fc
  .record({ days: fc.constantFrom<(number[] | undefined)[]>(undefined, [1, 2, 3, 4, 5], [6, 7]), from: hour, to: hour })
  .map(({ days, from, to }) => ({ ...(days && { daysOfWeek: days }), timeOfDayStart: from, timeOfDayEnd: to }));
const caps: Cap[][] = [
  [],
  [{ scope: "rolling", minutes: 1_440, amount: 1_500 }],
  [{ scope: "calendarDay", amount: 1_000 }],
];
const windows: (TimesOfDay[] | undefined)[] = [
  undefined,
  undefined,
  [{ latestStart: 600, earliestEnd: 900, latestEnd: 1_140 }],
];
const who: (Eligibility | undefined)[] = [undefined, { vehicleTypes: ["car"] }];
const collection: fc.Arbitrary<Omit<RateLineCollection, "id">> = fc
  .record({
    periods: fc.option(fc.array(period, { minLength: 1, maxLength: 1 }), { nil: undefined }),
    rateLines: fc.oneof(
      fc.array(line, { minLength: 1, maxLength: 2 }),
      fc.array(line, { minLength: 1, maxLength: 2 }),
      tiers,
    ),
  })
  .map(({ periods, rateLines }) => ({ rateLines, ...(periods && { periods }) }));
const table: fc.Arbitrary<Omit<RateTable, "id">> = fc
  .record({
    rateLineCollections: fc.array(collection, { minLength: 1, maxLength: 2 }),
    caps: fc.constantFrom(...caps),
    freePeriod: fc.constantFrom(
      undefined,
      { minutes: 60, mode: "onlyIfWithin" as const },
      { minutes: 60, mode: "subtract" as const },
    ),
    periodSelection: fc.constantFrom("segment" as const, "segment" as const, "entryTime" as const, "exitTime" as const),
    unitAtBoundary: fc.constantFrom("restart" as const, "carry" as const),
    timesOfDay: fc.constantFrom(...windows),
  })
  .map(({ freePeriod, timesOfDay, rateLineCollections, ...rest }) => ({
    version: 1,
    ...rest,
    rateLineCollections: rateLineCollections.map((one, index) => ({ id: `c${index}`, ...one })),
    ...(freePeriod && { freePeriod }),
    ...(timesOfDay && { timesOfDay }),
  }));

/** A table for some stays, perhaps in a window, and one for all. Times are full hours, amounts few, totals may fall. */
export const arbitraryTariff: fc.Arbitrary<Tariff> = fc
  .record({ first: table, second: table, who: fc.constantFrom(...who) })
  .map(({ first, second, who: eligibility }) => {
    const { timesOfDay: _times, ...always } = second;
    return {
      currency: "EUR",
      minorUnitDigits: 2,
      rateTables: [
        { id: "a", ...first },
        { id: "b", ...always },
      ],
      rateEligibility: [{ rateTable: "a", ...(eligibility && { eligibility }) }, { rateTable: "b" }],
    };
  });
