import type { Facts, FactValue } from "#contracts/decision.ts";
import { totalFacts } from "../model/facts.ts";
import type { FactId } from "../model/vocabulary.ts";
import { classOf } from "./fact-space.ts";
import type { FactVariable } from "./fact-variable.ts";
import type { RuleModel } from "./rule-model.ts";
import { type Direction, knownTogether, needs, ordinaryVehicle } from "./situations.ts";

/**
 * A whole situation of the given classes: ordinary wherever the classes leave it open, in the facts that no rule reads
 * too, and possible in all of them.
 */
export function situationOf(model: RuleModel, point: readonly number[], direction: Direction): Facts {
  const ordinary = totalFacts(ordinaryVehicle(direction));
  const facts: Record<string, FactValue> = { ...ordinary };
  const fixed = new Set<FactId>();
  for (const [fact, variables] of model.formulas.space.ofFact) {
    fixed.add(fact);
    facts[fact] = valueAt(variables, point, ordinary[fact] ?? null);
  }
  fillTogether(facts, fixed);
  fillNeeds(facts, fixed);
  return facts;
}

function valueAt(variables: readonly FactVariable[], point: readonly number[], ordinary: FactValue): FactValue {
  const [first, ...members] = variables;
  if (first!.part === "listKnown") {
    if (point[first!.index] === 1) return null;
    return members.filter((one) => point[one.index] === 1).map((one) => one.member);
  }
  const chosen = point[first!.index]!;
  const { value } = first!.classes[chosen]!;
  // Facts that are compared with each other keep the value that stands in the order of the class.
  const isFree = first!.units.length === first!.classes.length;
  return isFree && ordinary !== null && classOf(first!, ordinary) === chosen ? ordinary : value;
}

function fillTogether(facts: Record<string, FactValue>, fixed: Set<FactId>): void {
  for (const group of knownTogether) {
    const read = group.find((fact) => fixed.has(fact));
    if (read === undefined) continue;
    for (const fact of group) if (!fixed.has(fact)) facts[fact] = facts[read] === null ? null : exampleOf(fact);
  }
}

function fillNeeds(facts: Record<string, FactValue>, fixed: Set<FactId>): void {
  for (const { facts: described, need, values } of needs) {
    const isKnown = described.some((fact) => fixed.has(fact) && facts[fact] !== null);
    const isMet = (values as readonly FactValue[]).includes(facts[need] ?? null);
    if (isKnown && !isMet) facts[need] = values[0]!;
    if (!isKnown && !isMet) for (const fact of described) if (!fixed.has(fact)) facts[fact] = null;
  }
}

/** At an exit an ordinary vehicle has all that is known together. */
function exampleOf(fact: FactId): FactValue {
  return ordinaryVehicle("exit")[fact] as FactValue;
}
