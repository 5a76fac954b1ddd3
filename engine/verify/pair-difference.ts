import { type CompiledRule, effectsOnly } from "../compile/compiled-rules.ts";
import type { Formula } from "./formulas.ts";
import { isDeciding, type RuleModel, type RuleSide } from "./rule-model.ts";
import { type AuthoredEffect, sameDecision, sameEffects } from "./same-action.ts";
import { solve } from "./solve.ts";

/** More ways in which rules that only add effects can meet than this are not told apart. */
const CASES_MAX = 512;

/** A rule of a side that decides, or the place after the last: the fixed otherwise. */
export type Decider = { readonly side: RuleSide; readonly place: number };

/**
 * When what `one` leads to differs from what `other` leads to: decision, reason, parameters or effects, those of the
 * rules before it that only add effects included. `given` narrows the situations in question.
 */
export function differenceOf(
  model: RuleModel,
  one: Decider,
  other: Decider,
  given: readonly Formula[],
): Formula | "undecided" {
  const { formulas } = model;
  const [own, others] = [eventOf(one), eventOf(other)];
  const sameDecided = sameDecision(formulas, own, others);
  if (sameDecided === formulas.never) return formulas.always;
  const before = effectRules(one);
  const beforeOther = effectRules(other);
  let common = 0;
  while (isSameRule(before[common], beforeOther[common])) common += 1;
  const [mine, theirs] = [before.slice(common), beforeOther.slice(common)];
  const asked = [...new Set([...mine, ...theirs].map(({ when }) => when))];
  const cases: Formula[] = [];
  const split = (holding: ReadonlySet<Formula>, settled: readonly Formula[], open: readonly Formula[]): boolean => {
    if (solve(model.searches.exit, [...given, ...settled], model.domain) === null) return true;
    const [next, ...rest] = open;
    if (next !== undefined) {
      return (
        split(new Set([...holding, next]), [...settled, next], rest) &&
        split(holding, [...settled, formulas.not(next)], rest)
      );
    }
    const fired = (rules: readonly EffectRule[]) =>
      rules.filter(({ when }) => holding.has(when)).flatMap((rule) => rule.effects);
    const same = sameEffects(
      formulas,
      [...fired(mine), ...own.params.effects],
      [...fired(theirs), ...others.params.effects],
    );
    cases.push(formulas.all([...settled, formulas.not(same)]));
    return cases.length <= CASES_MAX;
  };
  if (asked.length === 0) {
    const same = sameEffects(formulas, own.params.effects, others.params.effects);
    return formulas.not(formulas.all([sameDecided, same]));
  }
  if (!split(new Set(), [], asked)) return "undecided";
  return formulas.any([formulas.not(sameDecided), ...cases]);
}

/** What the decider does; of the fixed otherwise what the evaluator does then. */
function eventOf({ side, place }: Decider): CompiledRule["event"] {
  return side.rules[place]?.event ?? otherwiseEvent;
}

const otherwiseEvent: CompiledRule["event"] = {
  type: "hold",
  params: {
    group: "otherwise",
    reason: "noRule",
    params: {},
    effects: [{ type: "callSupport", params: { reason: "noRule", priority: 2 } }],
  },
};

type EffectRule = { readonly when: Formula; readonly effects: readonly AuthoredEffect[]; readonly text: string };

function effectRules({ side, place }: Decider): EffectRule[] {
  return side.rules.slice(0, place).flatMap(({ event }, index) => {
    if (event.type !== effectsOnly) return [];
    const { effects } = event.params;
    return [{ when: side.when[index]!, effects, text: JSON.stringify(effects) }];
  });
}

function isSameRule(one: EffectRule | undefined, other: EffectRule | undefined): boolean {
  return one !== undefined && other !== undefined && one.when === other.when && one.text === other.text;
}

/** The rules of a side that decide before a place, each by its condition: the first place of it. */
export function firstPlaces(side: RuleSide): Map<Formula, number> {
  const places = new Map<Formula, number>();
  for (const [place, formula] of side.when.entries()) {
    if (isDeciding(side.rules[place]!) && !places.has(formula)) places.set(formula, place);
  }
  return places;
}
