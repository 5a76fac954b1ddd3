import type { Facts, FactValue } from "#contracts/decision.ts";
import type { TraceCondition } from "#contracts/trace.ts";
import type { CompiledCondition, CompiledLeaf } from "../compile/compiled-rules.ts";
import { evaluateLeaf, limitOf } from "./evaluate-leaf.ts";

/** Would the condition hold if every unknown fact were known? `unknown`: it depends on what the fact would be. */
type Certainty = "true" | "false" | "unknown";

type Traced = { readonly condition: TraceCondition; readonly certainty: Certainty };

/** A compiled condition with what was seen. A comparison and its guards against unknown facts are shown as one. */
export function traceCondition(condition: CompiledCondition, facts: Facts): Traced {
  if ("fact" in condition) return traceLeaf(condition, facts);
  const guarded = guardedLeaf(condition);
  if (guarded) return traceGuarded(guarded, facts);
  const isAll = "all" in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) => traceCondition(part, facts));
  const results = parts.map((part) => part.condition.result);
  const result = isAll ? results.every(Boolean) : results.length === 0 || results.some(Boolean);
  const kind = isAll ? ("all" as const) : ("any" as const);
  return {
    condition: { kind, result, conditions: parts.map((part) => part.condition) },
    certainty: combine(kind, parts),
  };
}

function combine(kind: "all" | "any", parts: readonly Traced[]): Certainty {
  const settled: Certainty = kind === "all" ? "false" : "true";
  if (parts.some((part) => part.certainty === settled)) return settled;
  if (parts.some((part) => part.certainty === "unknown")) return "unknown";
  return kind === "all" || parts.length === 0 ? "true" : "false";
}

type Guarded = { readonly leaf: CompiledLeaf; readonly ifUnknown: "skip" | "holds" };

/** The comparison inside the guards that the compiler puts around it: nulls first, then the comparison of those facts. */
function guardedLeaf(condition: Exclude<CompiledCondition, CompiledLeaf>): Guarded | null {
  const isAll = "all" in condition;
  const parts = isAll ? condition.all : condition.any;
  const leaf = parts.at(-1);
  if (parts.length < 2 || leaf === undefined || !("fact" in leaf) || leaf.value === null) return null;
  const guardOperator = isAll ? "notEqual" : "equal";
  const read = factsOf(leaf);
  const guards = parts.slice(0, -1);
  const isGuarded = guards.every(
    (part) => "fact" in part && part.value === null && part.operator === guardOperator && read.includes(part.fact),
  );
  return isGuarded ? { leaf, ifUnknown: isAll ? "skip" : "holds" } : null;
}

function factsOf({ fact, value }: CompiledLeaf): string[] {
  return typeof value === "object" && value !== null && "fact" in value ? [fact, value.fact] : [fact];
}

function traceGuarded({ leaf, ifUnknown }: Guarded, facts: Facts): Traced {
  if (factsOf(leaf).every((fact) => (facts[fact] ?? null) !== null)) return traceLeaf(leaf, facts);
  const result = ifUnknown === "holds";
  // A condition that is told to hold when unknown has been decided by a person: nothing is left open.
  return { condition: shown(leaf, facts, result), certainty: result ? "true" : "unknown" };
}

function traceLeaf(leaf: CompiledLeaf, facts: Facts): Traced {
  const result = evaluateLeaf(leaf, facts);
  return { condition: shown(leaf, facts, result), certainty: result ? "true" : "false" };
}

function shown(leaf: CompiledLeaf, facts: Facts, result: boolean): TraceCondition {
  const seen = facts[leaf.fact] ?? null;
  if (leaf.value === null) {
    const operator = leaf.operator === "equal" ? "isUnknown" : "isKnown";
    return { kind: "fact", result, fact: leaf.fact, operator, seen, limit: null };
  }
  const limit = limitOf(leaf.value, facts);
  // A list in a trace is a list of texts; weekdays are the only numbers that come in lists.
  const shownLimit: FactValue = typeof limit === "object" && limit !== null ? limit.map(String) : limit;
  return { kind: "fact", result, fact: leaf.fact, operator: leaf.operator, seen, limit: shownLimit };
}
