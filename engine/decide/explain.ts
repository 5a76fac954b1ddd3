import type { Facts } from "#contracts/decision.ts";
import type { RuleOutcome, Trace } from "#contracts/trace.ts";
import { type Deciding, decide } from "./decide.ts";
import { loadFacts } from "./rules/load-facts.ts";
import { ConditionTrace } from "./trace-condition.ts";

/**
 * Why these facts were decided as they were: for each rule in order whether it matched, and its conditions with the
 * value seen and the limit. Rules after the deciding one are `notReached`. `unknown`: the rule did not match, and would
 * have had an unknown fact been known to fit. Made on demand from bundle and facts, so it is never stored.
 */
export function explain(bundle: Deciding, facts: Facts): Trace {
  const decision = decide(bundle, facts);
  const { rules, matcher, traceSteps } = bundle.release;
  const steps = traceSteps();
  const trace = new ConditionTrace(steps, loadFacts(matcher.slots, facts, "null"));
  let isReached = true;
  const traced = rules.map(({ name, event }, place): Trace["rules"][number] => {
    const { group } = event.params;
    if (!isReached) return { ruleId: name, group, outcome: "notReached", condition: null };
    if (name === decision.ruleId) isReached = false;
    const condition = trace.trace(steps.roots[place]!);
    const notMatched: RuleOutcome = trace.certainty === "unknown" ? "unknown" : "notMatched";
    return { ruleId: name, group, outcome: condition.result ? "matched" : notMatched, condition };
  });
  return { v: 1, decision, rules: traced };
}
