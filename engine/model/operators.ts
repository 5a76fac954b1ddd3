import { type FactId, type FactType, factIds, factOf } from "./vocabulary.ts";

/** What stands on the right of an operator: one value, several, or nothing. */
type Operand = "one" | "many" | "none";

type OperatorDefinition = {
  readonly types: readonly FactType[];
  readonly operand: Operand;
  /** The operator that is true exactly when this one is false, for a known fact. */
  readonly opposite: string;
};

const single: readonly FactType[] = ["enum", "text", "boolean", "integer", "decimal", "instant"];
const ordered: readonly FactType[] = ["integer", "decimal", "instant"];
const several: readonly FactType[] = ["enum", "text", "integer"];
const every: readonly FactType[] = [...single, "localTime", "list"];

/** The operators of rules. All but `isKnown` and `isUnknown` carry the names json-rules-engine gives them. */
export const operators = {
  equal: { types: single, operand: "one", opposite: "notEqual" },
  notEqual: { types: single, operand: "one", opposite: "equal" },
  in: { types: several, operand: "many", opposite: "notIn" },
  notIn: { types: several, operand: "many", opposite: "in" },
  lessThan: { types: ordered, operand: "one", opposite: "greaterThanInclusive" },
  lessThanInclusive: { types: ordered, operand: "one", opposite: "greaterThan" },
  greaterThan: { types: ordered, operand: "one", opposite: "lessThanInclusive" },
  greaterThanInclusive: { types: ordered, operand: "one", opposite: "lessThan" },
  contains: { types: ["list"], operand: "one", opposite: "doesNotContain" },
  doesNotContain: { types: ["list"], operand: "one", opposite: "contains" },
  isKnown: { types: every, operand: "none", opposite: "isUnknown" },
  isUnknown: { types: every, operand: "none", opposite: "isKnown" },
} as const satisfies Record<string, OperatorDefinition>;

export type OperatorId = keyof typeof operators;

export const operatorIds = Object.keys(operators) as readonly OperatorId[];

/** Operators that a condition on this fact may use, in the table's order. Facts that are never unknown have no `isKnown`. */
export function operatorsFor(id: FactId): OperatorId[] {
  return operatorIds.filter((operator) => allows(operator, id));
}

function allows(operator: OperatorId, id: FactId): boolean {
  const fact = factOf(id);
  const { types, operand } = operators[operator] as OperatorDefinition;
  if (!types.includes(fact.type)) return false;
  if (operand === "none") return fact.unknown !== "never";
  // A plate typed into a rule would travel in every bundle for ever: personal facts meet other facts only.
  return !fact.personal || factIds.some((other) => isComparable(id, operator, other));
}

/** True when `other` may stand on the right of `operator` after `id`: same kind of thing, same unit. */
export function isComparable(id: FactId, operator: OperatorId, other: FactId): boolean {
  if (id === other || operators[operator].operand !== "one") return false;
  const left = factOf(id);
  const right = factOf(other);
  if (left.type === "boolean") return false;
  const sameThing = left.values === right.values && left.idOf === right.idOf && left.unit === right.unit;
  // a list holds words of a table, or ids
  const type = left.type === "list" ? (left.values ? "enum" : "text") : left.type;
  return sameThing && type === right.type;
}
