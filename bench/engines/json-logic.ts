import { LogicEngine } from "json-logic-engine";
import type { BenchFacts, PlainCondition, PlainDocument } from "../rulesets.ts";
import { type BenchEngine, otherwise } from "./engine.ts";
import { flatFacts, flatName } from "./flat-facts.ts";

/** One `if` over all rules, compiled by its own code generator. */
export function jsonLogic(documents: readonly PlainDocument[], events: readonly BenchFacts[]): BenchEngine {
  const branches = documents.flatMap(({ name, conditions }) => [logicOf(conditions), name]);
  const decide = new LogicEngine().build({ if: [...branches, otherwise] }) as (facts: unknown) => string;
  const contexts = events.map(flatFacts);
  return { name: "json-logic-engine build()", decide: (at) => decide(contexts[at]) };
}

const signs: Readonly<Record<string, string>> = {
  equal: "===",
  notEqual: "!==",
  in: "in",
  lessThan: "<",
  lessThanInclusive: "<=",
  greaterThan: ">",
  greaterThanInclusive: ">=",
};

function logicOf(condition: PlainCondition): object {
  if ("all" in condition) return { and: condition.all.map(logicOf) };
  if ("any" in condition) return { or: condition.any.map(logicOf) };
  const sign = signs[condition.operator];
  if (sign === undefined) throw new Error(`no sign for ${condition.operator}`);
  return { [sign]: [{ var: flatName(condition.fact) }, condition.value] };
}
