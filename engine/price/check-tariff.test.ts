import { expect, test } from "vitest";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import type { RateTable, Tariff } from "../model/rate-table.ts";
import { tariffSchema } from "../model/rate-table.ts";
import { checkTariff } from "./check-tariff.ts";

const tariff = hourlyTariff({ currency: "EUR", rateTableName: "Visitors", hourMinor: 300 });
const table = tariff.rateTables[0]!;
const withTable = (change: Partial<RateTable>): Partial<Tariff> => ({ rateTables: [{ ...table, ...change }] });
const period = (event: { kinds?: string[]; startOffset: number; endOffset: number }) =>
  withTable({ rateLineCollections: [{ id: "event", periods: [{ event }], rateLines: [] }] });
const match = { startsAt: "2026-03-14T19:30", kind: "match" };
const full = { type: "shop", effect: { kind: "full" as const } };

/** One mistake each: its code, how grave it is, and where it is. */
const mistakes: [change: Partial<Tariff>, code: string, severity: "error" | "warning", path: string][] = [
  [{ rightCoverage: [{ rateTable: "x" }] }, "rateTable.unknown", "error", "rightCoverage.0.rateTable"],
  [{ maxStay: { minutes: 60, rateTable: "x" } }, "rateTable.unknown", "error", "maxStay.rateTable"],
  [{ noReturn: { within: 60, rateTable: "x" } }, "rateTable.unknown", "error", "noReturn.rateTable"],
  [
    withTable({ freeAllowance: { per: "rolling", minutes: 120, window: 60 } }),
    "freeAllowance.longerThanWindow",
    "error",
    "rateTables.0.freeAllowance.minutes",
  ],
  [
    withTable({
      rateLineCollections: [
        { id: "always", rateLines: [] },
        { id: "never", rateLines: [] },
      ],
    }),
    "collection.hidesRest",
    "warning",
    "rateTables.0.rateLineCollections.0",
  ],
  [
    withTable({ caps: [{ scope: "calendarDay", amount: 1, index: { from: 3, to: 2 } }] }),
    "cap.indexEmpty",
    "error",
    "rateTables.0.caps.0.index",
  ],
  [
    withTable({
      rateLineCollections: [
        { id: "a", rateLines: [], caps: [{ scope: "calendarWeek", amount: 1, index: { from: 3, to: 2 } }] },
      ],
    }),
    "cap.indexEmpty",
    "error",
    "rateTables.0.rateLineCollections.0.caps.0.index",
  ],
  [
    withTable({ timesOfDay: [{ earliestStart: 600, latestStart: 540 }] }),
    "timesOfDay.never",
    "warning",
    "rateTables.0.timesOfDay.0",
  ],
  [
    withTable({ timesOfDay: [{ endDay: { min: 2, max: 1 } }] }),
    "timesOfDay.never",
    "warning",
    "rateTables.0.timesOfDay.0",
  ],
  [
    withTable({ timesOfDay: [{ earliestEnd: 600, latestEnd: 540 }] }),
    "timesOfDay.never",
    "warning",
    "rateTables.0.timesOfDay.0",
  ],
  [
    { ...period({ startOffset: 60, endOffset: 60 }), events: [match] },
    "event.windowEmpty",
    "error",
    "rateTables.0.rateLineCollections.0.periods.0.event",
  ],
  [
    { ...period({ kinds: ["concert"], startOffset: 0, endOffset: 60 }), events: [match] },
    "event.none",
    "warning",
    "rateTables.0.rateLineCollections.0.periods.0.event",
  ],
  [
    withTable({ timesOfDay: [{ event: { startOffset: 0, endOffset: 60 } }] }),
    "event.none",
    "warning",
    "rateTables.0.timesOfDay.0.event",
  ],
  [{ rightCoverage: [{}, { rights: ["permit"] }] }, "coverage.hidesRest", "warning", "rightCoverage.0"],
  [{ nestedAreas: { areas: ["deck"], mode: "sum" } }, "area.noPrice", "warning", "nestedAreas.areas.0"],
  [{ nestedAreas: { areas: ["deck", "deck"], mode: "free" } }, "area.twice", "warning", "nestedAreas.areas.1"],
  [
    {
      exitGraceByChannel: [
        { channels: ["app"], minutes: 5 },
        { channels: ["card", "app"], minutes: 9 },
      ],
    },
    "exitGrace.twice",
    "warning",
    "exitGraceByChannel.1.channels.1",
  ],
  [
    { noReturn: { within: 60 }, reEntry: { within: 60, since: "exit", action: "continue" } },
    "noReturn.continues",
    "warning",
    "noReturn",
  ],
  [{ maxStay: { minutes: 10 }, turnRoundMinutes: 10 }, "maxStay.shorterThanTurnRound", "warning", "maxStay.minutes"],
  [{ validationLimits: { maxTimes: 1 } }, "validationLimits.none", "warning", "validationLimits"],
];

test.each(mistakes)("%j is %s", (change, code, severity, path) => {
  const found = checkTariff(tariffSchema.parse({ ...tariff, ...change }));
  expect(found.map((one) => ({ code: one.code, severity: one.severity, path: one.path.join(".") }))).toEqual([
    { code, severity, path },
  ]);
});

test("finds nothing wrong where each of them is used well", () => {
  const well: Partial<Tariff> = {
    ...period({ kinds: ["match"], startOffset: -60, endOffset: 60 }),
    events: [match],
    rightCoverage: [{ rights: ["permit"], rateTable: table.id }, {}],
    nestedAreas: { areas: ["deck"], mode: "longest" },
    rateEligibility: [{ eligibility: { zones: ["deck"] }, rateTable: table.id }, { rateTable: table.id }],
    exitGraceByChannel: [{ channels: ["app", "card"], minutes: 5 }],
    noReturn: { within: 60, rateTable: table.id },
    maxStay: { minutes: 600, rateTable: table.id },
    turnRoundMinutes: 10,
    validations: [full],
    validationLimits: { maxTimes: 1 },
  };
  expect(checkTariff(tariffSchema.parse({ ...tariff, ...well }))).toEqual([]);
});

test.each([
  [{ events: [{ startsAt: "2026-02-30T10:00" }] }],
  [{ events: [{ startsAt: "2026-03-01T24:00" }] }],
  [{ turnRoundMinutes: 0 }],
  [{ maxStay: { minutes: 0 } }],
  [{ nestedAreas: { areas: [], mode: "sum" } }],
  [
    withTable({
      rateLineCollections: [
        {
          id: "a",
          rateLines: [],
          periods: [{ timeOfDayStart: 0, timeOfDayEnd: 60, event: { startOffset: 0, endOffset: 1 } }],
        },
      ],
    }),
  ],
])("the schema refuses %j", (change) => {
  expect(tariffSchema.safeParse({ ...tariff, ...change }).success).toBe(false);
});
