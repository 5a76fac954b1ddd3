import type { CompiledCondition, CompiledParams, CompiledRelease, CompiledRule } from "../compile/compiled-rules.ts";
import { buildMatcher, type Matcher } from "./rules/matcher.ts";
import { readRules } from "./rules/read-rule.ts";
import { prepareTraces, type TraceSteps } from "./trace-step.ts";

/** Release rules made ready to decide with. Holds no state: any number of decisions may run on it at once. */
export type PreparedRelease = {
  readonly rules: readonly CompiledRule[];
  /** Every fact that any rule reads, in conditions or parameters, sorted. */
  readonly factsRead: readonly string[];
  /** Finds the matching rules in order. */
  readonly matcher: Matcher;
  /** The conditions ready to be traced: made when somebody first asks, they take several times the room of the rest. */
  readonly traceSteps: () => TraceSteps;
};

/** Compiled rules in the order in which they are tried: highest priority first. */
export function prepareRelease(release: CompiledRelease): PreparedRelease {
  const rules = [...release.rules].sort((a, b) => b.priority - a.priority);
  const read = new Set<string>();
  for (const rule of rules) {
    addConditionFacts(rule.conditions, read);
    const { params, effects } = rule.event.params;
    for (const some of [params ?? {}, ...effects.map((effect) => effect.params)]) addParamFacts(some, read);
  }
  const matcher = buildMatcher(readRules(rules, {}), true);
  let steps: TraceSteps | null = null;
  const traceSteps = () => {
    steps ??= prepareTraces(rules, matcher.slots);
    return steps;
  };
  return { rules, factsRead: [...read].sort(), matcher, traceSteps };
}

function addConditionFacts(condition: CompiledCondition, read: Set<string>): void {
  if ("fact" in condition) {
    read.add(condition.fact);
    addParamFacts({ value: condition.value }, read);
    return;
  }
  for (const part of "all" in condition ? condition.all : condition.any) addConditionFacts(part, read);
}

function addParamFacts(params: CompiledParams | { readonly value: unknown }, read: Set<string>): void {
  for (const value of Object.values(params) as unknown[]) {
    if (typeof value === "object" && value !== null && "fact" in value) read.add(String(value.fact));
  }
}
