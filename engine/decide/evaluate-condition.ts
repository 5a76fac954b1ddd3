import type { Facts, FactValue } from "#contracts/decision.ts";
import type { CompiledCondition, CompiledLeaf, CompiledValue } from "../compile/compiled-rules.ts";

/** Does a compiled condition hold for these facts? Agrees with json-rules-engine 7.3 on every compiled condition. */
export function evaluateCondition(condition: CompiledCondition, facts: Facts): boolean {
  if ("all" in condition) return condition.all.every((part) => evaluateCondition(part, facts));
  // json-rules-engine takes an empty `any` as true.
  if ("any" in condition) {
    return condition.any.length === 0 || condition.any.some((part) => evaluateCondition(part, facts));
  }
  return evaluateLeaf(condition, facts);
}

/** Does one comparison hold? An absent fact counts as unknown. */
export function evaluateLeaf(leaf: CompiledLeaf, facts: Facts): boolean {
  const seen = facts[leaf.fact] ?? null;
  const limit = limitOf(leaf.value, facts);
  const compare = comparisons[leaf.operator];
  return compare ? compare(seen, limit) : false;
}

/** The value on the right, read from the facts when it is a reference. */
export function limitOf(value: CompiledValue, facts: Facts): Limit {
  if (typeof value === "object" && value !== null && "fact" in value) return facts[value.fact] ?? null;
  return value;
}

export type Limit = FactValue | readonly (string | number)[];

/** Names of every operator a compiled rule may use. */
export function isComparison(operator: string): boolean {
  return Object.hasOwn(comparisons, operator);
}

const comparisons: Readonly<Record<string, (seen: FactValue, limit: Limit) => boolean>> = {
  equal: (seen, limit) => seen === limit,
  notEqual: (seen, limit) => seen !== limit,
  in: (seen, limit) => isMember(limit, seen),
  notIn: (seen, limit) => !isMember(limit, seen),
  contains: (seen, limit) => isList(seen) && isMember(seen, limit),
  doesNotContain: (seen, limit) => isList(seen) && !isMember(seen, limit),
  lessThan: (seen, limit) => isNumeric(seen) && seen < (limit as number),
  lessThanInclusive: (seen, limit) => isNumeric(seen) && seen <= (limit as number),
  greaterThan: (seen, limit) => isNumeric(seen) && seen > (limit as number),
  greaterThanInclusive: (seen, limit) => isNumeric(seen) && seen >= (limit as number),
};

/** json-rules-engine compares whatever `parseFloat` can read, with plain JavaScript operators, and does not look at the right side. */
function isNumeric(value: FactValue): value is number {
  return typeof value === "number" ? !Number.isNaN(value) : !Number.isNaN(Number.parseFloat(String(value)));
}

function isList(value: Limit): value is readonly string[] {
  return Array.isArray(value);
}

function isMember(list: Limit, member: Limit): boolean {
  return isList(list) && (list as readonly unknown[]).indexOf(member) >= 0;
}
