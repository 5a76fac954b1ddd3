import type { Condition } from "../model/rule.ts";
import { conditionOf, factCondition } from "./fact-condition.ts";
import { type FactVariable, hasBit, setBit } from "./fact-variable.ts";
import { type Formula, maskOf, narrowed, variablesOf } from "./formulas.ts";
import { type Box, isFree, vocabularyOrder } from "./largest-region.ts";
import type { Region } from "./region.ts";
import type { RuleModel } from "./rule-model.ts";
import type { Direction } from "./situations.ts";
import { bitsOf, solve } from "./solve.ts";

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
export function wantedRegion(model: RuleModel, wanted: Wanted, direction: Direction): Region | null | "undecided" {
  const { formulas } = model;
  const search = model.searches[direction];
  const parts = [wanted.context, ...wanted.must, ...wanted.mustNot.map((formula) => formulas.not(formula))];
  const hull = hullOf(model, parts, direction);
  if (hull === null || hull === "undecided") return hull;
  const rest = [...new Set(wanted.must.map((formula) => formulas.within(formula, hull)))].filter(
    (formula) => formula.kind !== "always",
  );
  const holds = (more: readonly Formula[]): boolean => solve(search, [wanted.context, ...rest, ...more], hull) !== null;
  let unless = [...new Set(wanted.mustNot.map((formula) => formulas.within(formula, hull)))].filter(
    (formula) => formula.kind !== "never" && holds([formula]),
  );
  for (const one of unless) {
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
  const asked = new Set(wanted.must.flatMap(variablesOf));
  const { preferred } = search;
  const isTold = ({ variable, mask }: Clause): boolean =>
    variable.fact === "lane.direction" || asked.has(variable.index) || !hasBit(mask, preferred[variable.index]!);
  return {
    where: [
      ...needed.filter(isTold).map(toCondition(model)),
      ...rest.map((formula) => conditionOf(formulas, formula, kept)),
    ],
    usual: needed.filter((clause) => !isTold(clause)).map(toCondition(model)),
    unless: unless.map((formula) => conditionOf(formulas, formula, kept)),
  };
}

type Clause = { readonly variable: FactVariable; readonly mask: Int32Array };

function clauses(model: RuleModel, domain: Int32Array): Clause[] {
  const order = vocabularyOrder(model);
  return model.formulas.space.variables
    .filter((variable) => !isFree(model, domain, variable))
    .sort((a, b) => order.get(a.index)! - order.get(b.index)!)
    .map((variable) => ({ variable, mask: maskOf(domain, variable) }));
}

function toCondition(model: RuleModel): (clause: Clause) => Condition {
  return ({ variable, mask }) => factCondition(variable, mask, model.hereDomain);
}

/** For each variable the units of which some situation has one. */
function hullOf(model: RuleModel, parts: readonly Formula[], direction: Direction): Int32Array | null | "undecided" {
  const search = model.searches[direction];
  const first = solve(search, parts, model.hereDomain);
  if (first === null || first === "undecided") return first;
  const seen = first.slice();
  for (const variable of model.formulas.space.variables) {
    for (const { mask } of variable.units) {
      const bits = variable.classes.map((_one, bit) => bit).filter((bit) => hasBit(mask, bit));
      if (!bits.some((bit) => bitsOf(seen, variable).includes(bit))) {
        const found = solve(search, parts, narrowed(model.hereDomain, variable, mask));
        if (found === "undecided") return found;
        if (found === null) continue;
        for (let at = 0; at < seen.length; at += 1) seen[at]! |= found[at]!;
      }
      for (const bit of bits) setBit(seen.subarray(variable.offset, variable.offset + variable.words), bit);
    }
  }
  return seen;
}

/** The clauses of a hull without those that follow from the others: said once is enough. */
function neededClauses(model: RuleModel, hull: Int32Array, rest: readonly Formula[], direction: Direction): Clause[] {
  const { formulas } = model;
  let kept = clauses(model, hull);
  for (const clause of [...kept].reverse()) {
    if (clause.variable.fact === "lane.direction") continue;
    const others = kept.filter((one) => one !== clause);
    const parts = [
      ...rest,
      ...others.map(({ variable, mask }) => formulas.in(variable, mask)),
      formulas.not(formulas.in(clause.variable, clause.mask)),
    ];
    if (solve(model.searches[direction], parts, model.hereDomain) === null) kept = others;
  }
  return kept;
}
