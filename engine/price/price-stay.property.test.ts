import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import type { RateTable } from "../model/rate-table.ts";
import { ClockCursor } from "./clock-cursor.ts";
import { foldDays } from "./fold-days.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import { NO_FREE_TIME, priceTable } from "./price-table.ts";
import type { Quote } from "./quote.ts";
import { arbitraryTable, tariffOf } from "./testing/arbitrary-tariff.ts";
import { walkMinutes } from "./testing/walk-minutes.ts";
import { TimeMeter } from "./time-meter.ts";

/** How often each property is tried; LIFTGATE_PROPERTY_RUNS asks for a longer search. */
const runs = (usual: number) => Number(process.env.LIFTGATE_PROPERTY_RUNS) || usual;

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("golden/clocks.json", import.meta.url), "utf8"),
);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 24 March 2025: the clocks of Berlin change on the 30th. */
const START = Date.UTC(2025, 2, 24);

const clock = fc.constantFrom(clocks["Europe/Berlin"]!, clocks["Asia/Tokyo"]!, clocks["Australia/Lord_Howe"]!);
const entryAt = fc.integer({ min: 0, max: 10 * 1_440 }).map((minute) => START + minute * 60_000);
const minutesUpTo = (max: number) => fc.integer({ min: 0, max });

function quote(table: RateTable, place: ClockTable, from: number, to: number): Quote {
  return priceStay(prepareTariff(tariffOf(table), place), { entryAt: from, exitAt: to });
}

const restarts = (table: RateTable): RateTable => ({ ...table, unitAtBoundary: "restart" });
const uncapped = (table: RateTable): RateTable => ({
  ...restarts(table),
  caps: [],
  rateLineCollections: table.rateLineCollections.map(({ caps: _caps, ...collection }) => collection),
});

describe("a fee", () => {
  test("is what walking minute by minute adds up to, for short stays", () => {
    fc.assert(
      fc.property(arbitraryTable, clock, entryAt, minutesUpTo(3_000), (table, place, from, minutes) => {
        const to = from + minutes * 60_000;
        expect(quote(restarts(table), place, from, to).feeMinor).toBe(walkMinutes(table, place, from, to));
      }),
      { numRuns: runs(100) },
    );
  });

  test("is what walking minute by minute adds up to, for stays whose days are folded", () => {
    fc.assert(
      fc.property(arbitraryTable, clock, entryAt, minutesUpTo(14_000), (table, place, from, minutes) => {
        const to = from + minutes * 60_000;
        expect(quote(restarts(table), place, from, to).feeMinor).toBe(walkMinutes(table, place, from, to));
      }),
      { numRuns: runs(30) },
    );
  });

  test("is the sum of its lines", () => {
    fc.assert(
      fc.property(arbitraryTable, clock, entryAt, minutesUpTo(20_000), (table, place, from, minutes) => {
        const { feeMinor, lines } = quote(table, place, from, from + minutes * 60_000);
        expect(lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(feeMinor);
      }),
      { numRuns: runs(100) },
    );
  });

  test("is never less for a longer stay, where no total falls and no window chooses the table", () => {
    fc.assert(
      fc.property(
        arbitraryTable,
        clock,
        entryAt,
        minutesUpTo(9_000),
        minutesUpTo(3_000),
        (table, place, from, minutes, more) => {
          const to = from + minutes * 60_000;
          const longer = quote(table, place, from, to + more * 60_000).feeMinor;
          expect(longer).toBeGreaterThanOrEqual(quote(table, place, from, to).feeMinor);
        },
      ),
      { numRuns: runs(100) },
    );
  });

  test("stays within a cap on the stay", () => {
    fc.assert(
      fc.property(
        arbitraryTable,
        clock,
        entryAt,
        minutesUpTo(9_000),
        minutesUpTo(5_000),
        (table, place, from, minutes, amount) => {
          const capped: RateTable = { ...table, caps: [{ scope: "perStay", amount }] };
          expect(quote(capped, place, from, from + minutes * 60_000).feeMinor).toBeLessThanOrEqual(amount);
        },
      ),
      { numRuns: runs(100) },
    );
  });

  test("is at most one cap for each started 24 h", () => {
    fc.assert(
      fc.property(
        arbitraryTable,
        clock,
        entryAt,
        minutesUpTo(20_000),
        minutesUpTo(5_000),
        (table, place, from, minutes, amount) => {
          const capped: RateTable = { ...table, caps: [{ scope: "rolling", minutes: 1_440, amount }] };
          const days = Math.ceil(minutes / 1_440);
          expect(quote(capped, place, from, from + minutes * 60_000).feeMinor).toBeLessThanOrEqual(days * amount);
        },
      ),
      { numRuns: runs(100) },
    );
  });

  test("keeps its sum when the stay is split at the edge of a window whose units restart", () => {
    const day = { id: "day", periods: [{ timeOfDayStart: 480, timeOfDayEnd: 1_320 }] };
    const lines = fc.array(
      fc.record({
        rateLineType: fc.constant("incrementingRate" as const),
        durationStart: fc.constantFrom(0, 60),
        incrementPeriod: fc.constantFrom(15, 50, 60),
        value: minutesUpTo(900),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(lines, lines, minutesUpTo(1_300), minutesUpTo(5_000), (dayLines, nightLines, before, after) => {
        const table = uncapped({
          id: "t",
          version: 1,
          rateLineCollections: [
            { ...day, rateLines: dayLines },
            { id: "night", periods: [{ timeOfDayStart: 1_320, timeOfDayEnd: 480 }], rateLines: nightLines },
          ],
        });
        const tokyo = clocks["Asia/Tokyo"]!;
        const edge = START + 13 * HOUR_MS; // 22:00 in Tokyo
        const from = edge - before * 60_000;
        const to = edge + after * 60_000;
        const whole = quote(table, tokyo, from, to).feeMinor;
        expect(quote(table, tokyo, from, edge).feeMinor + quote(table, tokyo, edge, to).feeMinor).toBe(whole);
      }),
      { numRuns: runs(100) },
    );
  });

  test("does not depend on what was priced before", () => {
    fc.assert(
      fc.property(arbitraryTable, entryAt, minutesUpTo(20_000), minutesUpTo(20_000), (table, from, first, second) => {
        const prepared = prepareTariff(tariffOf(table), clocks["Europe/Berlin"]!);
        const ask = (minutes: number) => priceStay(prepared, { entryAt: from, exitAt: from + minutes * 60_000 });
        const before = ask(second);
        ask(first);
        expect(ask(second)).toEqual(before);
      }),
      { numRuns: runs(100) },
    );
  });
});

test("the line of a cap ends where it last took off, whatever was priced before", () => {
  const table: RateTable = {
    id: "t",
    version: 1,
    rateLineCollections: [
      {
        id: "early",
        rateLines: [],
        periods: [{ daysOfWeek: [4, 1], timeOfDayStart: 300, timeOfDayEnd: 360, extraDays: 2 }],
      },
      { id: "mid", rateLines: [], periods: [{ daysOfWeek: [3, 1] }] },
      {
        id: "else",
        rateLines: [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 120, value: 1 }],
        caps: [{ scope: "period", amount: 3 }],
      },
    ],
  };
  const prepared = prepareTariff(tariffOf(table), clocks["Europe/Berlin"]!);
  const ask = (days: number) =>
    priceStay(prepared, { entryAt: 1_743_350_400_000, exitAt: 1_743_350_400_000 + days * DAY_MS });
  const before = ask(13);
  // It ends on a day that the longer stay repeats.
  for (let days = 4; days < 13; days += 1) {
    ask(days);
    expect(ask(13), `after ${days} days`).toEqual(before);
  }
});

/** Choosing the table, setting up the meter and writing the lines are as much work as this many steps. */
const SETUP_STEPS = 30;

test("90 days are at most 20 times the work of an hour, with any windows and caps and units that restart or carry", () => {
  fc.assert(
    fc.property(arbitraryTable, clock, entryAt, (table, place, from) => {
      // Two rhythms that both miss the day's, say of units that carry and of a cap, may meet only after a year.
      const caps = (table.caps ?? []).filter((cap) => cap.scope !== "rolling" || cap.minutes !== 300);
      const { freeAllowance, ...others } = table;
      const isOdd = freeAllowance?.per === "rolling" && freeAllowance.window === 1_000;
      const paced: RateTable = isOdd ? others : table;
      const daily = paced.unitAtBoundary === "carry" ? { ...paced, caps } : paced;
      const prepared = prepareTariff(tariffOf(daily), place).choices[0]!.tables[0]![0]!;
      const stepsFor = (ms: number) =>
        priceTable(
          prepared,
          { entryAt: from, exitAt: from + ms },
          { cursor: new ClockCursor(place), free: NO_FREE_TIME },
        ).steps;
      expect(stepsFor(90 * DAY_MS)).toBeLessThanOrEqual(20 * (SETUP_STEPS + stepsFor(HOUR_MS)));
    }),
    { numRuns: runs(100) },
  );
});

/** Perhaps a limit on more than a day of what one window costs. */
const longCap = fc.array(
  fc.oneof(
    fc.record({ scope: fc.constant("calendarWeek" as const), amount: minutesUpTo(20_000) }),
    fc.record({
      scope: fc.constant("rolling" as const),
      amount: minutesUpTo(9_000),
      minutes: fc.constantFrom(2_880, 4_320, 10_080),
    }),
  ),
  { maxLength: 1 },
);

test("days that are folded come to what walking them comes to, also where units carry over boundaries", () => {
  fc.assert(
    fc.property(
      arbitraryTable,
      longCap,
      clock,
      entryAt,
      minutesUpTo(60 * 1_440),
      (table, cap, place, from, minutes) => {
        const [first, ...others] = table.rateLineCollections;
        const rateLineCollections = [{ ...first!, caps: [...first!.caps!, ...cap] }, ...others];
        const carries: RateTable = { ...table, unitAtBoundary: "carry", rateLineCollections };
        const prepared = prepareTariff(tariffOf(carries), place).choices[0]!.tables[0]![0]!;
        const to = from + minutes * 60_000;
        const span = { stay: { entryAt: from, exitAt: to }, from, to, gaps: [] };
        const meter = () => new TimeMeter(prepared, span, new ClockCursor(place));
        const walked = meter();
        walked.advanceTo(to);
        const folded = meter();
        foldDays(folded, to);
        expect(folded.total).toBe(walked.total);
        expect(amountsOf(folded)).toEqual(amountsOf(walked));
      },
    ),
    { numRuns: runs(100) },
  );
});

function amountsOf(meter: TimeMeter) {
  meter.finish();
  return meter.lines.map(({ kind, rateLine, units, amount }) => ({ kind, rateLine, units, amount }));
}
