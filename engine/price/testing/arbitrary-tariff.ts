import * as fc from "fast-check";
import type { Period } from "../../model/calendar.ts";
import type { Cap } from "../../model/cap.ts";
import type { FreeAllowance } from "../../model/free-allowance.ts";
import type { RateLine, RateLineCollection, RateTable, Tariff } from "../../model/rate-table.ts";

// Away from the hours in which clocks change, so that a minute's wall clock alone says which window it is in.
const minuteOfDay = fc.integer({ min: 5, max: 23 }).map((hour) => hour * 60);
const amount = fc.integer({ min: 0, max: 2_000 });

const incrementing: fc.Arbitrary<RateLine> = fc
  .record({
    durationStart: fc.constantFrom(0, 0, 30, 60, 120),
    length: fc.option(fc.constantFrom(60, 180, 600), { nil: undefined }),
    incrementPeriod: fc.constantFrom(1, 10, 15, 30, 50, 60, 120, 420, 1_440),
    value: amount,
  })
  .map(({ length, ...line }) => ({
    rateLineType: "incrementingRate",
    ...line,
    ...(length !== undefined && { durationEnd: line.durationStart + length }),
  }));

const flat: fc.Arbitrary<RateLine> = fc.record({
  rateLineType: fc.constant("flatRate"),
  durationStart: fc.constantFrom(0, 0, 60, 240),
  value: amount,
});

const period: fc.Arbitrary<Period> = fc
  .record({
    daysOfWeek: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }), {
      nil: undefined,
    }),
    window: fc.option(fc.tuple(minuteOfDay, minuteOfDay), { nil: undefined }),
    extraDays: fc.constantFrom(0, 0, 0, 1, 2),
  })
  .map(({ daysOfWeek, window, extraDays }) => ({
    ...(daysOfWeek && { daysOfWeek }),
    ...(window && { timeOfDayStart: window[0], timeOfDayEnd: window[1] }),
    ...(window && extraDays > 0 && { extraDays }),
  }));

const cap: fc.Arbitrary<Cap> = fc.oneof(
  fc.record({ scope: fc.constant("perStay"), amount: fc.integer({ min: 0, max: 50_000 }) }),
  fc.record({
    scope: fc.constant("rolling"),
    amount: fc.integer({ min: 0, max: 20_000 }),
    minutes: fc.constantFrom(300, 720, 1_440, 2_880, 10_080),
  }),
  fc.record({
    scope: fc.constant("calendarDay"),
    amount: fc.integer({ min: 0, max: 20_000 }),
    resetAt: fc.constantFrom(0, 360, 420),
  }),
  fc.record({ scope: fc.constant("calendarWeek"), amount: fc.integer({ min: 0, max: 50_000 }) }),
);

const collection: fc.Arbitrary<Omit<RateLineCollection, "id">> = fc
  .record({
    periods: fc.option(fc.array(period, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    rateLines: fc.array(fc.oneof(incrementing, flat), { maxLength: 3 }),
    caps: fc.array(
      fc.oneof(
        fc.record({ scope: fc.constant("period" as const), amount: fc.integer({ min: 0, max: 5_000 }) }),
        fc.record({ scope: fc.constant("calendarDay" as const), amount: fc.integer({ min: 0, max: 5_000 }) }),
      ),
      { maxLength: 1 },
    ),
  })
  .map(({ periods, ...rest }) => ({ ...rest, ...(periods && { periods }) }));

/** Any table of windows, days, flat and incrementing prices and caps; prices never fall. */
export const arbitraryTable: fc.Arbitrary<RateTable> = fc
  .record({
    collections: fc.array(collection, { minLength: 1, maxLength: 4 }),
    caps: fc.array(cap, { maxLength: 2 }),
    freeAllowance: fc.constantFrom<(FreeAllowance | undefined)[]>(
      ...[undefined, undefined, undefined, undefined],
      { per: "calendarDay", minutes: 45 },
      { per: "calendarDay", minutes: 120 },
      { per: "rolling", minutes: 60, window: 480 },
      { per: "rolling", minutes: 90, window: 1_000 },
      { per: "visit", minutes: 30 },
    ),
    unitAtBoundary: fc.constantFrom("restart" as const, "restart" as const, "carry" as const),
  })
  .map(({ collections, caps, freeAllowance, unitAtBoundary }) => ({
    id: "t",
    version: 1,
    unitAtBoundary,
    ...(freeAllowance && { freeAllowance }),
    rateLineCollections: collections.map((one, index) => ({ id: `c${index}`, ...one })),
    caps,
  }));

export function tariffOf(table: RateTable): Tariff {
  return { currency: "EUR", minorUnitDigits: 2, rateTables: [table], rateEligibility: [{ rateTable: table.id }] };
}
