import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileBundle } from "../compile/compile-bundle.ts";
import { loadBundle } from "../compile/load-bundle.ts";
import { explain } from "../decide/explain.ts";
import type { Cap } from "../model/cap.ts";
import { readFacts } from "../model/facts.ts";
import type { FreePeriod } from "../model/free-period.ts";
import type { RateLine, RateTable, Tariff } from "../model/rate-table.ts";
import { prepareTariff } from "../price/prepare-tariff.ts";
import { priceStay } from "../price/price-stay.ts";
import { stayFromPublished } from "../price/stay-from-published.ts";
import { arbitraryTable, tariffOf } from "../price/testing/arbitrary-tariff.ts";
import { type GoldenRules, goldenCases } from "../self-check/golden-cases.ts";
import { feeLineText } from "./fee-line-text.ts";
import { locales } from "./locale.ts";
import { rateTableSentence } from "./rate-table-sentence.ts";
import { ruleSentence, unknownSentence } from "./rule-sentence.ts";
import { tariffSentences } from "./tariff-sentences.ts";
import { traceLeafText, traceLeaves, traceSeenText } from "./trace-text.ts";
import { whySentence } from "./why-sentence.ts";

const folder = new URL("../price/golden/", import.meta.url);
const readJson = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const clocks = readJson("clocks.json");
const files = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "clocks.json");
const ruleSets: GoldenRules[] = readFileSync(new URL("../self-check/golden-rules.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line));

/** A sentence with a hole in it: a word that is missing, a number that is none, a parameter without a value. */
const hole = /undefined|NaN|\[object|null|\{[a-z]|^\s*$|^[,.，。]|\s[,.]/i;
const isWhole = (text: string) => expect(text).not.toMatch(hole);

test.each(files)("%s is said without a hole, and so is what it charges", (file) => {
  const { lot, tariff, examples } = readJson(file);
  const prepared = prepareTariff(tariff, clocks[lot.timeZone]);
  for (const locale of locales) {
    for (const sentence of tariffSentences(tariff, locale)) isWhole(sentence);
    for (const table of tariff.rateTables) isWhole(rateTableSentence(table, tariff.currency, locale));
    for (const example of examples) {
      const { lines, currency } = priceStay(prepared, stayFromPublished(example));
      for (const line of lines) isWhole(feeLineText(line, currency, locale));
    }
  }
});

test("any tariff is said without a hole", () => {
  const numRuns = Number(process.env.LIFTGATE_PROPERTY_RUNS ?? 100);
  fc.assert(
    fc.property(arbitraryTable.map(tariffOf), (tariff) => {
      for (const locale of locales) for (const sentence of tariffSentences(tariff, locale)) isWhole(sentence);
    }),
    { numRuns },
  );
});

describe("every kind of part", () => {
  const prices: RateLine[] = [
    ...([1, 30, 45, 60, 90, 120, 1_440, 2_880] as const).flatMap((incrementPeriod) =>
      (["up", "down", "exact", "nearest"] as const).flatMap((roundingMode): RateLine[] => [
        { rateLineType: "incrementingRate", durationStart: 0, incrementPeriod, value: 100, roundingMode },
        {
          rateLineType: "incrementingRate",
          durationStart: 90,
          durationEnd: 1_440,
          incrementPeriod,
          value: 1,
          roundingMode,
        },
      ]),
    ),
    { rateLineType: "flatRate", durationStart: 0, value: 500 },
    { rateLineType: "flatRate", durationStart: 60, value: 500, subMinorDigits: 2 },
    { rateLineType: "flatRateTier", durationEnd: 60, value: 0 },
    { rateLineType: "flatRateTier", value: 900 },
  ];
  const index = [undefined, { from: 1, to: 1 }, { from: 2 }, { from: 2, to: 5 }, { from: 6 }];
  const caps: Cap[] = [
    { scope: "perStay", amount: 1_000 },
    { scope: "period", amount: 1_000 },
    ...index.flatMap((some): Cap[] => [
      { scope: "rolling", amount: 1_000, minutes: 1_440, ...(some && { index: some }) },
      { scope: "rolling", amount: 1_000, minutes: 720, endsAt: 0, ...(some && { index: some }) },
      { scope: "rolling", amount: 1_000, minutes: 10_080, ...(some && { index: some }) },
      { scope: "calendarDay", amount: 1_000, ...(some && { index: some }) },
      { scope: "calendarDay", amount: 1_000, resetAt: 420, acrossVisits: true, ...(some && { index: some }) },
      { scope: "calendarWeek", amount: 1_000, resetAt: 420, ...(some && { index: some }) },
    ]),
  ];
  const free: FreePeriod[] = (["onlyIfWithin", "subtract"] as const).flatMap((mode): FreePeriod[] => [
    { minutes: 15, mode },
    { minutes: 60, mode, limit: { scope: "calendarDay", times: 2 } },
    { minutes: 1, mode, limit: { scope: "rolling", minutes: 480 } },
  ]);
  const tables: Partial<RateTable>[] = [
    ...prices.map((line) => ({ rateLineCollections: [{ id: "all", rateLines: [line] }] })),
    ...caps.map((cap) => ({ rateLineCollections: [{ id: "all", rateLines: [], caps: [cap] }] })),
    ...caps.map((cap) => ({ caps: cap.scope === "period" ? [] : [cap] })),
    ...free.map((freePeriod) => ({ freePeriod })),
  ];
  test.each(locales)("is said in %s", (locale) => {
    for (const parts of tables) {
      const table: RateTable = { id: "t", version: 1, rateLineCollections: [{ id: "all", rateLines: [] }], ...parts };
      const tariff: Tariff = {
        currency: "EUR",
        minorUnitDigits: 2,
        rateTables: [table],
        rateEligibility: [{ rateTable: "t" }],
      };
      isWhole(rateTableSentence(table, "EUR", locale));
      for (const sentence of tariffSentences(tariff, locale)) isWhole(sentence);
    }
  });
});

test.each(ruleSets)("$name is said without a hole, and so is why it decides", ({ name, rules, situations }) => {
  const [golden] = goldenCases({ clocks, tariffs: {}, rules: [{ name, rules, situations }] });
  const compiled = compileBundle(golden!);
  if (!compiled.ok) throw new Error(`${name} does not compile`);
  const bundle = loadBundle(compiled.bytes);
  const context = { currency: "EUR", names: { entry: "Entry 1" } };
  for (const locale of locales) {
    for (const rule of rules.rules) {
      isWhole(ruleSentence(rule, locale, context));
      isWhole(unknownSentence(rule, locale));
    }
    for (const situation of situations) {
      const trace = explain(bundle, readFacts(situation).facts);
      isWhole(whySentence(trace.decision, trace, locale, context));
      for (const leaf of trace.rules.flatMap(({ condition }) => traceLeaves(condition))) {
        isWhole(traceLeafText(leaf, locale, context));
        isWhole(traceSeenText(leaf, locale, context));
      }
    }
  }
});
