import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { formatLocalDate } from "../model/local-date.ts";
import type { RateTable, Tariff } from "../model/rate-table.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import type { Stay } from "./stay.ts";
import { arbitraryTable, tariffOf } from "./testing/arbitrary-tariff.ts";

const numRuns = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 60;
const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("golden/clocks.json", import.meta.url), "utf8"),
);
/** No clock changes, so that local times are sums. */
const tokyo = clocks["Asia/Tokyo"]!;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Midnight in Tokyo, Monday 24 March 2025. */
const START = Date.UTC(2025, 2, 23, 15);
const START_DAY = Date.UTC(2025, 2, 24) / DAY_MS;

const hourOrMinute = fc.oneof(
  fc.integer({ min: 1, max: 700 }),
  fc.integer({ min: 1, max: 11 }).map((hour) => hour * 60),
);
const entryMinute = fc.oneof(
  fc.integer({ min: 0, max: 3 * 1_440 }),
  fc.integer({ min: 0, max: 72 }).map((hour) => hour * 60),
);
const lengthMinutes = fc.integer({ min: 0, max: 12 * 1_440 });
const at = (minute: number) => START + minute * MINUTE_MS;
const fee = (tariff: Tariff, stay: Stay) => priceStay(prepareTariff(tariff, tokyo), stay).feeMinor;
/** Minutes on three of the days, each on one day, in order and apart; often at times at which stays begin too. */
const inside = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12 }), hourOrMinute, hourOrMinute), {
    maxLength: 3,
  })
  .map((days) =>
    [...new Map(days.map((day) => [day[0], day])).values()].map(([day, start, length]) => ({
      day,
      start,
      end: start + length,
    })),
  );

test("time that a right covers costs what a free window of the calendar there would cost", () => {
  fc.assert(
    fc.property(arbitraryTable, inside, entryMinute, lengthMinutes, (table, spans, from, minutes) => {
      const stay = { entryAt: at(from), exitAt: at(from + minutes) };
      const coverage = spans.map(({ day, start, end }) => ({
        right: "permit",
        fromAt: at(day * 1_440 + start),
        toAt: at(day * 1_440 + end),
      }));
      const periods = spans.map(({ day, start, end }) => {
        const date = formatLocalDate(START_DAY + day);
        return { dateRanges: [{ start: date, end: date }], timeOfDayStart: start, timeOfDayEnd: end };
      });
      const free = spans.length > 0 ? [{ id: "free", periods, rateLines: [] }] : [];
      const calendar: RateTable = { ...table, rateLineCollections: [...free, ...table.rateLineCollections] };
      expect(fee({ ...tariffOf(table), rightCoverage: [{}] }, { ...stay, coverage })).toBe(
        fee(tariffOf(calendar), stay),
      );
    }),
    { numRuns },
  );
});

test("an area in place of the outer price costs both parts; on top of it, both wholes", () => {
  fc.assert(
    fc.property(
      arbitraryTable,
      arbitraryTable,
      entryMinute,
      lengthMinutes,
      lengthMinutes,
      lengthMinutes,
      (outerTable, innerTable, from, before, within, after) => {
        const stay: Stay = { entryAt: at(from), exitAt: at(from + before + within + after) };
        const [inAt, outAt] = [at(from + before), at(from + before + within)];
        const areaStays = [{ area: "inner", fromAt: inAt, toAt: outAt }];
        const tariff = (mode: "sum" | "replace" | "free"): Tariff => ({
          ...tariffOf(outerTable),
          rateTables: [outerTable, { ...innerTable, id: "inner" }],
          rateEligibility: [{ eligibility: { zones: ["inner"] }, rateTable: "inner" }, { rateTable: outerTable.id }],
          nestedAreas: { areas: ["inner"], mode },
        });
        const inner = fee(tariffOf(innerTable), { entryAt: inAt, exitAt: outAt });
        const here = { ...stay, areaStays };
        expect(fee(tariff("sum"), here)).toBe(fee(tariffOf(outerTable), stay) + inner);
        expect(fee(tariff("replace"), here)).toBe(fee(tariff("free"), here) + inner);
      },
    ),
    { numRuns },
  );
});

test("a window around an event is the window of the calendar at those times", () => {
  fc.assert(
    fc.property(
      arbitraryTable,
      fc.integer({ min: 0, max: 1_439 }),
      fc.integer({ min: -600, max: 600 }),
      fc.integer({ min: 1, max: 1_440 }),
      entryMinute,
      lengthMinutes,
      (table, minute, startOffset, length, from, minutes) => {
        const stay = { entryAt: at(from), exitAt: at(from + minutes) };
        const clockTime = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
        const starts = 4 * 1_440 + minute + startOffset;
        const date = formatLocalDate(START_DAY + Math.floor(starts / 1_440));
        const flat = { rateLineType: "flatRate" as const, durationStart: 0, value: 777 };
        const priced = (period: object): RateTable => ({
          ...table,
          rateLineCollections: [{ id: "event", periods: [period], rateLines: [flat] }, ...table.rateLineCollections],
        });
        const around = priced({ event: { startOffset, endOffset: startOffset + length } });
        const calendar = priced({
          dateRanges: [{ start: date, end: date }],
          timeOfDayStart: starts % 1_440,
          timeOfDayEnd: (starts + length) % 1_440,
        });
        const events = [{ startsAt: `${formatLocalDate(START_DAY + 4)}T${clockTime}` }];
        expect(fee({ ...tariffOf(around), events }, stay)).toBe(fee(tariffOf(calendar), stay));
      },
    ),
    { numRuns },
  );
});

test("an allowance per visit is a free front of the stay", () => {
  fc.assert(
    fc.property(
      arbitraryTable,
      fc.integer({ min: 1, max: 300 }),
      entryMinute,
      lengthMinutes,
      (table, free, from, minutes) => {
        const { freeAllowance: _none, ...bare } = table;
        const uncapped = { ...bare, caps: [] };
        const stay = { entryAt: at(from), exitAt: at(from + minutes) };
        const visit = fee(tariffOf({ ...uncapped, freeAllowance: { per: "visit", minutes: free } }), stay);
        const rest = { entryAt: Math.min(stay.exitAt, stay.entryAt + free * MINUTE_MS), exitAt: stay.exitAt };
        expect(visit).toBe(fee(tariffOf(uncapped), rest));
      },
    ),
    { numRuns },
  );
});

test("a longer stay never costs less, with rights, areas, limits and turning round", () => {
  fc.assert(
    fc.property(
      fc.tuple(arbitraryTable, arbitraryTable, fc.constantFrom("replace", "sum", "free"), fc.boolean()),
      fc.tuple(inside, inside),
      fc.tuple(entryMinute, lengthMinutes, lengthMinutes),
      ([table, other, mode, beyond], [rights, areas], [from, minutes, more]) => {
        const tariff: Tariff = {
          ...tariffOf(table),
          rateTables: [table, { ...other, id: "other" }],
          rateEligibility: [{ eligibility: { zones: ["inner"] }, rateTable: "other" }, { rateTable: table.id }],
          rightCoverage: [{}],
          nestedAreas: { areas: ["inner"], mode: mode as "replace" | "sum" | "free" },
          maxStay: { minutes: 2_000, penalty: 500, ...(beyond && { rateTable: "other" }) },
          turnRoundMinutes: 10,
        };
        const spansOf = (days: typeof rights) =>
          days.map(({ day, start, end }) => ({ fromAt: at(day * 1_440 + start), toAt: at(day * 1_440 + end) }));
        const stay = (length: number): Stay => ({
          entryAt: at(from),
          exitAt: at(from + length),
          coverage: spansOf(rights).map((span) => ({ right: "permit", ...span })),
          areaStays: spansOf(areas).map((span) => ({ area: "inner", ...span })),
        });
        expect(fee(tariff, stay(minutes + more))).toBeGreaterThanOrEqual(fee(tariff, stay(minutes)));
      },
    ),
    { numRuns },
  );
});
