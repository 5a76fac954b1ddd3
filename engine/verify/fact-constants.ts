import type { CompiledCondition, CompiledLeaf } from "../compile/compiled-rules.ts";
import { enums } from "../model/enums.ts";
import { type FactId, factOf } from "../model/vocabulary.ts";

/** Facts that rules compare with each other, and so share their constants; one that is compared with none is alone. */
export type FactGroup = {
  readonly facts: readonly FactId[];
  /** Everything that a comparison with one of them names. */
  readonly constants: ReadonlySet<string | number | boolean>;
};

/** Every comparison of the conditions, each once. */
export function leavesOf(conditions: readonly CompiledCondition[]): CompiledLeaf[] {
  const found = new Map<string, CompiledLeaf>();
  const open = [...conditions];
  for (let condition = open.pop(); condition !== undefined; condition = open.pop()) {
    if ("fact" in condition)
      found.set(JSON.stringify([condition.fact, condition.operator, condition.value]), condition);
    else open.push(...("all" in condition ? condition.all : condition.any));
  }
  return [...found.values()];
}

/** The fact on the right of a comparison; null when it is a constant. */
export function referenceOf({ value }: CompiledLeaf): FactId | null {
  return typeof value === "object" && value !== null && "fact" in value ? (value.fact as FactId) : null;
}

/** The facts of the comparisons, those that are compared with each other together. */
export function groupFacts(leaves: readonly CompiledLeaf[]): FactGroup[] {
  const parent = new Map<FactId, FactId>();
  const root = (fact: FactId): FactId => {
    const up = parent.get(fact) ?? fact;
    return up === fact ? fact : root(up);
  };
  for (const leaf of leaves) {
    const fact = leaf.fact as FactId;
    const other = referenceOf(leaf) ?? fact;
    parent.set(fact, root(fact));
    parent.set(root(other), root(fact));
  }
  const groups = new Map<FactId, { facts: FactId[]; constants: Set<string | number | boolean> }>();
  for (const fact of [...parent.keys()].sort()) {
    const group = groups.get(root(fact)) ?? { facts: [], constants: new Set() };
    group.facts.push(fact);
    groups.set(root(fact), group);
  }
  for (const leaf of leaves) {
    for (const constant of constantsOf(leaf)) groups.get(root(leaf.fact as FactId))!.constants.add(constant);
  }
  return [...groups.values()];
}

function constantsOf(leaf: CompiledLeaf): readonly (string | number | boolean)[] {
  if (leaf.value === null || referenceOf(leaf) !== null) return [];
  return (typeof leaf.value === "object" ? leaf.value : [leaf.value]) as readonly (string | number | boolean)[];
}

/**
 * Values of texts and closed lists that can be told apart: the members of the list, or the constants and, for every
 * other text, as many stand-ins as there are facts to be equal or unequal to each other.
 */
export function namedValues({ facts, constants }: FactGroup): { named: (string | boolean)[]; rest: string[] } {
  const { values, type, idOf } = factOf(facts.find((fact) => factOf(fact).type !== "list") ?? facts[0]!);
  if (type === "boolean") return { named: [false, true], rest: [] };
  if (values !== undefined) return { named: [...enums[values]], rest: [] };
  const named = [...constants].map(String).sort();
  const rest: string[] = [];
  for (let n = 1; rest.length < facts.length; n += 1) {
    const name = `${idOf}-${n}`;
    if (!constants.has(name)) rest.push(name);
  }
  return { named, rest };
}

/** True for facts whose values are ordered. */
export function isNumeric(fact: FactId): boolean {
  const { type } = factOf(fact);
  return type === "integer" || type === "decimal" || type === "instant";
}

/** Smallest and largest value of a numeric fact. */
export function boundsOf(fact: FactId): { min: number; max: number } {
  const { min = -Number.MAX_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = factOf(fact);
  return { min, max };
}

/** Evenly spread values strictly between two numbers: up to `count`, fewer when there are no more. */
export function valuesBetween(low: number, high: number, count: number, isWhole: boolean): number[] {
  const room = isWhole ? high - low - 1 : Number.POSITIVE_INFINITY;
  if (room < 1) return [];
  if (room <= count) return Array.from({ length: room }, (_, index) => low + 1 + index);
  const step = (high - low) / (count + 1);
  const spread = Array.from({ length: count }, (_, index) => low + step * (index + 1));
  return isWhole ? spread.map(Math.floor) : spread;
}
