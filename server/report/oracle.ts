import { Engine, type RuleProperties } from "json-rules-engine";
import type { Decision, Effect, Facts, FactValue } from "#contracts/decision.ts";
import type { Bundle } from "#engine/compile/bundle.ts";

type Rule = Bundle["release"]["rules"][number];
type Params = Rule["event"]["params"]["effects"][number]["params"];

/** Type of an event that carries effects and decides nothing. */
const effectsOnly = "effects";

/**
 * The decision as json-rules-engine makes it from the same bundle: the second, independent reading of the rules. A new
 * engine each time, because a shared one loses rules under concurrent runs; all rules run, and which of the true ones
 * fire is read off their priorities, because `stop()` and completion order cannot be relied on. `facts` are total.
 */
export async function decideByOracle(bundle: Pick<Bundle, "release">, facts: Facts): Promise<Decision> {
  const { rules } = bundle.release;
  const engine = new Engine(structuredClone(rules) as unknown as RuleProperties[]);
  const { results } = await engine.run(structuredClone(facts) as Record<string, FactValue>);
  const matching = new Set(results.filter((result) => result.result === true).map((result) => result.name));
  const effects: Effect[] = [];
  const firedRuleIds: string[] = [];
  for (const rule of [...rules].sort((a, b) => b.priority - a.priority)) {
    if (!matching.has(rule.name)) continue;
    firedRuleIds.push(rule.name);
    const { reason, params } = rule.event.params;
    for (const effect of rule.event.params.effects)
      effects.push({ type: effect.type, params: valuesOf(effect.params, facts) });
    if (rule.event.type === effectsOnly) continue;
    return {
      decision: rule.event.type as Decision["decision"],
      ruleId: rule.name,
      reason: reason ?? "other",
      params: valuesOf(params ?? {}, facts),
      effects,
      firedRuleIds,
    };
  }
  effects.push({ type: "callSupport", params: { reason: "noRule", priority: 2 } });
  return { decision: "hold", ruleId: "otherwise", reason: "noRule", params: {}, effects, firedRuleIds };
}

function valuesOf(params: Params, facts: Facts): Record<string, FactValue> {
  const values: Record<string, FactValue> = {};
  for (const [name, value] of Object.entries(params)) {
    const isReference = typeof value === "object" && "fact" in value;
    values[name] = isReference ? (facts[value.fact] ?? null) : (value as FactValue);
  }
  return values;
}
