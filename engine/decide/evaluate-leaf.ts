import type { Facts, FactValue } from "#contracts/decision.ts";
import type { CompiledLeaf, CompiledValue } from "../compile/compiled-rules.ts";
import { comparisonOf } from "./rules/comparison.ts";

/** Does one comparison hold? An absent fact counts as unknown. */
export function evaluateLeaf({ fact, operator, value }: CompiledLeaf, facts: Facts): boolean {
  return comparisonOf(operator, {})?.(facts[fact] ?? null, limitOf(value, facts)) === true;
}

/** The value on the right, read from the facts when it is a reference. */
export function limitOf(value: CompiledValue, facts: Facts): FactValue | readonly (string | number)[] {
  if (typeof value === "object" && value !== null && "fact" in value) return facts[value.fact] ?? null;
  return value;
}
