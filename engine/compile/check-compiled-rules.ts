import { type EffectType, effectTypes } from "../model/actions.ts";
import { type DecisionType, enums } from "../model/enums.ts";
import { type OperatorId, operatorIds } from "../model/operators.ts";
import { type LeafValue, otherwiseRuleId } from "../model/rule.ts";
import { factOf, isFactId } from "../model/vocabulary.ts";
import { checkDecision, checkEffect } from "./check-action.ts";
import { checkLeaf } from "./check-leaf.ts";
import {
  type CompiledCondition,
  type CompiledLeaf,
  type CompiledRelease,
  type CompiledRule,
  effectsOnly,
} from "./compiled-rules.ts";

/** Something in compiled rules that the vocabulary does not allow. `path` starts inside the release part. */
type CompiledProblem = { readonly path: string; readonly message: string };

/**
 * The first thing wrong with well-formed compiled rules, null when all is sound: names unique, priorities n..1, every
 * fact, operator, value and parameter known to the vocabulary. An edge trusts nothing that it has not checked itself.
 */
export function checkCompiledRules({ rules }: CompiledRelease): CompiledProblem | null {
  const names = new Set<string>([otherwiseRuleId]);
  for (const [index, rule] of rules.entries()) {
    const path = `rules.${index}`;
    if (names.has(rule.name)) return { path: `${path}.name`, message: `rule name "${rule.name}" is taken` };
    if (rule.priority !== rules.length - index) return { path: `${path}.priority`, message: "rules are not in order" };
    names.add(rule.name);
    const problem = checkCondition(rule.conditions, `${path}.conditions`) ?? checkEvent(rule, `${path}.event`);
    if (problem) return problem;
  }
  return null;
}

function checkCondition(condition: CompiledCondition, path: string): CompiledProblem | null {
  if ("fact" in condition) return checkCompiledLeaf(condition, path);
  const [key, parts] = "all" in condition ? (["all", condition.all] as const) : (["any", condition.any] as const);
  for (const [index, part] of parts.entries()) {
    const problem = checkCondition(part, `${path}.${key}.${index}`);
    if (problem) return problem;
  }
  return null;
}

function checkCompiledLeaf({ fact, operator, value }: CompiledLeaf, path: string): CompiledProblem | null {
  if (!isFactId(fact)) return { path: `${path}.fact`, message: `no fact is called "${fact}"` };
  if (value === null) {
    const isGuard = (operator === "equal" || operator === "notEqual") && factOf(fact).unknown !== "never";
    return isGuard ? null : { path, message: `"${fact}" cannot be compared with null by "${operator}"` };
  }
  if (!isOperatorId(operator)) return { path: `${path}.operator`, message: `no operator is called "${operator}"` };
  const problem = checkLeaf(fact, operator, value as LeafValue);
  return problem && { path: `${path}.${problem.at}`, message: `${problem.code} for "${fact}"` };
}

function isOperatorId(operator: string): operator is OperatorId {
  return operator !== "isKnown" && operator !== "isUnknown" && (operatorIds as readonly string[]).includes(operator);
}

function checkEvent({ event }: CompiledRule, path: string): CompiledProblem | null {
  const { reason, params, effects } = event.params;
  if (event.type === effectsOnly) {
    if (reason !== undefined || params !== undefined) return { path, message: "effects alone carry no reason" };
  } else {
    if (!isDecision(event.type)) return { path: `${path}.type`, message: `no decision is called "${event.type}"` };
    const problem = checkDecision(event.type, reason ?? "", params ?? {})[0];
    if (problem) return { path: `${path}.params.${problem.at.join(".")}`, message: problem.code };
  }
  for (const [index, effect] of effects.entries()) {
    const at = `${path}.params.effects.${index}`;
    if (!isEffect(effect.type)) return { path: `${at}.type`, message: `no effect is called "${effect.type}"` };
    const problem = checkEffect(effect.type, effect.params)[0];
    if (problem) return { path: `${at}.${problem.at.join(".")}`, message: problem.code };
  }
  return null;
}

function isDecision(type: string): type is DecisionType {
  return (enums.decision as readonly string[]).includes(type);
}

function isEffect(type: string): type is EffectType {
  return (effectTypes as readonly string[]).includes(type);
}
