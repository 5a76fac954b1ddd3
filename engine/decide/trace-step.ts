import type { FactValue } from "#contracts/decision.ts";
import type { TraceCondition } from "#contracts/trace.ts";
import type {
  CompiledCondition,
  CompiledGroup,
  CompiledLeaf,
  CompiledRule,
  CompiledValue,
} from "../compile/compiled-rules.ts";
import { type Comparison, comparisonOf } from "./rules/comparison.ts";
import { knownValues } from "./rules/known-values.ts";
import type { FactSlots } from "./rules/load-facts.ts";

/** Would a condition hold if every unknown fact were known? `unknown`: it depends on what the fact would be. */
export type Certainty = "true" | "false" | "unknown";

type Traced = { readonly condition: TraceCondition; readonly certainty: Certainty };

/** A condition made ready to be traced. */
export type TraceStep = LeafStep | GroupStep;

export type GroupStep = { readonly kind: "all" | "any"; readonly parts: readonly TraceStep[] };

/** A comparison with its guards against unknown facts: a trace shows them as one. */
export type LeafStep = {
  readonly kind: "fact";
  readonly fact: string;
  readonly slot: number;
  readonly compare: Comparison;
  readonly value: CompiledValue;
  /** Where the fact on the right stands; -1 for a constant. */
  readonly limitSlot: number;
  /** As a trace shows them; the limit of a constant. */
  readonly operator: string;
  readonly limit: FactValue;
  /** What it comes to while a fact of it is unknown; null where no guard stands before it. */
  readonly ifUnknown: "skip" | "holds" | null;
  /** What is traced of each foreseen value of the fact, by its place; null where another fact decides too. */
  readonly foreseen: readonly Traced[] | null;
};

/** The conditions of all rules, ready to be traced. */
export type TraceSteps = {
  readonly roots: readonly TraceStep[];
  /** By slot, the values that were foreseen, each with its place. */
  readonly known: readonly ReadonlyMap<unknown, number>[];
};

/** `slots`: those of the facts that the conditions read. */
export function prepareTraces(rules: readonly CompiledRule[], slots: FactSlots): TraceSteps {
  const named = slots.names.map((): unknown[] => []);
  const slotOf = new Map(slots.names.map((fact, slot) => [fact, slot]));
  for (const { conditions } of rules) addNamed(conditions, slotOf, named);
  const known = slots.names.map((fact, slot) => knownValues(fact, named[slot]!));
  return { roots: rules.map(({ conditions }) => stepOf(conditions, { slotOf, known })), known };
}

type Slots = { readonly slotOf: ReadonlyMap<string, number>; readonly known: TraceSteps["known"] };

function addNamed(condition: CompiledCondition, slotOf: Slots["slotOf"], named: readonly unknown[][]): void {
  if ("fact" in condition) named[slotOf.get(condition.fact)!]!.push(condition.value);
  else for (const part of partsOf(condition)) addNamed(part, slotOf, named);
}

function partsOf(group: CompiledGroup): readonly CompiledCondition[] {
  return "all" in group ? group.all : group.any;
}

function stepOf(condition: CompiledCondition, slots: Slots): TraceStep {
  if ("fact" in condition) return leafStep({ leaf: condition, ifUnknown: null }, slots);
  const guarded = guardedLeaf(condition);
  if (guarded) return leafStep(guarded, slots);
  const kind = "all" in condition ? "all" : "any";
  return { kind, parts: partsOf(condition).map((part) => stepOf(part, slots)) };
}

type Guarded = { readonly leaf: CompiledLeaf; readonly ifUnknown: LeafStep["ifUnknown"] };

/** The comparison inside the guards that the compiler puts around it: nulls first, then the comparison of those facts. */
function guardedLeaf(group: CompiledGroup): Guarded | null {
  const parts = partsOf(group);
  const leaf = parts.at(-1);
  if (parts.length < 2 || leaf === undefined || !("fact" in leaf) || leaf.value === null) return null;
  const isAll = "all" in group;
  const guardOperator = isAll ? "notEqual" : "equal";
  const limitFact = limitFactOf(leaf);
  const isGuarded = parts.slice(0, -1).every((part) => {
    const isNull = "fact" in part && part.value === null && part.operator === guardOperator;
    return isNull && (part.fact === leaf.fact || part.fact === limitFact);
  });
  return isGuarded ? { leaf, ifUnknown: isAll ? "skip" : "holds" } : null;
}

function limitFactOf({ value }: CompiledLeaf): string | null {
  return typeof value === "object" && value !== null && "fact" in value ? value.fact : null;
}

function leafStep({ leaf, ifUnknown }: Guarded, { slotOf, known }: Slots): LeafStep {
  const { fact, value } = leaf;
  const slot = slotOf.get(fact)!;
  const limitFact = limitFactOf(leaf);
  const limitSlot = limitFact === null ? -1 : slotOf.get(limitFact)!;
  const isGuard = value === null;
  const operator = isGuard ? (leaf.operator === "equal" ? "isUnknown" : "isKnown") : leaf.operator;
  const step = {
    kind: "fact" as const,
    fact,
    slot,
    // loading has refused an operator that does not exist
    compare: comparisonOf(leaf.operator, {})!,
    value,
    limitSlot,
    operator,
    limit: limitFact === null ? shownLimit(value as Exclude<CompiledValue, { fact: string }>) : null,
    ifUnknown,
    foreseen: null,
  };
  if (limitSlot >= 0) return step;
  const foreseen = [...known[slot]!.keys()].map((seen) => tracedLeaf(step, seen as FactValue, value));
  // Traces share them.
  for (const { condition } of foreseen) Object.freeze(condition);
  return { ...step, foreseen };
}

/** A list in a trace is a list of texts; weekdays are the only numbers that come in lists. */
function shownLimit(limit: Exclude<CompiledValue, { readonly fact: string }>): FactValue {
  return typeof limit === "object" && limit !== null ? limit.map(String) : limit;
}

/** What is traced of a comparison whose right side is `limit`. */
export function tracedLeaf(step: LeafStep, seen: FactValue, limit: unknown): Traced {
  const { fact, operator, ifUnknown, limitSlot } = step;
  const isUnknown = ifUnknown !== null && (seen === null || limit === null);
  const result = isUnknown ? ifUnknown === "holds" : step.compare(seen, limit) === true;
  const shown = limitSlot < 0 ? step.limit : shownLimit(limit as FactValue);
  const condition = { kind: "fact" as const, result, fact, operator, seen, limit: shown };
  // A condition that is told to hold when unknown has been decided by a person: nothing is left open.
  return { condition, certainty: result ? "true" : isUnknown ? "unknown" : "false" };
}
