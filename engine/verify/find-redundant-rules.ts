import { type Decider, differenceOf } from "./pair-difference.ts";
import { isDeciding, type RuleModel, type RuleSide, reaching } from "./rule-model.ts";
import type { RuleQuestion } from "./rule-question.ts";
import { solve } from "./solve.ts";

/** Rules that act, and without which every vehicle would be treated just as it is with them. */
export function findRedundantRules({ model, side, found, undecided }: RuleQuestion, dead: ReadonlySet<number>): void {
  for (const [place, rule] of side.rules.entries()) {
    // Effects that a rule adds are missed when it goes: only a decision can be taken over by a later rule.
    if (dead.has(place) || !isDeciding(rule)) continue;
    const answer = isMissed(model, side, place);
    if (answer === "undecided") undecided(place, "rule.redundant");
    else if (!answer) found(place, "rule.redundant", {}, { fix: { kind: "removeRule", ruleId: rule.name } });
  }
}

function isMissed(model: RuleModel, side: RuleSide, place: number): boolean | "undecided" {
  const { formulas } = model;
  const without: RuleSide = { ...side, rules: side.rules.toSpliced(place, 1), when: side.when.toSpliced(place, 1) };
  const own: Decider = { side, place };
  let answer: boolean | "undecided" = false;
  for (const next of successors(without, place)) {
    const heir: Decider = { side: without, place: next };
    const given = [model.possible, side.when[place]!, ...reaching(formulas, without, next)];
    const reached = solve(model.searches.exit, given, model.domain);
    if (reached === null) continue;
    const differs = reached === "undecided" ? reached : differenceOf(model, own, heir, given);
    const missed = differs === "undecided" ? differs : solve(model.searches.exit, [...given, differs], model.domain);
    if (missed === "undecided") answer = missed;
    else if (missed !== null) return true;
  }
  return answer;
}

/** Who could decide instead: the fixed otherwise, which mostly does, then every later rule, the last first. */
function successors({ rules }: RuleSide, place: number): number[] {
  const later = rules.flatMap((rule, index) => (index >= place && isDeciding(rule) ? [index] : []));
  return [...later, rules.length].reverse();
}
