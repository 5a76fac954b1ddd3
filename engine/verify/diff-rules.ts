import type { Decision } from "#contracts/decision.ts";
import { canonicalJson } from "../compile/canonical-json.ts";
import { compileReleaseRules } from "../compile/compile-rules.ts";
import type { CompiledRelease } from "../compile/compiled-rules.ts";
import { invariant } from "../invariant.ts";
import type { ReleaseRules } from "../model/rule.ts";
import type { Undecided } from "./finding.ts";
import type { Formula } from "./formulas.ts";
import { nearest } from "./nearest.ts";
import { type Decider, differenceOf, firstPlaces } from "./pair-difference.ts";
import { wantedRegion } from "./region-of.ts";
import type { RuleDifference, RuleDifferences } from "./rule-difference.ts";
import { isDeciding, type RuleModel, type RuleSetting, type RuleSide, reaching, ruleModel } from "./rule-model.ts";
import { solve } from "./solve.ts";

/**
 * In which situations two sets of sound rules do not do the same, at the lanes of a lot. Exact: each witness has been
 * decided by both sets, no situation outside the regions differs, and what could not be answered is in `undecided`.
 */
export function diffRules(before: ReleaseRules, after: ReleaseRules, setting: RuleSetting): RuleDifferences {
  return diffReleases(compileReleaseRules(before), compileReleaseRules(after), setting);
}

/** As {@link diffRules}, for the release halves of two bundles. */
export function diffReleases(before: CompiledRelease, after: CompiledRelease, setting: RuleSetting): RuleDifferences {
  const model = ruleModel([before, after], setting);
  const differences: RuleDifference[] = [];
  const undecided: Undecided[] = [];
  for (const [one, other] of meetingPairs(model)) {
    const found = differenceOfPair(model, one, other);
    if (found === "undecided") undecided.push({ path: ["rules", "rules"], question: "rules.differ" });
    else if (found !== null) differences.push(found);
  }
  return { differences, undecided };
}

/** Pairs of a rule of each side that may decide the same vehicle. */
function* meetingPairs(model: RuleModel): Generator<[Decider, Decider]> {
  const [one, other] = [model.sides[0]!, model.sides[1]!];
  const [firsts, otherFirsts] = [firstPlaces(one), firstPlaces(other)];
  for (const place of deciders(one)) {
    for (const otherPlace of deciders(other)) {
      const [own, others] = [one.when[place], other.when[otherPlace]];
      // The same condition earlier on the other side would have decided there.
      if (own && (otherFirsts.get(own) ?? otherPlace) < otherPlace) continue;
      if (others && (firsts.get(others) ?? place) < place) continue;
      yield [
        { side: one, place },
        { side: other, place: otherPlace },
      ];
    }
  }
}

function deciders({ rules }: RuleSide): number[] {
  return [...rules.flatMap((rule, place) => (isDeciding(rule) ? [place] : [])), rules.length];
}

function differenceOfPair(model: RuleModel, one: Decider, other: Decider): RuleDifference | null | "undecided" {
  const search = model.searches.exit;
  const own = [...conditionsOf(one), ...conditionsOf(other)];
  if (own.length > 1 && solve(search, own, model.hereDomain) === null) return null;
  // Most rules stand on both sides: what they ask is asked once.
  const given = [
    ...new Set([
      model.here,
      ...reaching(model.formulas, one.side, one.place),
      ...reaching(model.formulas, other.side, other.place),
    ]),
  ];
  const reached = solve(search, given, model.hereDomain);
  if (reached === null || reached === "undecided") return reached;
  const differs = differenceOf(model, one, other, given);
  if (differs === "undecided") return differs;
  const point = nearest(model, [...given, differs], model.hereDomain);
  if (point === null || point === "undecided") return point;
  const region = wantedRegion(
    model,
    { context: model.here, must: [...own, differs], mustNot: [...new Set([...earlier(one), ...earlier(other)])] },
    point,
  );
  if (region === null || region === "undecided") return region;
  const [before, after] = [one.side.decide(point.facts), other.side.decide(point.facts)];
  const changed = changeOf(before, after) ?? invariant("the evaluator decides alike where a difference is proven");
  return { region, changed, witness: { facts: point.facts, before, after } };
}

function conditionsOf({ side, place }: Decider): Formula[] {
  return place < side.when.length ? [side.when[place]!] : [];
}

function earlier({ side, place }: Decider): Formula[] {
  return side.when.slice(0, place).filter((_formula, index) => isDeciding(side.rules[index]!));
}

/** What two decisions differ in, the weightiest first; null when a vehicle would notice nothing. */
export function changeOf(before: Decision, after: Decision): RuleDifference["changed"] | null {
  if (before.decision !== after.decision) return "decision";
  if (before.reason !== after.reason) return "reason";
  if (canonicalJson(before.params) !== canonicalJson(after.params)) return "params";
  return canonicalJson(before.effects) === canonicalJson(after.effects) ? null : "effects";
}
