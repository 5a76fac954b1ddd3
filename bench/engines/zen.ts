import { ZenEngine } from "@gorules/zen-engine";
import type { BenchFacts, PlainCondition, PlainDocument } from "../rulesets.ts";
import { type BenchEngine, otherwise } from "./engine.ts";
import { flatFacts, flatName } from "./flat-facts.ts";

/** One decision table, first row that holds wins, a row for each rule. */
export function zen(documents: readonly PlainDocument[], events: readonly BenchFacts[]): BenchEngine {
  const decision = new ZenEngine().createDecision(tableOf(documents));
  const contexts = events.map(flatFacts);
  const decide = async (at: number) => {
    const { result } = await decision.evaluate(contexts[at]);
    return (result as { rule: string }).rule;
  };
  return { name: "zen", decide, decideAll: (ats) => Promise.all(ats.map(decide)) };
}

function tableOf(documents: readonly PlainDocument[]): object {
  const rows = documents.map(({ name, conditions }) => ({
    _id: name,
    when: expressionOf(conditions),
    rule: JSON.stringify(name),
  }));
  const table = {
    hitPolicy: "first",
    inputs: [{ id: "when", name: "when" }],
    outputs: [{ id: "rule", name: "rule", field: "rule" }],
    rules: [...rows, { _id: otherwise, when: "", rule: JSON.stringify(otherwise) }],
  };
  return {
    nodes: [
      { id: "input", type: "inputNode", name: "facts", position: { x: 0, y: 0 } },
      { id: "table", type: "decisionTableNode", name: "rules", position: { x: 1, y: 0 }, content: table },
      { id: "output", type: "outputNode", name: "decision", position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: "in", type: "edge", sourceId: "input", targetId: "table" },
      { id: "out", type: "edge", sourceId: "table", targetId: "output" },
    ],
  };
}

const signs: Readonly<Record<string, string>> = {
  equal: "==",
  notEqual: "!=",
  in: "in",
  lessThan: "<",
  lessThanInclusive: "<=",
  greaterThan: ">",
  greaterThanInclusive: ">=",
};

function expressionOf(condition: PlainCondition): string {
  if ("all" in condition) return `(${condition.all.map(expressionOf).join(" and ")})`;
  if ("any" in condition) return `(${condition.any.map(expressionOf).join(" or ")})`;
  const sign = signs[condition.operator];
  if (sign === undefined) throw new Error(`no sign for ${condition.operator}`);
  return `${flatName(condition.fact)} ${sign} ${JSON.stringify(condition.value)}`;
}
