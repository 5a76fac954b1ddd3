import type { NamedLeaves, OrderedLeaves } from "./plan-leaves.ts";
import type { ConditionResult, RuleResult } from "./rule-document.ts";
import { showGroups } from "./show-groups.ts";
import { seenLeaf } from "./trace-node.ts";
import type { TracePlan } from "./trace-plan.ts";

/** May the plan run on these values? Objects and functions bring code of their own with them; what is absent is an error. */
export function isPlannedFor({ slots }: TracePlan, values: readonly unknown[]): boolean {
  for (let at = 0; at < slots.length; at += 1) {
    const value = values[slots[at]!];
    const isPlain =
      typeof value === "number" || typeof value === "string" || typeof value === "boolean" || value === null;
    if (!isPlain) return false;
  }
  return true;
}

/** What each rule of the plan saw, at its place. The values are those that {@link isPlannedFor} allows. */
export function runTracePlan(plan: TracePlan, values: readonly unknown[]): RuleResult[] {
  const { rules, named, ordered, groups } = plan;
  const matched: number[] = [];
  plan.matcher.find(values, (place) => {
    matched.push(place);
    return false;
  });
  const nodes = new Array<ConditionResult>(plan.nodeCount);
  for (let at = 0; at < named.length; at += 1) showNamed(named[at]!, values, nodes);
  for (let at = 0; at < ordered.length; at += 1) showOrdered(ordered[at]!, values, nodes);
  for (let at = 0; at < groups.length; at += 1) showGroups(groups[at]!, nodes);
  const results = new Array<RuleResult>(plan.ruleCount);
  let next = 0;
  for (let at = 0; at < rules.length; at += 1) {
    const { place, node, event, priority, name } = rules[at]!;
    const result = matched[next] === at;
    if (result) next += 1;
    results[place] = { conditions: nodes[node]!, event, priority, name, result };
  }
  return results;
}

function showNamed(
  { slot, firstNode, leaves, rows }: NamedLeaves,
  values: readonly unknown[],
  nodes: ConditionResult[],
): void {
  const row = rows.get(values[slot]);
  if (row === undefined) {
    for (let at = 0; at < leaves.length; at += 1) {
      nodes[firstNode + at] = Object.freeze(seenLeaf(leaves[at]!, values[slot]));
    }
  } else {
    for (let at = 0; at < row.length; at += 1) nodes[firstNode + at] = row[at]!;
  }
}

const answers = [false, true];

function showOrdered(
  { slot, firstNode, leaves, signs, limits, turned }: OrderedLeaves,
  values: readonly unknown[],
  nodes: ConditionResult[],
): void {
  const seen = values[slot];
  if (typeof seen !== "number" || Number.isNaN(seen)) {
    for (let at = 0; at < leaves.length; at += 1) nodes[firstNode + at] = seenLeaf(leaves[at]!, seen);
    return;
  }
  for (let at = 0; at < leaves.length; at += 1) {
    const { operator, value, read } = leaves[at]!;
    // Without a branch: nobody can foresee how a comparison ends, the processor neither, and it pays for a wrong guess.
    const result = answers[Number(seen * signs[at]! < limits[at]!) ^ turned[at]!]!;
    nodes[firstNode + at] = { operator, value, fact: read.fact, factResult: seen, valueResult: value, result };
  }
}
