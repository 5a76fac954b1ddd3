import { performance } from "node:perf_hooks";
import { compileReleaseRules } from "#engine/compile/compile-rules.ts";
import { decideRelease } from "#engine/decide/decide.ts";
import { prepareRelease } from "#engine/decide/prepare-release.ts";
import type { Condition, ReleaseRules } from "#engine/model/rule.ts";
import { otherwiseRuleId } from "#engine/model/rule.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { changeOf, diffRules } from "#engine/verify/diff-rules.ts";
import type { VerifiedLane } from "#engine/verify/situations.ts";
import { regionTest } from "#engine/verify/testing/try-everything.ts";
import { verifyRules } from "#engine/verify/verify-rules.ts";
import type { BenchRow } from "./bench-row.ts";
import { benchEvents, benchLaneIds, benchRules } from "./rulesets.ts";

const lanes: VerifiedLane[] = benchLaneIds.map((id, at) => ({ id, direction: at % 2 === 0 ? "entry" : "exit" }));
const directionOf = new Map(lanes.map(({ id, direction }) => [id, direction]));
const ruleCount = 200;
const editedEvery = 20;
const generatedRulesMax = 60;

/** How long it takes to verify 200 rules and to compare two sets of 200, and whether anything is left undecided. */
export async function benchVerify({ isQuick }: { isQuick: boolean }): Promise<BenchRow[]> {
  const before = setOf(ruleCount, 1);
  const after = editedSet(before, setOf(ruleCount, 2));
  checkVerify(before);
  checkDiff(before, after, isQuick ? 500 : 5_000);
  const rounds = isQuick ? 3 : 9;
  const verify = medianMs(rounds, () => verifyRules(before, { lanes }));
  const diff = medianMs(rounds, () => diffRules(before, after, { lanes }));
  const starter = medianMs(rounds * 5, () => verifyRules(starterRules(), { lanes: lanes.slice(0, 2) }));
  const sets = isQuick ? 50 : 1_000;
  const open = countUndecided(sets);
  return [
    { figure: `verify ${ruleCount} rules`, value: verify, unit: "ms", target: "< 1000", met: verify < 1_000 },
    { figure: `diff of two sets of ${ruleCount} rules`, value: diff, unit: "ms", target: "< 2000", met: diff < 2_000 },
    { figure: "verify the rules a lot starts with", value: starter, unit: "ms" },
    {
      figure: `undecided in ${sets} sets of up to ${generatedRulesMax} rules`,
      value: open,
      unit: "questions",
      target: "0",
      met: open === 0,
    },
  ];
}

/** Every finding that shows a situation is what the evaluator does with it. */
function checkVerify(rules: ReleaseRules): void {
  const { findings, undecided } = verifyRules(rules, { lanes });
  const release = prepareRelease(compileReleaseRules(rules));
  const wrong = findings.filter(
    ({ region, witness }) =>
      region !== undefined &&
      (witness?.kind !== "situation" || decideRelease(release, witness.facts).ruleId !== otherwiseRuleId),
  );
  if (wrong.length + undecided.length > 0) throw new Error("a finding is not confirmed, or a question is undecided");
}

/**
 * Random vehicles are decided differently exactly when one region holds them. Possible ones, that is: a region does not
 * say what goes without saying, as that only an open stay has a length.
 */
function checkDiff(before: ReleaseRules, after: ReleaseRules, count: number): void {
  const { differences, undecided } = diffRules(before, after, { lanes });
  const [one, other] = [before, after].map((rules) => prepareRelease(compileReleaseRules(rules)));
  const regions = differences.map(({ region }) => regionTest(region));
  for (const event of benchEvents(count)) {
    const isOpen = event["session.open"] === true;
    const facts = {
      ...event,
      "lane.direction": directionOf.get(String(event["lane.id"]))!,
      "session.elapsed": isOpen ? event["session.elapsed"]! : null,
    };
    const differs = changeOf(decideRelease(one!, facts), decideRelease(other!, facts)) !== null;
    if (regions.filter((holds) => holds(facts)).length !== (differs ? 1 : 0))
      throw new Error("a difference is missed or invented");
  }
  if (undecided.length > 0) throw new Error("a question is undecided");
}

function countUndecided(sets: number): number {
  let open = 0;
  for (let seed = 1; seed <= sets; seed += 1) {
    const rules = setOf(11 + (seed % (generatedRulesMax - 10)), seed);
    const after = editedSet(rules, setOf(rules.rules.length, seed + sets));
    open += verifyRules(rules, { lanes }).undecided.length + diffRules(rules, after, { lanes }).undecided.length;
  }
  return open;
}

/** Rules for lanes that have the direction the rule asks for: else they would be dead, and easy. */
function setOf(count: number, seed: number): ReleaseRules {
  return { rules: benchRules(count, seed).rules.map((rule) => ({ ...rule, when: atOwnLane(rule.when) })) };
}

function atOwnLane(when: Condition): Condition {
  const parts = "all" in when ? when.all : [];
  const lane = parts.find((part) => "fact" in part && part.fact === "lane.id");
  const ids = lane && "fact" in lane && Array.isArray(lane.value) ? lane.value : [];
  const direction = directionOf.get(String(ids[0]));
  if (direction === undefined) return when;
  return {
    all: parts.map((part) => ("fact" in part && part.fact === "lane.direction" ? { ...part, value: direction } : part)),
  };
}

function editedSet(rules: ReleaseRules, others: ReleaseRules): ReleaseRules {
  return {
    rules: rules.rules.map((rule, at) => (at % editedEvery === 7 ? { ...others.rules[at]!, id: rule.id } : rule)),
  };
}

function medianMs(rounds: number, act: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return Number(times[Math.floor(rounds / 2)]!.toFixed(1));
}
