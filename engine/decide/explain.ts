import type { Facts } from "#contracts/decision.ts";
import type { RuleOutcome, Trace } from "#contracts/trace.ts";
import type { CompiledRule } from "../compile/compiled-rules.ts";
import { type Deciding, decide } from "./decide.ts";
import { traceCondition } from "./trace-condition.ts";

/**
 * Why these facts were decided as they were: for each rule in order whether it matched, and its conditions with the
 * value seen and the limit. Rules after the deciding one are `notReached`. `unknown`: the rule did not match, and would
 * have had an unknown fact been known to fit. Made on demand from bundle and facts, so it is never stored.
 */
export function explain(bundle: Deciding, facts: Facts): Trace {
  const decision = decide(bundle, facts);
  const deciding = bundle.release.rules.findIndex((rule) => rule.name === decision.ruleId);
  const reached = deciding < 0 ? bundle.release.rules.length : deciding + 1;
  const rules = bundle.release.rules.map((rule, index) => {
    const group = rule.event.params.group;
    if (index < reached) return { ruleId: rule.name, group, ...traceRule(rule, facts) };
    return { ruleId: rule.name, group, outcome: "notReached" as const, condition: null };
  });
  return { v: 1, decision, rules };
}

function traceRule(rule: CompiledRule, facts: Facts): Omit<Trace["rules"][number], "ruleId" | "group"> {
  const { condition, certainty } = traceCondition(rule.conditions, facts);
  const notMatched: RuleOutcome = certainty === "unknown" ? "unknown" : "notMatched";
  return { outcome: condition.result ? "matched" : notMatched, condition };
}
