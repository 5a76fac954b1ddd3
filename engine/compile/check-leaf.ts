import type { DiagnosticCode } from "../model/diagnostic-code.ts";
import { oneValueProblem } from "../model/facts.ts";
import { isComparable, type OperatorId, operators, operatorsFor } from "../model/operators.ts";
import type { LeafValue } from "../model/rule.ts";
import { type FactId, factOf, isFactId } from "../model/vocabulary.ts";
import { isFactRef } from "./compile-condition.ts";

/** What is wrong with a comparison. `at` is the part of it to point at. */
type LeafProblem = {
  readonly code: DiagnosticCode;
  readonly at: "operator" | "value";
  readonly params: Readonly<Record<string, string | number>>;
};

/** The first thing wrong with `fact operator value` by the vocabulary; null when it is sound. */
export function checkLeaf(fact: FactId, operator: OperatorId, value: LeafValue): LeafProblem | null {
  const found = (code: DiagnosticCode, at: LeafProblem["at"], params: LeafProblem["params"] = {}): LeafProblem => ({
    code,
    at,
    params: { fact, operator, ...params },
  });
  if (!operatorsFor(fact).includes(operator)) return found("condition.operator", "operator");
  const { operand } = operators[operator];
  if (operand === "none") return value === undefined ? null : found("condition.valueNotAllowed", "value");
  if (value === undefined) return found("condition.valueMissing", "value");
  if (isFactRef(value)) {
    const other = value.fact;
    if (isFactId(other) && isComparable(fact, operator, other)) return null;
    return found("condition.notComparable", "value", { other });
  }
  if (factOf(fact).personal) return found("condition.personalValue", "value");
  if (Array.isArray(value) !== (operand === "many")) return found("condition.valueType", "value");
  for (const one of Array.isArray(value) ? value : [value]) {
    const problem = checkValue(fact, one);
    if (problem) return found(problem, "value", { value: String(one), ...rangeOf(fact) });
  }
  return null;
}

const valueCodes = {
  wrongType: "condition.valueType",
  notInList: "condition.valueNotInList",
  outOfRange: "condition.valueOutOfRange",
} as const;

function checkValue(fact: FactId, value: string | number | boolean): DiagnosticCode | null {
  const definition = factOf(fact);
  const problem = oneValueProblem(definition, value);
  return problem && valueCodes[problem];
}

function rangeOf(fact: FactId): Record<string, number> {
  const { min, max } = factOf(fact);
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}
