import type { Decision, DecisionKind, Effect, Facts, FactValue } from "#contracts/decision.ts";
import { type CompiledParams, type CompiledRule, effectsOnly } from "../compile/compiled-rules.ts";
import { otherwiseRuleId } from "../model/rule.ts";
import type { PreparedRelease } from "./prepare-release.ts";
import { loadFacts } from "./rules/load-facts.ts";

/** Anything that carries prepared release rules: a loaded bundle. */
export type Deciding = { readonly release: PreparedRelease };

/**
 * The decision for one car at one lane. Every matching rule fires in order up to and including the first that decides;
 * their effects accumulate. When none decides, the fixed otherwise holds the car and calls support. `facts` are total
 * over the vocabulary (`totalFacts`); `null` is unknown. Pure: the same bundle and facts always give the same decision.
 *
 * @example decide(bundle, totalFacts({ "lane.direction": "exit", "fee.due": 0 })).decision // "release"
 */
export function decide(bundle: Deciding, facts: Facts): Decision {
  return decideRelease(bundle.release, facts);
}

/** Every fact that a release rule of the bundle reads: what a record must hold so that the decision can be made again. */
export function factsRead(bundle: Deciding): readonly string[] {
  return bundle.release.factsRead;
}

/** As {@link decide}, for release rules on their own. */
export function decideRelease(release: PreparedRelease, facts: Facts): Decision {
  const effects: Effect[] = [];
  const firedRuleIds: string[] = [];
  let deciding: CompiledRule | null = null;
  // A fact that was not given counts as unknown.
  const values = loadFacts(release.matcher.slots, facts, "null");
  release.matcher.find(values, (place) => {
    const rule = release.rules[place]!;
    firedRuleIds.push(rule.name);
    addEffects(effects, rule, facts);
    if (rule.event.type !== effectsOnly) deciding = rule;
    return deciding !== null;
  });
  return deciding ? decisionOf(deciding, facts, effects, firedRuleIds) : otherwise(effects, firedRuleIds);
}

function decisionOf(rule: CompiledRule, facts: Facts, effects: Effect[], firedRuleIds: string[]): Decision {
  const { reason, params } = rule.event.params;
  return {
    decision: rule.event.type as DecisionKind,
    ruleId: rule.name,
    // loading has refused a decision without its reason
    reason: reason!,
    params: resolve(params ?? {}, facts),
    effects,
    firedRuleIds,
  };
}

/** Fixed for all time: no rule of the lot decided, so a person does. */
function otherwise(effects: Effect[], firedRuleIds: string[]): Decision {
  const callSupport: Effect = { type: "callSupport", params: { reason: "noRule", priority: 2 } };
  return {
    decision: "hold",
    ruleId: otherwiseRuleId,
    reason: "noRule",
    params: {},
    effects: [...effects, callSupport],
    firedRuleIds,
  };
}

function addEffects(effects: Effect[], rule: CompiledRule, facts: Facts): void {
  for (const { type, params } of rule.event.params.effects) effects.push({ type, params: resolve(params, facts) });
}

/** Parameters with each reference replaced by the fact's value. */
function resolve(params: CompiledParams, facts: Facts): Record<string, FactValue> {
  const resolved: Record<string, FactValue> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== "object") resolved[name] = value;
    else if ("fact" in value) resolved[name] = facts[value.fact] ?? null;
    else resolved[name] = [...value];
  }
  return resolved;
}
