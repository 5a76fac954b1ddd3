import type { Facts, FactValue } from "#contracts/decision.ts";
import { type EnumName, type EnumValue, enums } from "./enums.ts";
import { type FactDefinition, type FactId, factIds, factOf, type facts, isFactId } from "./vocabulary.ts";

type Definition<Id extends FactId> = (typeof facts)[Id];
type OneValue<D> = D extends { type: "enum"; values: infer Name extends EnumName }
  ? EnumValue<Name>
  : D extends { type: "list"; values: infer Name extends EnumName }
    ? readonly EnumValue<Name>[]
    : D extends { type: "list" }
      ? readonly string[]
      : D extends { type: "boolean" }
        ? boolean
        : D extends { type: "integer" | "decimal" | "instant" }
          ? number
          : string;

/** Some facts with their own types; absent and null both mean unknown. */
export type PartialFacts = { readonly [Id in FactId]?: OneValue<Definition<Id>> | null };

/**
 * Every fact of the vocabulary, unknown (`null`) where `partial` says nothing. A decision needs total facts: an absent
 * fact would make json-rules-engine reject the whole run.
 */
export function totalFacts(partial: PartialFacts): Facts {
  const total: Record<string, FactValue> = {};
  for (const id of factIds) total[id] = (partial[id] as FactValue | undefined) ?? null;
  return total;
}

/** A fact that cannot be used, and why. An empty id: the input as a whole is not an object. */
export type FactProblem = {
  readonly id: string;
  readonly code: "unknownFact" | "wrongType" | "notInList" | "outOfRange";
};

/**
 * Facts from outside (a file, a form, another process), made total. Names each one that is not in the vocabulary or
 * whose value its type does not allow.
 */
export function readFacts(input: unknown): { facts: Facts; problems: FactProblem[] } {
  const partial: Record<string, FactValue> = {};
  const problems: FactProblem[] = [];
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return { facts: totalFacts({}), problems: [{ id: "", code: "wrongType" }] };
  }
  for (const [id, value] of Object.entries(input)) {
    if (!isFactId(id)) {
      problems.push({ id, code: "unknownFact" });
      continue;
    }
    const code = factProblem(id, value);
    if (code) problems.push({ id, code });
    else partial[id] = value as FactValue;
  }
  return { facts: totalFacts(partial as PartialFacts), problems };
}

/** What is wrong with a value for a fact; null when nothing is. `null`, unknown, is always a legal value. */
export function factProblem(id: FactId, value: unknown): FactProblem["code"] | null {
  if (value === null) return null;
  const fact = factOf(id);
  if (fact.type === "list") {
    if (!Array.isArray(value)) return "wrongType";
    return value.map((member) => textProblem(fact, member)).find((code) => code !== null) ?? null;
  }
  return oneValueProblem(fact, value);
}

/** What is wrong with one value (a list's member counts as one) for a fact; null when nothing is. */
export function oneValueProblem(fact: FactDefinition, value: unknown): "wrongType" | "notInList" | "outOfRange" | null {
  if (fact.type === "boolean") return typeof value === "boolean" ? null : "wrongType";
  if (fact.type === "integer" || fact.type === "decimal" || fact.type === "instant") return numberProblem(fact, value);
  return textProblem(fact, value);
}

function numberProblem(fact: FactDefinition, value: unknown): "wrongType" | "outOfRange" | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return "wrongType";
  if (fact.type !== "decimal" && !Number.isSafeInteger(value)) return "wrongType";
  if (value < (fact.min ?? -Infinity) || value > (fact.max ?? Infinity)) return "outOfRange";
  return null;
}

function textProblem(fact: FactDefinition, value: unknown): "wrongType" | "notInList" | null {
  if (typeof value !== "string") return "wrongType";
  if (fact.values === undefined) return null;
  return (enums[fact.values] as readonly string[]).includes(value) ? null : "notInList";
}
