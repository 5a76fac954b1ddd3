import { decisionOf, type EffectType, effectOf, type ParamDefinition } from "../model/actions.ts";
import type { DiagnosticCode } from "../model/diagnostic-code.ts";
import { type DecisionType, type EnumName, enums, type ReasonCode } from "../model/enums.ts";
import type { FactId } from "../model/vocabulary.ts";
import { isFactRef } from "./compile-condition.ts";

type Params = Readonly<Record<string, unknown>>;

/** What is wrong with an action; `at` leads to it from the action. */
type ActionProblem = {
  readonly code: DiagnosticCode;
  readonly at: readonly string[];
  readonly params: Readonly<Record<string, string | number>>;
};

/** Everything wrong with a decision by the vocabulary. */
export function checkDecision(type: DecisionType, reason: string, params: Params): ActionProblem[] {
  const definition = decisionOf(type);
  const problems = checkParams(type, definition.params, params);
  if (definition.reasons.includes(reason as ReasonCode)) return problems;
  return [{ code: "action.reason", at: ["reason"], params: { action: type, reason } }, ...problems];
}

/** Everything wrong with an effect by the vocabulary. */
export function checkEffect(type: EffectType, params: Params): ActionProblem[] {
  return checkParams(type, effectOf(type).params, params);
}

function checkParams(
  action: string,
  definitions: Readonly<Record<string, ParamDefinition>>,
  params: Params,
): ActionProblem[] {
  const problem = (code: DiagnosticCode, param: string, more: Record<string, string | number> = {}): ActionProblem => ({
    code,
    at: ["params", param],
    params: { action, param, ...more },
  });
  const extra = Object.keys(params).filter((param) => !Object.hasOwn(definitions, param));
  const problems = extra.map((param) => problem("action.paramUnknown", param));
  for (const [param, definition] of Object.entries(definitions)) {
    const value = Object.hasOwn(params, param) ? params[param] : undefined;
    if (value === undefined) {
      if (definition.required) problems.push(problem("action.paramMissing", param));
      continue;
    }
    const code = checkParam(definition, value);
    if (code) problems.push(problem(code, param, boundsOf(definition)));
  }
  return problems;
}

function checkParam(definition: ParamDefinition, value: unknown): DiagnosticCode | null {
  switch (definition.type) {
    case "boolean":
      return typeof value === "boolean" ? null : "action.paramType";
    case "integer":
      if (!Number.isSafeInteger(value)) return "action.paramType";
      return (value as number) < definition.min || (value as number) > definition.max ? "action.paramOutOfRange" : null;
    case "enum":
      return isValue(definition.values, value) ? null : "action.paramNotInList";
    case "enums":
      if (!Array.isArray(value)) return "action.paramType";
      return value.every((one) => isValue(definition.values, one)) ? null : "action.paramNotInList";
    case "texts":
      if (!Array.isArray(value)) return "action.paramType";
      if (value.length > definition.countMax) return "action.paramTooLong";
      return value.map((one) => checkText(definition.lengthMax, one)).find((code) => code !== null) ?? null;
    case "text":
      return isFactRef(value) ? checkRef(definition.facts, value.fact) : checkText(definition.lengthMax, value);
    case "factRef":
      return isFactRef(value) ? checkRef(definition.facts, value.fact) : "action.paramFact";
  }
}

function checkText(lengthMax: number, value: unknown): DiagnosticCode | null {
  if (typeof value !== "string") return "action.paramType";
  return value.length === 0 || value.length > lengthMax ? "action.paramTooLong" : null;
}

function checkRef(facts: readonly FactId[], fact: FactId): DiagnosticCode | null {
  return facts.includes(fact) ? null : "action.paramFact";
}

function isValue(name: EnumName, value: unknown): boolean {
  return (enums[name] as readonly unknown[]).includes(value);
}

function boundsOf(definition: ParamDefinition): Record<string, number> {
  if (definition.type === "integer") return { min: definition.min, max: definition.max };
  if (definition.type === "text" || definition.type === "texts") return { max: definition.lengthMax };
  return {};
}
