import { type FactId, factOf } from "../model/vocabulary.ts";
import type { FactVariable } from "./fact-variable.ts";

import { type Formula, onlyBit, variablesOf } from "./formulas.ts";
import { largestBox } from "./largest-region.ts";
import { nearest, type Point } from "./nearest.ts";
import { boxRegion } from "./region-of.ts";
import { isDeciding, reaching } from "./rule-model.ts";
import type { RuleQuestion } from "./rule-question.ts";
import { knownTogether } from "./situations.ts";

/** More regions than a person reads are counted, not listed; more than are worth counting are "at least". */
const REGIONS_SHOWN_MAX = 8;
const REGIONS_COUNTED_MAX = 32;
/** Combinations of values of facts that are known together: beyond it the question is left undecided. */
const COMBINATIONS_MAX = 256;

/**
 * Situations that no rule decides, so that the fixed "otherwise" holds the vehicle and calls support. Those come first
 * in which a fact is unknown and some rule decides whatever its value is: there a rule forgot to say what unknown does.
 * Each is told by what is unusual in it; situations with the same in common are told once.
 */
export function findGaps(question: RuleQuestion): void {
  const { model, side } = question;
  const undecidedBy = [...new Set(reaching(model.formulas, side, side.rules.length))];
  const shown: Formula[] = [];
  for (const fact of model.read) {
    if (factOf(fact).unknown !== "never") findUnhandled(question, fact, undecidedBy, shown);
  }
  findRest(question, undecidedBy, shown);
}

function findUnhandled(question: RuleQuestion, fact: FactId, gap: readonly Formula[], shown: Formula[]): void {
  const { model, found, undecided } = question;
  const known = whateverItIs(question, fact);
  if (known === "undecided") {
    undecided(null, "rules.unknownUnhandled");
    return;
  }
  const { formulas } = model;
  while (shown.length < REGIONS_SHOWN_MAX) {
    const point = nearest(model, [model.here, ...gap, ...known, ...shown.map((one) => formulas.not(one))]);
    if (point === "undecided") {
      undecided(null, "rules.unknownUnhandled");
      return;
    }
    if (point === null) return;
    const { special, region } = around(question, point, [...gap, ...known]);
    shown.push(special);
    found(null, "rules.unknownUnhandled", { fact }, { witness: { kind: "situation", facts: point.facts }, region });
  }
}

function findRest(question: RuleQuestion, gap: readonly Formula[], shown: Formula[]): void {
  const { model, found, undecided } = question;
  const { formulas } = model;
  let more = 0;
  while (shown.length < REGIONS_COUNTED_MAX) {
    const point = nearest(model, [model.here, ...gap, ...shown.map((one) => formulas.not(one))]);
    if (point === "undecided") {
      undecided(null, "rules.onlyOtherwise");
      return;
    }
    if (point === null) break;
    const { special, region } = around(question, point, gap);
    shown.push(special);
    if (shown.length > REGIONS_SHOWN_MAX) more += 1;
    else found(null, "rules.onlyOtherwise", {}, { witness: { kind: "situation", facts: point.facts }, region });
  }
  if (more > 0) found(null, "rules.moreOtherwise", { count: more }, {});
}

function around({ model }: RuleQuestion, point: Point, every: readonly Formula[]) {
  const box = largestBox(model, point, every, model.here);
  return boxRegion(model, box, point.direction);
}

/**
 * "The fact is unknown, and for each value that it could have instead some rule decides." A fact that is only ever known
 * together with others stands for all of them.
 */
function whateverItIs({ model, side }: RuleQuestion, fact: FactId): Formula[] | "undecided" {
  const { formulas } = model;
  const together = (knownTogether.find((group) => group.includes(fact)) ?? [fact]).filter((one) => model.read.has(one));
  // The group is asked about once, by its first fact that rules read.
  if (together[0] !== fact) return [formulas.never];
  const variables = together.flatMap((one) => formulas.space.ofFact.get(one) ?? []);
  const combinations = combine(variables.map(knownClasses));
  if (combinations === null) return "undecided";
  // No other rule decides in the gap, whatever the value: what a rule does not read cannot make it match.
  const reads = new Set(variables.map(({ index }) => index));
  const decided = side.when.filter(
    (formula, index) => isDeciding(side.rules[index]!) && variablesOf(formula).some((one) => reads.has(one)),
  );
  const variants = combinations.map((bits) => {
    const value = new Map(variables.map((variable, at) => [variable, bits[at]!]));
    const isPossible = formulas.assuming(model.here, value);
    const isDecided = formulas.any(decided.map((formula) => formulas.assuming(formula, value)));
    return { isPossible, handled: formulas.any([formulas.not(isPossible), isDecided]) };
  });
  const unknown = formulas.in(variables[0]!, onlyBit(variables[0]!, unknownClass(variables[0]!)));
  return [
    unknown,
    formulas.any(variants.map(({ isPossible }) => isPossible)),
    ...variants.map(({ handled }) => handled),
  ];
}

function unknownClass(variable: FactVariable): number {
  return variable.part === "listKnown" ? 1 : variable.classes.findIndex(({ value }) => value === null);
}

function knownClasses(variable: FactVariable): number[] {
  const bits = variable.classes.map((_one, bit) => bit);
  if (variable.part === "listMember") return bits;
  return bits.filter((bit) => bit !== unknownClass(variable));
}

function combine(choices: readonly (readonly number[])[]): number[][] | null {
  if (choices.reduce((product, { length }) => product * length, 1) > COMBINATIONS_MAX) return null;
  return choices.reduce<number[][]>((sofar, some) => sofar.flatMap((one) => some.map((bit) => [...one, bit])), [[]]);
}
