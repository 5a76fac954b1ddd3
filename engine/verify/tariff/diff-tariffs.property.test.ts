import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ClockTable, toLocal } from "../../model/clock-table.ts";
import type { Tariff } from "../../model/rate-table.ts";
import { type PreparedTariff, prepareTariff } from "../../price/prepare-tariff.ts";
import { priceStay } from "../../price/price-stay.ts";
import { QuoteError } from "../../price/quote-error.ts";
import type { Stay } from "../../price/stay.ts";
import { diffTariffs } from "./diff-tariffs.ts";
import type { StayBound, TariffDiff, TariffDifference } from "./tariff-difference.ts";
import { arbitraryTariff } from "./testing/arbitrary-tariff.ts";

/** How often each property is tried; LIFTGATE_PROPERTY_RUNS asks for a longer search. */
const runs = (usual: number) => Number(process.env.LIFTGATE_PROPERTY_RUNS) || usual;
const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("../../price/golden/clocks.json", import.meta.url), "utf8"),
);
const clock = clocks["Europe/Berlin"]!;
const MINUTE_MS = 60_000;
/** A Monday, and the noon from which the ordinary week is chosen: the same week. */
const monday = Date.UTC(2026, 5, 1) - 2 * 3_600_000;
const around = Date.UTC(2026, 4, 31, 12);

/** Entries and exits near the times that tariffs name, and any others. */
const minute = (max: number) =>
  fc.oneof(
    fc.integer({ min: 0, max }),
    fc
      .tuple(fc.integer({ min: 0, max: Math.floor(max / 30) }), fc.constantFrom(-1, 0, 1))
      .map(([half, off]) => Math.min(max, Math.max(0, half * 30 + off))),
  );
const arbitraryStay: fc.Arbitrary<Stay> = fc
  .record({ day: fc.integer({ min: 0, max: 6 }), at: minute(1_439), length: minute(2_880), isCar: fc.boolean() })
  .map(({ day, at, length, isCar }) => {
    const entryAt = monday + (day * 1_440 + at) * MINUTE_MS;
    return { entryAt, exitAt: entryAt + length * MINUTE_MS, ...(isCar && { vehicleClass: "car" }) };
  });

function feeOf(tariff: PreparedTariff, stay: Stay): number | null {
  try {
    return priceStay(tariff, stay).feeMinor;
  } catch (error) {
    if (error instanceof QuoteError) return null;
    throw error;
  }
}

function directionOf(before: number | null, after: number | null): TariffDifference["direction"] | undefined {
  if (before === after) return undefined;
  if (before === null) return "priced";
  if (after === null) return "unpriced";
  return after > before ? "dearer" : "cheaper";
}

/** The differences that say of themselves that the stay is one of theirs. */
function speakingOf({ differences }: TariffDiff, stay: Stay): TariffDifference[] {
  const { dayOfWeek, minuteOfDay } = toLocal(clock, stay.entryAt);
  const length = (stay.exitAt - stay.entryAt) / MINUTE_MS;
  const isAfter = ({ by, minutes }: StayBound) => (by === "stay" ? length : minuteOfDay + length) >= minutes;
  const isBefore = ({ by, minutes }: StayBound) => (by === "stay" ? length : minuteOfDay + length) <= minutes;
  return differences.filter(
    (one) =>
      (one.isForAll || one.conditions.some(({ vehicleClass }) => vehicleClass === stay.vehicleClass)) &&
      one.daysOfWeek.includes(dayOfWeek) &&
      one.entry.from <= minuteOfDay &&
      minuteOfDay <= one.entry.to &&
      (minuteOfDay - one.entry.from) % (one.entry.everyMinutes ?? 1) === 0 &&
      isAfter(one.from) &&
      isBefore(one.to),
  );
}

describe("the difference of two tariffs", () => {
  test("names every stay whose fee changes, and no other, with a witness that costs what it says", {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(
        arbitraryTariff,
        arbitraryTariff,
        fc.array(arbitraryStay, { minLength: 150, maxLength: 150 }),
        (before, after, stays) => {
          const diff = diffTariffs(before, after, { clock, around });
          fc.pre(diff.undecided.length === 0);
          const [one, other] = [prepareTariff(before, clock), prepareTariff(after, clock)];
          for (const { witness, direction } of diff.differences) {
            expect([feeOf(one, witness.stay), feeOf(other, witness.stay)]).toEqual([
              witness.beforeMinor,
              witness.afterMinor,
            ]);
            expect(directionOf(witness.beforeMinor, witness.afterMinor)).toBe(direction);
          }
          for (const stay of stays) {
            const direction = directionOf(feeOf(one, stay), feeOf(other, stay));
            const said = speakingOf(diff, stay).map((one) => one.direction);
            expect(said).toEqual(direction === undefined ? [] : [direction]);
          }
        },
      ),
      { numRuns: runs(3), endOnFailure: true },
    );
  });

  test("is nothing between a tariff and itself under other names", () => {
    fc.assert(
      fc.property(arbitraryTariff, (tariff) => {
        const renamed: Tariff = {
          ...tariff,
          rateTables: tariff.rateTables.map((one) => ({ ...one, id: `x-${one.id}`, rateTableName: "Other" })),
          rateEligibility: tariff.rateEligibility.map((row) => ({ ...row, rateTable: `x-${row.rateTable}` })),
        };
        expect(diffTariffs(tariff, renamed, { clock, around })).toMatchObject({ differences: [], undecided: [] });
      }),
      { numRuns: runs(20) },
    );
  });
});
