import type { LotSetting } from "../compile/compile-bundle.ts";
import type { ClockTable } from "../model/clock-table.ts";
import type { Tariff } from "../model/rate-table.ts";
import type { ReleaseRules } from "../model/rule.ts";
import type { GoldenCase } from "./answer-cases.ts";

/** A file of `engine/price/golden`. */
export type GoldenTariff = { lot: { timeZone: string }; tariff: Tariff; examples: readonly unknown[] };

/** A line of `engine/self-check/golden-rules.jsonl`: a rule set with the situations that it decides. */
export type GoldenRules = { name: string; rules: ReleaseRules; situations: readonly unknown[] };

/** Everything that has a golden answer: the published tariffs with their stays, and the rule sets with their cars. */
export function goldenCases({
  clocks,
  tariffs,
  rules,
}: {
  clocks: Readonly<Record<string, ClockTable>>;
  tariffs: Readonly<Record<string, GoldenTariff>>;
  rules: readonly GoldenRules[];
}): GoldenCase[] {
  const clockOf = (timeZone: string): ClockTable => {
    const clock = clocks[timeZone];
    if (clock === undefined) throw new Error(`there is no golden clock table of ${timeZone}`);
    return clock;
  };
  const priced = Object.entries(tariffs).map(([name, { lot, tariff, examples }]): GoldenCase => {
    const draft = { tariff, rules: { rules: [] } };
    const clock = clockOf(lot.timeZone);
    return { name, lot: lotIn(lot.timeZone), clock, draft, stays: examples, situations: [] };
  });
  const decided = rules.map(({ name, rules: set, situations }): GoldenCase => {
    const draft = { tariff: freeTariff, rules: set };
    return { name, lot: lotIn("UTC"), clock: clockOf("UTC"), draft, stays: [], situations };
  });
  return [...priced, ...decided];
}

/** Rules are asked apart from prices. */
const freeTariff: Tariff = {
  currency: "EUR",
  minorUnitDigits: 2,
  rateTables: [{ id: "free", version: 1, rateLineCollections: [{ id: "all", rateLines: [] }] }],
  rateEligibility: [{ rateTable: "free" }],
};

function lotIn(timeZone: string): LotSetting {
  const lanes = (["entry", "exit", "transfer"] as const).map((direction) => ({
    id: direction,
    name: direction,
    direction,
  }));
  return { id: "golden", name: "Golden", timeZone, country: "DE", lanes };
}
