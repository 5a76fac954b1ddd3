import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ClockTable } from "../model/clock-table.ts";
import { DAY_MINUTES, MINUTE_MS } from "../model/local-time.ts";
import type { RateTable, Tariff } from "../model/rate-table.ts";
import { prepareTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import { tariffOf } from "./testing/arbitrary-tariff.ts";
import { VISIT_MINUTES_MAX, visitMinutesAsked } from "./visits-asked.ts";

const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 400;
const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("golden/clocks.json", import.meta.url), "utf8"),
);
/** Noon of the day after Berlin's day of 25 hours. */
const ENTRY_AT = Date.UTC(2025, 9, 27, 11);

const hourly: RateTable = {
  id: "t",
  version: 1,
  rateLineCollections: [
    {
      id: "all",
      rateLines: [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value: 300 }],
    },
  ],
};
const acrossVisits = { scope: "calendarDay", amount: 500, acrossVisits: true } as const;
const inCollection = (caps: RateTable["caps"]) => ({
  rateLineCollections: hourly.rateLineCollections.map((one) => ({ ...one, caps })),
});
const free = { minutes: 60, mode: "subtract" } as const;

/** Everything in which a price looks at earlier visits, and what each asks for. */
const parts: readonly { table?: Partial<RateTable>; tariff?: Partial<Tariff>; minutes: number }[] = [
  { minutes: 0 },
  { table: { freePeriod: free, freeAllowance: { per: "visit", minutes: 30 } }, minutes: 0 },
  { table: { caps: [{ scope: "calendarDay", amount: 500 }] }, minutes: 0 },
  { table: { freePeriod: { ...free, limit: { scope: "calendarDay", times: 2 } } }, minutes: DAY_MINUTES + 60 },
  { table: { freePeriod: { ...free, limit: { scope: "rolling", minutes: 3_000 } } }, minutes: 3_000 },
  { table: { freeAllowance: { per: "calendarDay", minutes: 90 } }, minutes: DAY_MINUTES + 60 },
  { table: { freeAllowance: { per: "rolling", minutes: 90, window: 600 } }, minutes: 600 },
  { table: { freeAllowance: { per: "rolling", minutes: 90 } }, minutes: DAY_MINUTES },
  { table: { caps: [acrossVisits] }, minutes: DAY_MINUTES + 60 },
  { table: inCollection([acrossVisits]), minutes: DAY_MINUTES + 60 },
  { tariff: { noReturn: { within: 4_000, penalty: 900 } }, minutes: 4_000 },
  { tariff: { reEntry: { within: 120, since: "exit", action: "continue" } }, minutes: VISIT_MINUTES_MAX },
  { tariff: { reEntry: { within: 120, since: "entry", action: "noFree" } }, minutes: VISIT_MINUTES_MAX },
  {
    tariff: { rateEligibility: [{ rateTable: "t", eligibility: { entriesToday: { min: 2 } } }, { rateTable: "t" }] },
    minutes: DAY_MINUTES + 60,
  },
  {
    tariff: {
      surcharges: [{ id: "often", amount: 100, eligibility: { entriesLastHour: { min: 2 } } }],
    },
    minutes: DAY_MINUTES + 60,
  },
];
const tariffWith = ({ table, tariff }: (typeof parts)[number]): Tariff => ({
  ...tariffOf({ ...hourly, ...table }),
  ...tariff,
});

test.each(parts.map((part) => [JSON.stringify(part.table ?? part.tariff ?? {}), part] as const))(
  "what is asked for: %s",
  (_name, part) => {
    expect(visitMinutesAsked(tariffWith(part))).toBe(part.minutes);
  },
);

/** Visits one after the other within the last eight days, newest last. */
const visits = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 2_000 }), length: fc.integer({ min: 1, max: 900 }) }), {
    maxLength: 12,
  })
  .map((list) => {
    let at = ENTRY_AT;
    const all = list.map(({ gap, length }) => {
      const exitAt = at - gap * MINUTE_MS;
      at = exitAt - length * MINUTE_MS;
      return { entryAt: at, exitAt, feePaidMinor: 200 };
    });
    return all.filter(({ exitAt }) => exitAt >= ENTRY_AT - VISIT_MINUTES_MAX * MINUTE_MS).reverse();
  });

test("visits from before what is asked for change no price", () => {
  const case_ = fc.record({ part: fc.constantFrom(...parts), visits, minutes: fc.integer({ min: 1, max: 3_000 }) });
  fc.assert(
    fc.property(case_, ({ part, visits: all, minutes }) => {
      const prepared = prepareTariff(tariffWith(part), clocks["Europe/Berlin"]!);
      const stay = { entryAt: ENTRY_AT, exitAt: ENTRY_AT + minutes * MINUTE_MS };
      const since = ENTRY_AT - visitMinutesAsked(prepared.source) * MINUTE_MS;
      const asked = all.filter(({ exitAt }) => exitAt >= since);
      expect(priceStay(prepared, { ...stay, previousVisits: asked })).toEqual(
        priceStay(prepared, { ...stay, previousVisits: all }),
      );
    }),
    { numRuns: runs },
  );
});
