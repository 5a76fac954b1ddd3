import { enums } from "#engine/model/enums.ts";
import { isComparable, type OperatorId, operators } from "#engine/model/operators.ts";
import type { LeafValue } from "#engine/model/rule.ts";
import { type FactId, factIds, factOf } from "#engine/model/vocabulary.ts";

/** Facts that may stand on the right of a comparison. */
export function comparableFacts(fact: FactId, operator: OperatorId): FactId[] {
  return factIds.filter((other) => isComparable(fact, operator, other));
}

/** A first limit for a comparison, which its blank can then change; undefined where none is needed. */
export function firstValue(
  fact: FactId,
  operator: OperatorId,
  lanes: readonly { id: string }[],
): LeafValue | undefined {
  const { operand } = operators[operator];
  if (operand === "none") return undefined;
  const one = firstOne(fact, operator, lanes);
  return operand === "many" && (typeof one === "string" || typeof one === "number") ? [one] : one;
}

function firstOne(fact: FactId, operator: OperatorId, lanes: readonly { id: string }[]): LeafValue {
  const definition = factOf(fact);
  if (definition.values) return enums[definition.values][0] ?? "";
  if (definition.type === "boolean") return true;
  if (definition.idOf === "lane") return lanes[0]?.id ?? "lane";
  if (definition.personal) return { fact: comparableFacts(fact, operator)[0] ?? fact };
  if (definition.type === "decimal") return 0.85;
  if (definition.type === "integer" || definition.type === "instant") return Math.max(definition.min ?? 0, 0);
  return "A";
}
