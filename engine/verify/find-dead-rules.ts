import type { Fix } from "./finding.ts";
import type { Formula } from "./formulas.ts";
import { nearest } from "./nearest.ts";
import { isDeciding, type RuleModel, type RuleSide, reaching } from "./rule-model.ts";
import type { RuleQuestion } from "./rule-question.ts";
import { solve } from "./solve.ts";

/**
 * Rules that can never act: their conditions exclude each other, no vehicle at this lot can be so, or rules before them
 * decide in every situation in which they would match. Gives their places.
 */
export function findDeadRules({ model, side, found, undecided }: RuleQuestion): ReadonlySet<number> {
  const dead = new Set<number>();
  for (const [place, { name }] of side.rules.entries()) {
    const answer = deadness(model, side, place);
    if (answer === "undecided") undecided(place, "rule.hidden");
    if (answer === null || answer === "undecided") continue;
    dead.add(place);
    if (answer.code !== "rule.hidden") {
      found(place, answer.code, {}, { fix: { kind: "removeRule", ruleId: name } });
      continue;
    }
    const hiddenBy = answer.hiders.map((hider) => side.rules[hider]!.name);
    const own = nearest(model, [model.possible, side.when[place]!]);
    found(
      place,
      "rule.hidden",
      { rules: hiddenBy.join(", ") },
      {
        hiddenBy,
        fix: fixOf(model, side, place, answer.hiders),
        ...(own !== null && own !== "undecided" ? { witness: { kind: "situation", facts: own.facts } } : {}),
      },
    );
  }
  return dead;
}

type Deadness =
  | { readonly code: "rule.neverHolds" | "rule.neverPossible" }
  | { readonly code: "rule.hidden"; readonly hiders: readonly number[] };

function deadness(model: RuleModel, side: RuleSide, place: number): Deadness | null | "undecided" {
  const own = side.when[place]!;
  const ask = (parts: readonly Formula[]) => solve(model.searches.exit, parts, model.domain);
  const reached = ask([model.possible, ...reaching(model.formulas, side, place)]);
  if (reached === "undecided") return reached;
  if (reached !== null) return null;
  if (ask([own, ...model.formulas.listShape()]) === null) return { code: "rule.neverHolds" };
  if (ask([model.possible, own]) === null) return { code: "rule.neverPossible" };
  return { code: "rule.hidden", hiders: hidersOf(model, side, place) };
}

/** A set of rules that hides the rule, and none of which can be left out: a single one where one is enough. */
function hidersOf(model: RuleModel, side: RuleSide, place: number): number[] {
  const own = side.when[place]!;
  const isHidden = (by: readonly number[]): boolean => {
    const parts = by.map((index) => model.formulas.not(side.when[index]!));
    return solve(model.searches.exit, [model.possible, own, ...parts], model.domain) === null;
  };
  const before = side.rules.flatMap((rule, index) => (index < place && isDeciding(rule) ? [index] : []));
  const single = before.find((index) => isHidden([index]));
  if (single !== undefined) return [single];
  let hiders = before;
  for (const index of [...before].reverse()) {
    const others = hiders.filter((one) => one !== index);
    if (isHidden(others)) hiders = others;
  }
  return hiders;
}

/** Put first, when that makes it act and leaves the others something to do; else the rule is of no use. */
function fixOf(model: RuleModel, side: RuleSide, place: number, hiders: readonly number[]): Fix {
  const ruleId = side.rules[place]!.name;
  const first = hiders[0]!;
  const isSameGroup = side.rules[first]!.event.params.group === side.rules[place]!.event.params.group;
  const own = side.when[place]!;
  const [, ...before] = reaching(model.formulas, side, first);
  const canAct = solve(model.searches.exit, [model.possible, own, ...before], model.domain) instanceof Int32Array;
  const leavesOthers = hiders.every((hider) => {
    const parts = [...reaching(model.formulas, side, hider), model.formulas.not(own)];
    return solve(model.searches.exit, [model.possible, ...parts], model.domain) instanceof Int32Array;
  });
  if (isSameGroup && canAct && leavesOthers) return { kind: "moveRule", ruleId, before: side.rules[first]!.name };
  return { kind: "removeRule", ruleId };
}
