import type { ParamValue, ReleaseRule, ReleaseRules } from "../model/rule.ts";
import { type FactId, factOf } from "../model/vocabulary.ts";
import { compileCondition, isFactRef, isKnown } from "./compile-condition.ts";
import {
  type CompiledCondition,
  type CompiledGroup,
  type CompiledRelease,
  type CompiledRule,
  effectsOnly,
} from "./compiled-rules.ts";
import { sortRules } from "./sort-rules.ts";

/**
 * Checked release rules as json-rules-engine 7.3 JSON: sorted by order group, priorities n..1 so that the order never
 * rests on which promise resolves first, unknown facts guarded. Rules that are switched off are left out.
 */
export function compileReleaseRules(rules: ReleaseRules): CompiledRelease {
  const sorted = sortRules(rules);
  return { rules: sorted.map((rule, position) => compileRule(rule, sorted.length - position)) };
}

function compileRule(rule: ReleaseRule, priority: number): CompiledRule {
  const { decision, effects } = rule.then;
  return {
    name: rule.id,
    priority,
    conditions: rootOf(rule),
    event: {
      type: decision?.type ?? effectsOnly,
      params: {
        group: rule.group,
        ...(rule.name ? { title: rule.name } : {}),
        ...(decision ? { reason: decision.reason, params: decision.params } : {}),
        effects,
      },
    },
  };
}

/** A rule whose action refers to a fact needs that fact: nobody is asked to pay an amount that is not known. */
function rootOf(rule: ReleaseRule): CompiledGroup {
  const condition = compileCondition(rule.when, rule.ifUnknown);
  const needed = [...factsNeeded(rule)].map(isKnown);
  if (needed.length > 0) return { all: [...needed, ...conjuncts(condition)] };
  return "all" in condition || "any" in condition ? condition : { all: [condition] };
}

function conjuncts(condition: CompiledCondition): readonly CompiledCondition[] {
  return "all" in condition ? condition.all : [condition];
}

function factsNeeded({ then }: ReleaseRule): Set<FactId> {
  const params: ParamValue[] = [then.decision, ...then.effects].flatMap((action) =>
    Object.values(action?.params ?? {}),
  );
  const refs = params.filter(isFactRef).map((ref) => ref.fact);
  return new Set(refs.filter((fact) => factOf(fact).unknown !== "never"));
}
