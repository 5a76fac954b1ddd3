import type { Facts } from "#contracts/decision.ts";
import type { FactId } from "../model/vocabulary.ts";
import { type FactVariable, maskWhere } from "./fact-variable.ts";
import { type Formula, narrowed, onlyBit, variablesOf } from "./formulas.ts";
import { largestBox, linkedWith } from "./largest-region.ts";
import { nearest, type Point } from "./nearest.ts";
import type { Region } from "./region.ts";
import { boxRegion } from "./region-of.ts";
import { isDeciding, type RuleModel } from "./rule-model.ts";
import type { RuleQuestion } from "./rule-question.ts";
import { knownTogether } from "./situations.ts";
import { bitsOf, solve } from "./solve.ts";

/** Values that may be tried for one fact before the question is left undecided. */
const VALUES_TRIED_MAX = 400;

/**
 * The question for one fact: in which situations is it unknown and no rule decides, though for each value that it could
 * have instead some rule does? A fact that is only ever known together with others stands for all of them.
 *
 * "For each value" is asked value by value: a situation is looked for that is right for the values tried so far, then a
 * value for which it is wrong. When there is none, the situation is right for all.
 */
export type UnknownQuestion = {
  readonly model: RuleModel;
  readonly variables: readonly FactVariable[];
  /** No rule decides. */
  readonly gap: readonly Formula[];
  /** The fact is unknown, and some rule decides for each value tried so far. */
  readonly asked: Formula[];
  /** Conditions of rules that read the fact: what does not read it cannot decide for one of its values only. */
  readonly rules: readonly Formula[];
  tried: number;
};

/** Null: no rule reads the fact, or it is asked about together with another. */
export function unknownsFor(
  { model, side }: RuleQuestion,
  fact: FactId,
  gap: readonly Formula[],
): UnknownQuestion | null {
  const { formulas } = model;
  const together = (knownTogether.find((group) => group.includes(fact)) ?? [fact]).filter((one) => model.read.has(one));
  if (together[0] !== fact) return null;
  const variables = together.flatMap((one) => formulas.space.ofFact.get(one)!);
  const reads = new Set(variables.map(({ index }) => index));
  const rules = side.when.filter(
    (formula, index) => isDeciding(side.rules[index]!) && variablesOf(formula).some((one) => reads.has(one)),
  );
  if (rules.length === 0) return null;
  const unknown = formulas.in(variables[0]!, onlyBit(variables[0]!, unknownClass(variables[0]!)));
  return { model, variables, gap, asked: [unknown], rules, tried: 0 };
}

/** A situation for which the answer is yes, outside of what `more` excludes. */
export function unhandledPoint(question: UnknownQuestion, more: readonly Formula[]): Point | null | "undecided" {
  const { model, gap } = question;
  while (question.tried <= VALUES_TRIED_MAX) {
    const parts = [model.here, ...gap, ...question.asked, ...more];
    // Cheap first: the nearest situation is worth looking for only when there is one.
    const some = solve(model.searches.exit, parts, model.hereDomain);
    if (some === null || some === "undecided") return some;
    const rough = model.formulas.space.variables.map((variable) => bitsOf(some, variable)[0]!);
    if (isRefuted(question, rough)) continue;
    const point = nearest(model, parts, model.hereDomain);
    if (point === null || point === "undecided" || !isRefuted(question, point.classes)) return point;
  }
  return "undecided";
}

/** The largest region around a point for all of which the answer is yes. */
export function unhandledRegion(
  question: UnknownQuestion,
  point: Point,
): { region: Region; special: Formula; facts: Facts } | "undecided" {
  const { model, gap } = question;
  // What is said of situations with the fact unknown: others are in no region, whatever is known there.
  const unknown = new Map(question.variables.map((variable) => [variable, unknownClass(variable)]));
  const here = [model.here, model.formulas.assuming(model.here, unknown)];
  while (question.tried <= VALUES_TRIED_MAX) {
    const box = largestBox(model, point, [...gap, ...question.asked], model.here);
    const known = withKnown(question, box.domain);
    const own = new Set(question.variables.map(({ index }) => index));
    const relations = box.relations.filter((one) => !variablesOf(one).some((index) => own.has(index)));
    const wrong = solve(model.searches[point.direction], [...here, ...gap, ...relations], known);
    if (!(wrong instanceof Int32Array))
      return wrong ?? { ...boxRegion(model, box, point.direction), facts: point.facts };
    learn(question, wrong);
  }
  return "undecided";
}

/** Is there a value for which no rule decides either, or none at all that is possible? Then that is learnt. */
function isRefuted(question: UnknownQuestion, classes: readonly number[]): boolean {
  const { model, gap, variables } = question;
  let point = model.domain;
  for (const variable of model.formulas.space.variables) {
    if (!variables.includes(variable)) point = narrowed(point, variable, onlyBit(variable, classes[variable.index]!));
  }
  const known = withKnown(question, point);
  const search = model.searches.exit;
  const wrong = solve(search, [model.here, ...gap], known);
  if (wrong !== null && wrong !== "undecided") {
    learn(question, wrong);
    return true;
  }
  if (wrong === null && solve(search, [model.here], known) !== null) return false;
  question.tried += 1;
  question.asked.push(model.formulas.not(pointFormula(question, classes)));
  return true;
}

/** From now on a situation must be handled for the value that `wrong` has. */
function learn(question: UnknownQuestion, wrong: Int32Array): void {
  const { formulas, here } = question.model;
  const value = new Map(question.variables.map((variable) => [variable, bitsOf(wrong, variable)[0]!]));
  const isDecided = question.rules.map((formula) => formulas.assuming(formula, value));
  question.tried += 1;
  question.asked.push(formulas.any([formulas.not(formulas.assuming(here, value)), ...isDecided]));
}

/** What makes the fact impossible to know here: all that possible situations tie to it. */
function pointFormula({ model, variables }: UnknownQuestion, classes: readonly number[]): Formula {
  const { formulas, here } = model;
  const linked = new Set(variables.flatMap(({ index }) => linkedWith(index, [here])));
  const tied = [...linked]
    .map((index) => formulas.space.variables[index]!)
    .filter((variable) => !variables.includes(variable));
  return formulas.all(tied.map((variable) => formulas.in(variable, onlyBit(variable, classes[variable.index]!))));
}

/** The domain with the fact known, whatever its value. */
function withKnown({ variables }: UnknownQuestion, domain: Int32Array): Int32Array {
  const known = domain.slice();
  for (const variable of variables) {
    const mask = maskWhere(
      variable.classes.length,
      (bit) => variable.part === "listMember" || bit !== unknownClass(variable),
    );
    known.set(mask, variable.offset);
  }
  return known;
}

function unknownClass(variable: FactVariable): number {
  return variable.part === "listKnown" ? 1 : variable.classes.findIndex(({ value }) => value === null);
}
