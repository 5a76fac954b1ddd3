import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClockTable } from "../../model/clock-table.ts";
import type { Tariff } from "../../model/rate-table.ts";
import { prepareTariff } from "../../price/prepare-tariff.ts";
import { priceStay } from "../../price/price-stay.ts";
import { FeeWalk } from "./fee-walk.ts";
import { arbitraryTariff } from "./testing/arbitrary-tariff.ts";
import { verifyTariff } from "./verify-tariff.ts";

/** How often each property is tried; LIFTGATE_PROPERTY_RUNS asks for a longer search. */
const runs = (usual: number) => Number(process.env.LIFTGATE_PROPERTY_RUNS) || usual;
const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("../../price/golden/clocks.json", import.meta.url), "utf8"),
);
const clock = clocks["Europe/Berlin"]!;
const MINUTE_MS = 60_000;
/** Friday to Saturday of an ordinary week. */
const friday = Date.UTC(2026, 5, 5) - 2 * 3_600_000;
const around = Date.UTC(2026, 4, 31, 12);
const KINDS = [{}, { vehicleClass: "car" }];

/** The first stay of up to two days that costs less than one a minute shorter, of all that enter at some minutes. */
function firstFall(tariff: Tariff, entryMinutes: readonly number[]): object | undefined {
  const prepared = prepareTariff(tariff, clock);
  for (const conditions of KINDS) {
    for (const minute of entryMinutes) {
      const entryAt = friday + minute * MINUTE_MS;
      const walk = new FeeWalk(prepared, conditions, entryAt);
      let before = walk.feeAt(entryAt) ?? 0;
      for (let length = 1; length <= 2_880; length += 1) {
        const exitAt = entryAt + length * MINUTE_MS;
        const fee = walk.feeAt(exitAt);
        if (fee !== null && fee < before) return { ...conditions, entryAt, exitAt };
        before = fee ?? before;
      }
    }
  }
  return undefined;
}

describe("a fee that falls", () => {
  test("is found wherever looking at every minute finds one, and nowhere else", { timeout: 60_000 }, () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 2_879 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(arbitraryTariff, minutes, (tariff, others) => {
        const { findings, undecided } = verifyTariff(tariff, { clock, country: "DE", around });
        const found = findings.filter(({ code }) => code.startsWith("fee.falls"));
        for (const { witness } of found) {
          const stays = witness?.kind === "stays" ? witness.stays.map(({ stay }) => stay) : [];
          const [before, after] = stays.map((stay) => priceStay(prepareTariff(tariff, clock), stay).feeMinor);
          expect(stays[1]!.exitAt).toBeGreaterThan(stays[0]!.exitAt);
          expect(after).toBeLessThan(before!);
        }
        const isOpen = undecided.some(({ question }) => question.startsWith("fee"));
        if (found.length > 0 || isOpen) return;
        const entries = [0, 420, 480, 540, 600, 720, 1_080, 1_320, ...others];
        expect(firstFall(tariff, entries)).toBeUndefined();
      }),
      { numRuns: runs(10), endOnFailure: true },
    );
  });

  test("is walked along as stays are priced", () => {
    const lengths = fc.uniqueArray(fc.integer({ min: 0, max: 12_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(arbitraryTariff, fc.integer({ min: 0, max: 10_079 }), lengths, (tariff, minute, unsorted) => {
        const entryAt = friday + minute * MINUTE_MS;
        const prepared = prepareTariff(tariff, clock);
        for (const conditions of KINDS) {
          const walk = new FeeWalk(prepared, conditions, entryAt);
          for (const length of [...unsorted].sort((a, b) => a - b)) {
            const exitAt = entryAt + length * MINUTE_MS;
            expect(walk.feeAt(exitAt)).toBe(priceStay(prepared, { ...conditions, entryAt, exitAt }).feeMinor);
          }
        }
      }),
      { numRuns: runs(60) },
    );
  });
});
