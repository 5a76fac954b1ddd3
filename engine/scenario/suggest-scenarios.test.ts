import { expect, test } from "vitest";
import type { Trace } from "#contracts/trace.ts";
import { compileBundle } from "../compile/compile-bundle.ts";
import { loadBundle } from "../compile/load-bundle.ts";
import type { ClockTable } from "../model/clock-table.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import type { Condition, ReleaseRule, ReleaseRules } from "../model/rule.ts";
import { starterRules } from "../model/starter-rules.ts";
import { scenarioCoverage } from "./coverage.ts";
import { runScenario } from "./run-scenario.ts";
import { readScenario, type Scenario } from "./scenario.ts";
import { suggestScenarios } from "./suggest-scenarios.ts";

const at = Date.UTC(2026, 10, 22, 12);
const clock: ClockTable = {
  timeZone: "UTC",
  database: "test",
  from: Date.UTC(2000, 0, 1),
  to: Date.UTC(2060, 0, 1),
  changes: [[Date.UTC(2000, 0, 1), 0]],
};
const lanes = (["entry", "exit"] as const).map((direction) => ({ id: `${direction}-1`, name: direction, direction }));

function bundleOf(rules: ReleaseRules) {
  const tariff = hourlyTariff({ currency: "EUR", rateTableName: "Standard", hourMinor: 300 });
  const lot = { id: "lot", name: "Lot", timeZone: "UTC", country: "DE", lanes };
  const compiled = compileBundle({ draft: { tariff, rules }, lot, clock });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return loadBundle(compiled.bytes);
}

function tracesOf(bundle: ReturnType<typeof bundleOf>, scenarios: readonly Scenario[]): Trace[] {
  return scenarios.map((scenario) => {
    const run = runScenario(bundle, scenario);
    if (run.kind !== "ran") throw new Error(run.message);
    expect(run.unmet).toEqual([]);
    return run.trace;
  });
}

test("what is suggested and added covers every rule of the starter set, then its conditions", () => {
  const bundle = bundleOf(starterRules());
  const first = suggestScenarios(bundle, [], { at, max: 100 });
  const kept = first.map(({ scenario }) => scenario);
  for (const scenario of kept) {
    expect(readScenario({ ...scenario, name: "x" })).toMatchObject({ ok: true });
    expect([undefined, null, "STAND-IN"]).toContain(scenario.given.facts["plate.text"]);
  }
  const coverage = scenarioCoverage(tracesOf(bundle, kept));
  const met = coverage.filter(({ matched }) => matched > 0).length;
  expect(met).toBe(first.length);
  // The lot has no lane between two areas: its rules wait for one.
  const here = bundle.release.rules.filter(({ name }) => !/transfer/.test(name));
  expect(first.map(({ ruleId }) => ruleId)).toEqual(here.map(({ name }) => name));

  const tried = (traces: readonly Trace[]) =>
    scenarioCoverage(traces).reduce((sum, { conditionsTried }) => sum + conditionsTried, 0);
  const second = suggestScenarios(bundle, tracesOf(bundle, kept), { at, max: 10 });
  expect(second.length).toBeGreaterThan(0);
  expect(
    second.every(
      ({ condition, ruleId }) => condition !== null || !coverage.find((each) => each.ruleId === ruleId)?.matched,
    ),
  ).toBe(true);
  const more = tracesOf(bundle, [...kept, ...second.map(({ scenario }) => scenario)]);
  expect(tried(more)).toBeGreaterThan(tried(tracesOf(bundle, kept)));
});

test("no more are suggested than were asked for, the first first", () => {
  const bundle = bundleOf(starterRules());
  const suggested = suggestScenarios(bundle, [], { at, max: 3 });
  expect(suggested.map(({ ruleId }) => ruleId)).toEqual(["exempt-entry", "exempt-exit", "second-vehicle"]);
  expect(suggestScenarios(bundle, [], { at, max: 0 })).toEqual([]);
});

test("what has to be unknown though lane and time would tell it is said to be unknown", () => {
  const decision = (type: "hold" | "release") => ({ type, reason: "other" as const, params: {} });
  const rule = (id: string, when: Condition, type: "hold" | "release"): ReleaseRule => {
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    return { id, group: "money", when, ifUnknown: "skip", then: { decision: decision(type), effects: [] } };
  };
  const mode = (value: string): Condition => ({ fact: "lane.mode", operator: "equal", value });
  const fromHere: Condition = { fact: "area.fromId", operator: "isKnown" };
  const atExit: Condition = { fact: "lane.direction", operator: "equal", value: "exit" };
  const rules = [
    rule("from-an-area", { all: [atExit, fromHere] }, "hold"),
    rule("waved-through", { all: [atExit, { any: [mode("heldOpen"), mode("normal")] }] }, "release"),
  ];
  const bundle = bundleOf({ rules });
  const given = { laneId: "exit-1", at, facts: { "area.fromId": null, "lane.mode": "heldOpen" } };
  const seen = tracesOf(bundle, [{ name: "", given, expected: { ruleId: "waved-through" } }]);
  const suggested = suggestScenarios(bundle, seen, { at, max: 100 });
  // Every exit leads from an area, so the second rule is reached only by a vehicle of which that is not known.
  expect(suggested).toContainEqual({
    ruleId: "waved-through",
    condition: { place: 2, fact: "lane.mode", result: true },
    scenario: {
      name: "",
      given: { laneId: "exit-1", at, facts: { "area.fromId": null } },
      expected: { decision: "release", ruleId: "waved-through" },
    },
  });
  tracesOf(
    bundle,
    suggested.map(({ scenario }) => scenario),
  );
});

test("a rule that nothing can reach gets no suggestion", () => {
  const { rules } = starterRules();
  const first = rules.find(({ then }) => then.decision)!;
  const bundle = bundleOf({ rules: [...rules, { ...first, id: "hidden-copy" }] });
  const suggested = suggestScenarios(bundle, [], { at, max: 100 }).map(({ ruleId }) => ruleId);
  expect(suggested).toContain(first.id);
  expect(suggested).not.toContain("hidden-copy");
});
