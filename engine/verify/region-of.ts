import type { Condition } from "../model/rule.ts";
import { conditionOf, factCondition } from "./fact-condition.ts";
import { type FactVariable, hasBit } from "./fact-variable.ts";
import { type Formula, isPart, maskOf, narrowed, onlyBit, type PartFormula, variablesOf } from "./formulas.ts";
import { type Box, isFree, vocabularyOrder } from "./largest-region.ts";
import type { Point } from "./nearest.ts";
import type { Region } from "./region.ts";
import type { RuleModel } from "./rule-model.ts";
import type { Direction } from "./situations.ts";
import { reduce, solveProblem } from "./solve.ts";

/**
 * A box in words' order. What an ordinary vehicle at a lane of this direction meets goes to `usual`; `special` is the
 * formula of the rest.
 */
export function boxRegion(
  model: RuleModel,
  { domain, relations }: Box,
  direction: Direction,
): { region: Region; special: Formula } {
  const { formulas } = model;
  const told = clauses(model, domain);
  const { preferred } = model.searches[direction];
  const isTold = ({ variable, mask }: Clause): boolean =>
    variable.fact === "lane.direction" || variable.fact === "lane.id" || !hasBit(mask, preferred[variable.index]!);
  const [special, usual] = [told.filter(isTold), told.filter((clause) => !isTold(clause))];
  const region = {
    where: [
      ...special.map(toCondition(model)),
      ...relations.map((relation) => conditionOf(formulas, relation, domain)),
    ],
    usual: usual.map(toCondition(model)),
    unless: [],
  };
  return {
    region,
    special: formulas.all([...relations, ...special.map(({ variable, mask }) => formulas.in(variable, mask))]),
  };
}

/** Exceptions up to which those that others cover are looked for and left out. */
const TIDIED_MAX = 24;

/** All situations that meet `must`, and none of `mustNot`. */
export type Wanted = {
  readonly context: Formula;
  readonly must: readonly Formula[];
  readonly mustNot: readonly Formula[];
};

/**
 * A set of situations by what each fact may be in it, what is asked of several facts at once, and which situations
 * inside are left out. Exact within `context`. Null: there is no such situation.
 */
export function wantedRegion(model: RuleModel, wanted: Wanted, point: Point): Region | null | "undecided" {
  const { formulas } = model;
  const { direction } = point;
  const search = model.searches[direction];
  const parts = [wanted.context, ...wanted.must, ...wanted.mustNot.map((formula) => formulas.not(formula))];
  const asked = new Set(wanted.must.flatMap(variablesOf));
  // Where the nearest vehicle is ordinary, what the region excludes is an exception, and mostly goes without saying.
  const isUnusual = ({ index }: FactVariable): boolean => point.classes[index] !== search.preferred[index];
  const telling = formulas.space.variables.filter(
    (variable) =>
      !variable.standsIn &&
      (variable.fact === "lane.direction" ||
        asked.has(variable.index) ||
        (variable.fact !== "lane.id" && isUnusual(variable))),
  );
  const hull = hullOf(model, parts, direction, telling);
  if (hull === null || hull === "undecided") return hull;
  const rest = [...new Set(wanted.must.map((formula) => formulas.within(formula, hull)))].filter(isPart);
  const inHull = reduce([wanted.context, ...rest], { domain: hull, open: [] });
  const holds = (more: readonly Formula[]): boolean => {
    const left = inHull && reduce(more, inHull);
    return left !== null && solveProblem(search, left) !== null;
  };
  let unless = [...new Set(wanted.mustNot.map((formula) => formulas.within(formula, hull)))]
    .filter(isPart)
    .filter((formula) => holds([formula]));
  for (const one of unless.length > TIDIED_MAX ? [] : unless) {
    const others = unless.filter((other) => other !== one);
    if (!holds([one, ...others.map((other) => formulas.not(other))])) unless = others;
  }
  const needed = neededClauses(
    model,
    hull,
    [wanted.context, ...rest, ...unless.map((one) => formulas.not(one))],
    direction,
  );
  const kept = needed.reduce((domain, { variable, mask }) => narrowed(domain, variable, mask), model.hereDomain);
  const { preferred } = search;
  const isTold = ({ variable, mask }: Clause): boolean =>
    variable.fact === "lane.direction" || asked.has(variable.index) || !hasBit(mask, preferred[variable.index]!);
  const told = needed.filter(isTold);
  const silent = silentHere(model, unless, told, hull, preferred);
  return {
    where: [...told.map(toCondition(model)), ...rest.map((formula) => conditionOf(formulas, formula, kept))],
    usual: [
      ...needed.filter((clause) => !isTold(clause)).map(toCondition(model)),
      ...silent.map((formula) => wholeCondition(model, formulas.not(formula))),
    ],
    unless: unless.filter((formula) => !silent.includes(formula)).map((formula) => wholeCondition(model, formula)),
  };
}

const wholeConditions = new WeakMap<PartFormula, Condition>();

/** A formula as a condition that is the same in every situation. Kept, since many regions leave out the same. */
function wholeCondition(model: RuleModel, formula: PartFormula): Condition {
  const found = wholeConditions.get(formula) ?? conditionOf(model.formulas, formula, model.domain);
  wholeConditions.set(formula, found);
  return found;
}

/** Exceptions that concern no vehicle that is ordinary in all that is not told: they go without saying. */
function silentHere(
  model: RuleModel,
  unless: readonly PartFormula[],
  told: readonly Clause[],
  hull: Int32Array,
  preferred: readonly number[],
): PartFormula[] {
  const named = new Set(told.map(({ variable }) => variable));
  let usual = hull;
  for (const variable of model.formulas.space.variables) {
    // No lane is more usual than another.
    if (variable.fact === "lane.id" || variable.fact === "lane.direction") continue;
    const ordinary = narrowed(usual, variable, onlyBit(variable, preferred[variable.index]!));
    if (!named.has(variable) && maskOf(ordinary, variable).some((word) => word !== 0)) usual = ordinary;
  }
  return unless.filter((formula) => model.formulas.within(formula, usual).kind === "never");
}

type Clause = { readonly variable: FactVariable; readonly mask: Int32Array };

function clauses(model: RuleModel, domain: Int32Array): Clause[] {
  const order = vocabularyOrder(model);
  return model.formulas.space.variables
    .filter((variable) => !variable.standsIn && !isFree(model, domain, variable))
    .sort((a, b) => order.get(a.index)! - order.get(b.index)!)
    .map((variable) => ({ variable, mask: maskOf(domain, variable) }));
}

function toCondition(model: RuleModel): (clause: Clause) => Condition {
  return ({ variable, mask }) => factCondition(variable, mask, model.hereDomain);
}

/** For each of some variables the units of which some situation has one. */
function hullOf(
  model: RuleModel,
  parts: readonly Formula[],
  direction: Direction,
  telling: readonly FactVariable[],
): Int32Array | null | "undecided" {
  const search = model.searches[direction];
  const problem = reduce(parts, { domain: model.hereDomain, open: [] });
  const first = problem && solveProblem(search, problem);
  if (problem === null || first === null || first === "undecided") return first;
  const seen = first.slice();
  for (const variable of model.formulas.space.variables) {
    if (!telling.includes(variable)) seen.set(maskOf(model.hereDomain, variable), variable.offset);
  }
  for (const variable of telling) {
    for (const { mask } of variable.units) {
      if (meets(problem.domain, variable, mask) && !meets(seen, variable, mask)) {
        const found = solveProblem(search, {
          domain: narrowed(problem.domain, variable, mask),
          open: problem.open,
        });
        if (found === "undecided") return found;
        if (found === null) continue;
        for (let at = 0; at < seen.length; at += 1) seen[at]! |= found[at]!;
      }
      if (meets(seen, variable, mask))
        for (let at = 0; at < variable.words; at += 1) seen[variable.offset + at]! |= mask[at]!;
    }
  }
  return seen;
}

function meets(domain: Int32Array, { offset, words }: FactVariable, mask: Int32Array): boolean {
  for (let at = 0; at < words; at += 1) if ((domain[offset + at]! & mask[at]!) !== 0) return true;
  return false;
}

/** The clauses of a hull without those that follow from the others: said once is enough. */
function neededClauses(model: RuleModel, hull: Int32Array, rest: readonly Formula[], direction: Direction): Clause[] {
  const { formulas } = model;
  // Never null: what the region is told for meets all of it.
  const problem = reduce(rest, { domain: model.hereDomain, open: [] })!;
  let kept = clauses(model, hull);
  for (const clause of [...kept].reverse()) {
    if (clause.variable.fact === "lane.direction") continue;
    const others = kept.filter((one) => one !== clause);
    const inside = others.reduce((domain, { variable, mask }) => narrowed(domain, variable, mask), problem.domain);
    const outside = formulas.not(formulas.in(clause.variable, clause.mask));
    const left = reduce([outside], { domain: inside, open: problem.open });
    if (left === null || solveProblem(model.searches[direction], left) === null) kept = others;
  }
  return kept;
}
