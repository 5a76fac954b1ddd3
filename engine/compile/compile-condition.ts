import { type OperatorId, operators } from "../model/operators.ts";
import type { Condition, FactRef, Leaf, UnknownChoice } from "../model/rule.ts";
import { type FactId, factOf } from "../model/vocabulary.ts";
import type { CompiledCondition, CompiledGroup, CompiledLeaf, CompiledValue } from "./compiled-rules.ts";

/**
 * An authored condition as json-rules-engine conditions without `not`. A fact that may be unknown (`null`) is guarded:
 * `skip` gives `all: [known, comparison]`, `holds` gives `any: [unknown, comparison]`. Without a guard `notEqual`,
 * `notIn` and a negated comparison are true for an unknown fact, and "not on the block list" would open a gate when
 * nobody knows.
 */
export function compileCondition(condition: Condition, ifUnknown: UnknownChoice): CompiledCondition {
  return compile(condition, ifUnknown, false);
}

/** A comparison that holds exactly when the fact is known. */
export function isKnown(fact: FactId): CompiledLeaf {
  return { fact, operator: "notEqual", value: null };
}

function isUnknown(fact: FactId): CompiledLeaf {
  return { fact, operator: "equal", value: null };
}

function compile(condition: Condition, ifUnknown: UnknownChoice, negated: boolean): CompiledCondition {
  if ("not" in condition) return compile(condition.not, ifUnknown, !negated);
  if ("all" in condition) return group(condition.all, !negated, ifUnknown, negated);
  if ("any" in condition) return group(condition.any, negated, ifUnknown, negated);
  return compileLeaf(condition, ifUnknown, negated);
}

function group(parts: Condition[], isAll: boolean, ifUnknown: UnknownChoice, negated: boolean): CompiledGroup {
  const compiled = parts.map((part) => compile(part, ifUnknown, negated));
  return isAll ? { all: compiled } : { any: compiled };
}

function compileLeaf(leaf: Leaf, ifUnknown: UnknownChoice, negated: boolean): CompiledCondition {
  const operator: OperatorId = negated ? operators[leaf.operator].opposite : leaf.operator;
  if (operator === "isKnown") return isKnown(leaf.fact);
  if (operator === "isUnknown") return isUnknown(leaf.fact);
  const comparison: CompiledLeaf = { fact: leaf.fact, operator, value: leaf.value as CompiledValue };
  const read = isFactRef(leaf.value) ? [leaf.fact, leaf.value.fact] : [leaf.fact];
  const unsure = read.filter((fact) => factOf(fact).unknown !== "never");
  if (unsure.length === 0) return comparison;
  return (leaf.ifUnknown ?? ifUnknown) === "holds"
    ? { any: [...unsure.map(isUnknown), comparison] }
    : { all: [...unsure.map(isKnown), comparison] };
}

/** True for a value that is read from another fact. */
export function isFactRef(value: unknown): value is FactRef {
  return typeof value === "object" && value !== null && "fact" in value;
}
