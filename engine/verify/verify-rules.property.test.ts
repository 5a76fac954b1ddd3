import { describe, expect, it } from "vitest";
import type { Decision, Facts } from "#contracts/decision.ts";
import { compileReleaseRules } from "../compile/compile-rules.ts";
import type { CompiledRule } from "../compile/compiled-rules.ts";
import { decideRelease } from "../decide/decide.ts";
import { prepareRelease } from "../decide/prepare-release.ts";
import { otherwiseRuleId } from "../model/rule.ts";
import { type FactId, factIds, factOf } from "../model/vocabulary.ts";
import { changeOf } from "./diff-rules.ts";
import { factsAsked } from "./find-contradictions.ts";
import type { Finding } from "./finding.ts";
import { knownTogether, possibleLanes, possibleSituations, withoutPrivilege } from "./situations.ts";
import { pick, randomSource } from "./testing/random-source.ts";
import { type SmallWorld, smallWorld } from "./testing/small-world.ts";
import { compiledTest, matchTable, regionTest } from "./testing/try-everything.ts";
import { verifyRules } from "./verify-rules.ts";

const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 100;
const firstSeed = Number(process.env.LIFTGATE_PROPERTY_SEED) || 1;

/** What trying every situation says of the rules of a small world. */
type Truth = {
  readonly rules: readonly CompiledRule[];
  readonly situations: readonly Facts[];
  readonly decisions: readonly Decision[];
  readonly matches: readonly (readonly boolean[])[];
  /** Situations that can be: at the lot, or also at lanes to come. */
  readonly here: readonly boolean[];
  readonly possible: readonly boolean[];
};

function truthOf(world: SmallWorld): Truth {
  const release = compileReleaseRules(world.rules);
  const prepared = prepareRelease(release);
  const read = new Set<FactId>(["lane.id", "lane.direction", ...world.facts.map(({ fact }) => fact)]);
  const relations = possibleSituations(read).map(compiledTest);
  const test = (toCome: boolean) => {
    const lanes = compiledTest(possibleLanes(world.lanes, toCome));
    return world.situations.map((facts) => lanes(facts) && relations.every((holds) => holds(facts)));
  };
  return {
    rules: prepared.rules,
    situations: world.situations,
    decisions: world.situations.map((facts) => decideRelease(prepared, facts)),
    matches: matchTable({ rules: prepared.rules }, world.situations),
    here: test(false),
    possible: test(true),
  };
}

function places(holds: readonly boolean[]): number[] {
  return holds.flatMap((one, place) => (one ? [place] : []));
}

function deadByTrying({ rules, decisions, matches, possible }: Truth): Map<string, string> {
  const dead = new Map<string, string>();
  for (const [index, { name }] of rules.entries()) {
    const matching = places(matches[index]!);
    if (matching.some((at) => possible[at] && decisions[at]!.firedRuleIds.includes(name))) continue;
    if (matching.some((at) => possible[at])) dead.set(name, "rule.hidden");
    // A lane in a direction that it has not is not among the situations tried: what asks for it can match in theory.
    else dead.set(name, matching.length > 0 || readsLane(rules[index]!) ? "rule.neverPossible" : "rule.neverHolds");
  }
  return dead;
}

function readsLane({ conditions }: CompiledRule): boolean {
  const text = JSON.stringify(conditions);
  return text.includes("lane.id") && text.includes("lane.direction");
}

function expectHidden(truth: Truth, { params, hiddenBy }: Finding): void {
  const index = (name: string) => truth.rules.findIndex((rule) => rule.name === name);
  const own = places(truth.matches[index(String(params.ruleId))]!).filter((at) => truth.possible[at]);
  const isHidden = (by: readonly string[]) => own.every((at) => by.some((name) => truth.matches[index(name)]![at]));
  expect(isHidden(hiddenBy!)).toBe(true);
  for (const name of hiddenBy!) expect(isHidden(hiddenBy!.filter((other) => other !== name))).toBe(false);
}

function contradictionsByTrying(world: SmallWorld, { rules, matches, possible, decisions }: Truth): string[] {
  const asks = new Map(world.rules.rules.map((rule) => [rule.id, factsAsked(rule)]));
  const all = places(possible);
  return rules.flatMap((rule, index) =>
    rules.slice(0, index).flatMap((other, earlier) => {
      const differ =
        rule.event.type !== other.event.type && ![rule, other].some(({ event }) => event.type === "effects");
      const isSame =
        rule.event.params.group === other.event.params.group && asks.get(rule.name) === asks.get(other.name);
      if (!differ || !isSame) return [];
      const [own, first] = [matches[index]!, matches[earlier]!];
      const met = all.some((at) => own[at] && first[at] && decisions[at]!.ruleId === other.name);
      return met && all.some((at) => own[at] && !first[at]) && all.some((at) => !own[at] && first[at])
        ? [`${rule.name} ${other.name}`]
        : [];
    }),
  );
}

/** Rules that act but whose absence no situation shows. */
function redundantByTrying({ rules, situations, possible, decisions }: Truth, dead: ReadonlySet<string>): string[] {
  return rules.flatMap(({ name, event }) => {
    if (dead.has(name) || event.type === "effects") return [];
    const left = rules.filter((rule) => rule.name !== name);
    const without = prepareRelease({ rules: left.map((rule, index) => ({ ...rule, priority: left.length - index })) });
    const isMissed = places(possible).some(
      (at) =>
        decisions[at]!.ruleId === name && changeOf(decisions[at]!, decideRelease(without, situations[at]!)) !== null,
    );
    return isMissed ? [] : [name];
  });
}

function trappedByTrying({ here, situations, decisions }: Truth): boolean {
  return !places(here).some(
    (at) =>
      situations[at]!["lane.id"] === "x1" &&
      decisions[at]!.decision === "release" &&
      withoutPrivilege.every(
        ({ fact, values }) => values.includes(situations[at]![fact]!) || !isRead(situations, fact),
      ),
  );
}

function isRead(situations: readonly Facts[], fact: FactId): boolean {
  return Object.hasOwn(situations[0]!, fact);
}

/** Situations in which a fact is unknown, no rule decides, and some rule does whatever the fact could be instead. */
function unhandledByTrying({ here, situations, decisions }: Truth, fact: FactId): number[] {
  const together = knownTogether.find((group) => group.includes(fact)) ?? [fact];
  const key = (facts: Facts) =>
    JSON.stringify(Object.entries(facts).filter(([id]) => !together.includes(id as FactId)));
  const variants = new Map<string, number[]>();
  for (const at of places(here))
    variants.set(key(situations[at]!), [...(variants.get(key(situations[at]!)) ?? []), at]);
  return [...variants.values()].flatMap((group) => {
    const unknown = group.find((at) => situations[at]![fact] === null && decisions[at]!.ruleId === otherwiseRuleId);
    const known = group.filter((at) => situations[at]![fact] !== null);
    if (unknown === undefined || known.length === 0) return [];
    return known.every((at) => decisions[at]!.ruleId !== otherwiseRuleId) ? [unknown] : [];
  });
}

function check(seed: number): void {
  const random = randomSource(seed);
  const world = smallWorld(random, {
    facts: 6,
    rulesMax: random() < 0.1 ? 60 : 10,
    situationsMax: pick(random, [100, 300, 300, random() < 0.1 ? 15_625 : 1_000]),
  });
  const truth = truthOf(world);
  const { findings, undecided } = verifyRules(world.rules, { lanes: world.lanes });
  const of = (...codes: string[]) => findings.filter(({ code }) => codes.includes(code));
  expect(undecided).toEqual([]);

  const dead = of("rule.neverHolds", "rule.neverPossible", "rule.hidden");
  const tried = deadByTrying(truth);
  expect(dead.map(({ params }) => String(params.ruleId)).sort()).toEqual([...tried.keys()].sort());
  for (const { code, params } of dead) {
    const isNever = code === "rule.neverHolds" && tried.get(String(params.ruleId)) === "rule.neverPossible";
    expect(isNever ? "rule.neverPossible" : code).toBe(tried.get(String(params.ruleId)));
  }
  for (const finding of of("rule.hidden")) expectHidden(truth, finding);

  const redundant = of("rule.redundant").map(({ params }) => String(params.ruleId));
  expect(redundant).toEqual(redundantByTrying(truth, new Set(tried.keys())));

  const contradicting = of("rule.contradicts").map(({ params }) => `${params.ruleId} ${params.rule}`);
  expect(contradicting).toEqual(contradictionsByTrying(world, truth));
  expect(of("lane.noWayOut").length > 0).toBe(trappedByTrying(truth));

  const gap = places(truth.here).filter((at) => truth.decisions[at]!.ruleId === otherwiseRuleId);
  const gaps = of("rules.onlyOtherwise", "rules.unknownUnhandled");
  const regions = gaps.map(({ region }) => ({
    inside: regionTest(region!),
    special: regionTest({ ...region!, usual: [] }),
  }));
  const isCut = of("rules.moreOtherwise").length > 0 || gaps.length >= 8;
  const untold = gap.filter((at) => !regions.some(({ special }) => special(truth.situations[at]!)));
  expect(isCut ? [] : untold.map((at) => truth.situations[at])).toEqual([]);
  const decided = places(truth.here).filter((at) => truth.decisions[at]!.ruleId !== otherwiseRuleId);
  expect(decided.filter((at) => regions.some(({ inside }) => inside(truth.situations[at]!)))).toEqual([]);
  for (const { fact } of world.facts) {
    if (factOf(fact).unknown === "never" || isCut) continue;
    const unhandled = unhandledByTrying(truth, fact);
    const told = of("rules.unknownUnhandled").map(({ region }) => regionTest({ ...region!, usual: [] }));
    expect(unhandled.filter((at) => !told.some((holds) => holds(truth.situations[at]!)))).toEqual([]);
  }

  const prepared = prepareRelease(compileReleaseRules(world.rules));
  const isPossible = compiledTest({
    all: [possibleLanes(world.lanes, true), ...possibleSituations(new Set(factIds))],
  });
  for (const { code, params, witness, region } of findings) {
    if (witness?.kind !== "situation") continue;
    expect(isPossible(witness.facts)).toBe(true);
    const decision = decideRelease(prepared, witness.facts);
    if (region) {
      expect(decision.ruleId).toBe(otherwiseRuleId);
      expect(regionTest(region)(witness.facts)).toBe(true);
    }
    if (code === "rule.contradicts") expect(decision.ruleId).toBe(params.rule);
    if (code === "rules.unknownUnhandled") expect(witness.facts[String(params.fact)]).toBeNull();
    if (code === "lane.noWayOut") expect(decision.decision).not.toBe("release");
  }
}

/** With a bound on the search: all that is found is so, and what is not found is said to be open. */
function checkBounded(seed: number, branchesMax: number): number {
  const random = randomSource(seed);
  const world = smallWorld(random, { facts: 6, rulesMax: 10, situationsMax: 300 });
  const whole = verifyRules(world.rules, { lanes: world.lanes });
  const { findings, undecided } = verifyRules(world.rules, { lanes: world.lanes, branchesMax });
  const said = new Set(whole.findings.map(aboutOf));
  expect(findings.map(aboutOf).filter((about) => about !== null && !said.has(about))).toEqual([]);
  const found = new Set(findings.map(aboutOf));
  const open = new Set(undecided.map(({ path, question }) => JSON.stringify([question, path])));
  const missed = whole.findings.filter((one) => aboutOf(one) !== null && !found.has(aboutOf(one)));
  // Whether a rule does anything is asked in two ways.
  const asked = ({ code }: Finding) => (needless.includes(code) ? ["rule.hidden", "rule.redundant"] : [code]);
  expect(missed.filter((one) => !asked(one).some((code) => open.has(JSON.stringify([code, one.path]))))).toEqual([]);

  const prepared = prepareRelease(compileReleaseRules(world.rules));
  for (const { witness, region } of findings) {
    if (witness?.kind !== "situation" || !region) continue;
    expect(decideRelease(prepared, witness.facts).ruleId).toBe(otherwiseRuleId);
    expect(regionTest(region)(witness.facts)).toBe(true);
  }
  return undecided.length;
}

const needless = ["rule.neverHolds", "rule.neverPossible", "rule.hidden", "rule.redundant"];

/** What a finding is about; null for situations without a rule, which a bounded search may tell in other regions. */
function aboutOf({ code, path, params }: Finding): string | null {
  if (code.startsWith("rules.")) return null;
  return JSON.stringify(needless.includes(code) ? ["needless", path] : [code, path, params]);
}

describe("verifyRules, against trying every situation", () => {
  it(`finds all and nothing else in ${runs} sets of rules from seed ${firstSeed}`, () => {
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      try {
        check(seed);
      } catch (cause) {
        throw new Error(`with LIFTGATE_PROPERTY_SEED=${seed}`, { cause });
      }
    }
  }, 1_200_000);

  it.each([0, 1, 2, 4])(
    "says what it leaves open after %i alternatives, and nothing wrong",
    (branchesMax) => {
      let open = 0;
      for (let seed = firstSeed; seed < firstSeed + runs / 2; seed += 1) {
        try {
          open += checkBounded(seed, branchesMax);
        } catch (cause) {
          throw new Error(`with LIFTGATE_PROPERTY_SEED=${seed}`, { cause });
        }
      }
      expect(open).toBeGreaterThan(0);
    },
    1_200_000,
  );
});
