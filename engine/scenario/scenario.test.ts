import { describe, expect, it } from "vitest";
import { compileBundle } from "../compile/compile-bundle.ts";
import { loadBundle } from "../compile/load-bundle.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import { parseInstant } from "../model/iso-instant.ts";
import { starterRules } from "../model/starter-rules.ts";
import { scenarioCoverage } from "./coverage.ts";
import { runScenario } from "./run-scenario.ts";
import { readScenario, type Scenario } from "./scenario.ts";
import { standIn, withoutPersonal } from "./without-personal.ts";

const clock = {
  timeZone: "Asia/Shanghai",
  database: "test",
  from: Date.UTC(2000, 0, 1),
  to: Date.UTC(2052, 0, 1),
  changes: [[Date.UTC(2000, 0, 1), 480]] as const,
};
const lanes = [
  { id: "in", name: "In", direction: "entry" as const },
  { id: "out", name: "Out", direction: "exit" as const },
];
const lot = { id: "lot", name: "Lot", timeZone: clock.timeZone, country: "CN", lanes };
const tariff = hourlyTariff({
  currency: "CNY",
  rateTableName: "All",
  hourMinor: 500,
  freePeriod: { minutes: 15, mode: "onlyIfWithin" },
});
const compiled = compileBundle({ draft: { tariff, rules: starterRules() }, lot, clock });
if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
const bundle = loadBundle(compiled.bytes);

const at = parseInstant("2031-01-23T14:10:00+08:00")!;
const readPlate = {
  "plate.text": "A12345",
  "plate.present": true,
  "plate.confidence": 0.97,
  "lists.block": false,
  "lists.exempt": false,
};
const stayOf = (minutes: number) => ({ entryAt: at - minutes * 60_000, exitAt: at });

function leaving(minutes: number, expected: Scenario["expected"], facts: Scenario["given"]["facts"] = {}): Scenario {
  return {
    name: `leaves after ${minutes} min`,
    given: { laneId: "out", at, stay: stayOf(minutes), facts: { ...readPlate, ...facts } },
    expected,
  };
}

describe("a scenario", () => {
  it("prices the stay and tells the rules the fee, on a day far ahead", () => {
    const result = runScenario(bundle, leaving(130, { decision: "requestPayment", feeMinor: 1_500 }));
    expect(result).toMatchObject({ kind: "ran", passed: true, unmet: [] });
    if (result.kind !== "ran") return;
    expect(result.seen.facts).toMatchObject({
      "fee.due": 1_500,
      "fee.notices": [],
      "session.elapsed": 130,
      "lane.direction": "exit",
      "event.localTime": "2031-01-23T14:10:00+08:00",
      "clock.timeOfDay": 850,
      "clock.dayOfWeek": 4,
    });
  });

  it("of a vehicle that enters knows no stay and no fee, and that it comes from outside", () => {
    const facts = { ...readPlate, "lists.exempt": null };
    const entering: Scenario = {
      name: "enters",
      given: { laneId: "in", at, facts },
      expected: { decision: "release", feeMinor: 0 },
    };
    const read = readScenario(JSON.parse(JSON.stringify(entering)));
    expect(read).toEqual({ ok: true, scenario: entering });
    const result = runScenario(bundle, entering);
    expect(result).toMatchObject({
      kind: "ran",
      passed: false,
      unmet: [{ part: "feeMinor", expected: 0, found: null }],
      seen: { quote: null, error: null },
    });
    if (result.kind !== "ran") return;
    expect(result.seen.facts).toMatchObject({
      "area.fromId": null,
      "session.open": false,
      "match.kind": "none",
      "lists.exempt": null,
      "fee.due": null,
    });
  });

  it("names each expectation that is not met, and only those", () => {
    const result = runScenario(bundle, leaving(10, { decision: "hold", feeMinor: 0, ruleId: "otherwise" }));
    expect(result).toMatchObject({ kind: "ran", passed: false });
    if (result.kind !== "ran") return;
    expect(result.unmet.map(({ part }) => part)).toEqual(["decision", "ruleId"]);
    expect(result.unmet[0]).toEqual({ part: "decision", expected: "hold", found: "release" });
  });

  it("lets what is given win over what follows", () => {
    const blocked = leaving(130, {}, { "link.cloud": "down", "fee.due": 0 });
    const result = runScenario(bundle, blocked);
    if (result.kind !== "ran") throw new Error(result.message);
    expect(result.seen.facts).toMatchObject({ "link.cloud": "down", "fee.due": 0, "fee.total": 1_500 });
  });

  it("says why it cannot run", () => {
    const lost = leaving(10, { feeMinor: 0 });
    const elsewhere = { ...lost, given: { ...lost.given, laneId: "roof" } };
    expect(runScenario(bundle, elsewhere)).toMatchObject({ kind: "failed", code: "lane.unknown" });
    const late = Date.UTC(2060, 0, 1);
    const beyond = { ...lost, given: { ...lost.given, at: late, stay: { entryAt: late, exitAt: late } } };
    expect(runScenario(bundle, beyond)).toMatchObject({ kind: "failed", code: "stay.outsideClock" });
  });
});

describe("a passage made into a scenario", () => {
  it("keeps that a plate was read, and not which", () => {
    const facts = { "plate.text": "京A41408", "match.plate": null, "plate.confidence": 0.8 };
    expect(withoutPersonal(facts)).toEqual({ "plate.text": standIn, "match.plate": null, "plate.confidence": 0.8 });
  });
});

describe("coverage", () => {
  it("counts the rules that matched, and comparisons seen both ways", () => {
    const traces = [leaving(10, {}), leaving(130, {})].flatMap((scenario) => {
      const result = runScenario(bundle, scenario);
      return result.kind === "ran" ? [result.trace] : [];
    });
    const covered = scenarioCoverage(traces);
    expect(covered.map(({ ruleId }) => ruleId)).toEqual(bundle.release.rules.map(({ name }) => name));
    const matched = covered.filter((rule) => rule.matched > 0).map(({ ruleId }) => ruleId);
    expect(matched).toEqual([...new Set(traces.flatMap(({ decision }) => decision.firedRuleIds))].sort(byPlace));
    expect(covered.every(({ conditions, conditionsTried }) => conditionsTried <= conditions)).toBe(true);
    expect(covered.some(({ conditionsTried }) => conditionsTried > 0)).toBe(true);
  });
});

describe("readScenario", () => {
  const plain = leaving(60, { decision: "release" });

  it("takes what it gave", () => {
    expect(readScenario(JSON.parse(JSON.stringify(plain)))).toEqual({ ok: true, scenario: plain });
  });

  it.each([
    ["no expectation", { ...plain, expected: {} }, ["expected"]],
    [
      "a fact that is none",
      { ...plain, given: { ...plain.given, facts: { "car.mood": "good" } } },
      ["given", "facts", "car.mood"],
    ],
    [
      "a value out of range",
      { ...plain, given: { ...plain.given, facts: { "plate.confidence": 7 } } },
      ["given", "facts", "plate.confidence"],
    ],
    ["facts that are no object", { ...plain, given: { ...plain.given, facts: 3 } }, ["given", "facts"]],
    [
      "a stay that ends at another time",
      { ...plain, given: { ...plain.given, at: at + 1 } },
      ["given", "stay", "exitAt"],
    ],
    [
      "a stay that is none",
      { ...plain, given: { ...plain.given, stay: { entryAt: "now", exitAt: at } } },
      ["given", "stay", "entryAt"],
    ],
    ["no name", { ...plain, name: "" }, ["name"]],
    ["nesting without end", JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`), []],
  ])("refuses %s with its path", (_, input, path) => {
    const read = readScenario(input);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.diagnostics[0]!.path).toEqual(path);
  });
});

function byPlace(a: string, b: string): number {
  const place = (id: string) => bundle.release.rules.findIndex(({ name }) => name === id);
  return place(a) - place(b);
}
