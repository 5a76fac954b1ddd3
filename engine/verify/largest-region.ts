import { factIds } from "../model/vocabulary.ts";
import { type FactVariable, hasBit } from "./fact-variable.ts";
import { type Formula, maskOf, narrowed, onlyBit, type PartFormula, variablesOf } from "./formulas.ts";
import type { Point } from "./nearest.ts";
import type { RuleModel } from "./rule-model.ts";
import { solve } from "./solve.ts";
import { truthOf } from "./truth.ts";

/** Situations by the classes of each variable, and by how two facts compare. All of them are in what was asked. */
export type Box = { readonly domain: Int32Array; readonly relations: readonly PartFormula[] };

/**
 * One of the largest boxes around a point in which every situation that meets `context` also meets each of `every`.
 * Facts are freed one after the other, the unusual and the less telling first, the lane last.
 */
export function largestBox(model: RuleModel, point: Point, every: readonly Formula[], context: Formula): Box {
  const { formulas } = model;
  const search = model.searches[point.direction];
  const denials = every.map((formula) => formulas.not(formula));
  const holdsIn = (box: Box, changed: readonly number[] | null): boolean =>
    denials.every(
      (denial) =>
        truthOf(denial, box.domain) === "no" ||
        (changed !== null && !variablesOf(denial).some((index) => changed.includes(index))) ||
        solve(search, [context, denial, ...box.relations], box.domain) === null,
    );
  let box: Box = { domain: unitsAround(model, point), relations: relationsAt(model, point, every) };
  for (const relation of box.relations) {
    const freed = { ...box, relations: box.relations.filter((one) => one !== relation) };
    if (holdsIn(freed, null)) box = freed;
  }
  for (const variable of freeingOrder(model, point)) {
    const changed = linkedWith(variable.index, [context, ...box.relations]);
    box = freed(model, box, variable, (one) => holdsIn(one, changed));
  }
  return box;
}

/** The variables about which something new may be known when one changes: those that the formulas tie to it. */
export function linkedWith(index: number, formulas: readonly Formula[]): number[] {
  const ties = formulas.flatMap((one): readonly Formula[] => (one.kind === "all" ? one.parts : [one])).map(variablesOf);
  const linked = new Set([index]);
  for (let size = 0; size < linked.size; ) {
    size = linked.size;
    for (const tie of ties) if (tie.some((one) => linked.has(one))) for (const one of tie) linked.add(one);
  }
  return [...linked];
}

type Check = (box: Box) => boolean;

function freed(model: RuleModel, box: Box, variable: FactVariable, holdsIn: Check): Box {
  const wide = widened(box.domain, variable, maskOf(model.hereDomain, variable));
  if (holdsIn({ ...box, domain: wide })) return { ...box, domain: wide };
  let grown = box;
  for (const unit of variable.units) {
    const mask = unit.mask.map((word, at) => word & model.hereDomain[variable.offset + at]!);
    const more = { ...grown, domain: widened(grown.domain, variable, mask) };
    if (holdsIn(more)) grown = more;
  }
  return grown;
}

function unitsAround(model: RuleModel, point: Point): Int32Array {
  let domain = model.domain;
  for (const variable of model.formulas.space.variables) {
    if (variable.standsIn) continue;
    const { unit } = variable.classes[point.classes[variable.index]!]!;
    domain = narrowed(domain, variable, variable.units[unit]!.mask);
  }
  return domain;
}

/** How the compared facts stand at the point. Inside its units nothing else tells situations apart. */
function relationsAt(model: RuleModel, point: Point, every: readonly Formula[]): PartFormula[] {
  const { formulas } = model;
  const read = new Set(every.flatMap(variablesOf));
  let here = model.domain;
  for (const variable of formulas.space.variables) {
    here = narrowed(here, variable, onlyBit(variable, point.classes[variable.index]!));
  }
  return [...formulas.relations.keys()]
    .filter((relation) => variablesOf(relation).some((index) => read.has(index)))
    .map((relation) => (formulas.within(relation, here).kind === "always" ? relation : formulas.not(relation)));
}

function widened(domain: Int32Array, variable: FactVariable, mask: Int32Array): Int32Array {
  const copy = domain.slice();
  for (let at = 0; at < variable.words; at += 1) copy[variable.offset + at]! |= mask[at]!;
  return copy;
}

/** Unusual facts first, so that none stays that need not; then from the end of the vocabulary; the lane last. */
function freeingOrder(model: RuleModel, point: Point): FactVariable[] {
  const { preferred } = model.searches[point.direction];
  const rank = (variable: FactVariable): number => {
    if (variable.fact === "lane.direction") return 3;
    if (variable.fact === "lane.id") return 0;
    return isUsual(variable, point, preferred) ? 2 : 1;
  };
  const order = vocabularyOrder(model);
  return [...model.formulas.space.variables].sort(
    (a, b) => rank(a) - rank(b) || order.get(b.index)! - order.get(a.index)!,
  );
}

function isUsual(variable: FactVariable, point: Point, preferred: readonly number[]): boolean {
  return point.classes[variable.index] === preferred[variable.index];
}

/** Place of each variable among the facts as people list them. */
export function vocabularyOrder(model: RuleModel): Map<number, number> {
  const sorted = [...model.formulas.space.variables].sort((a, b) => factPlace(a) - factPlace(b) || a.index - b.index);
  return new Map(sorted.map((variable, place) => [variable.index, place]));
}

function factPlace({ fact }: FactVariable): number {
  return factIds.indexOf(fact);
}

/** True when the box lets the variable have every class that it can have at the lot. */
export function isFree(model: RuleModel, domain: Int32Array, variable: FactVariable): boolean {
  const mask = maskOf(domain, variable);
  const whole = maskOf(model.hereDomain, variable);
  return variable.classes.every((_one, bit) => hasBit(mask, bit) === hasBit(whole, bit));
}
