import { singleFactSlot } from "./index-column.ts";
import type { FactSlots } from "./load-facts.ts";
import { buildMatcher, type Matcher } from "./matcher.ts";
import { type AlikeGroups, planGroups } from "./plan-groups.ts";
import { type NamedLeaves, type OrderedLeaves, planLeaves } from "./plan-leaves.ts";
import type { ReadRule } from "./read-rule.ts";
import type { TracedRule } from "./run-rule.ts";
import type { TraceGroup, TraceLeaf, TraceNode } from "./trace-node.ts";

/**
 * Rules laid out for showing everything that was seen. It holds those whose conditions are built-in comparisons of a
 * fact with constants, joined by `all` and `any`: they call nobody's code and cannot fail, so a run may do the
 * comparisons of one fact, then of the next, then the groups, innermost first. Each such loop is short and takes the
 * same way for every car, which is what makes it fast. A node is a comparison or a group, as it is shown.
 */
export type TracePlan = {
  /** Of all rules, those too that the plan does not hold. */
  readonly ruleCount: number;
  readonly rules: readonly PlannedRule[];
  /** Finds which of them match: what is shown of a group does not say. */
  readonly matcher: Matcher;
  /** The facts that these rules read. */
  readonly slots: readonly number[];
  readonly nodeCount: number;
  readonly named: readonly NamedLeaves[];
  readonly ordered: readonly OrderedLeaves[];
  readonly groups: readonly AlikeGroups[];
};

/** A rule of the plan by its place among all rules, with the node of its conditions. */
type PlannedRule = Pick<ReadRule, "name" | "priority" | "event"> & { readonly place: number; readonly node: number };

/** Where each condition is shown among the nodes of a run. */
export type NodePlaces = Map<TraceNode, number>;

/** The rules of a set that a plan can hold, laid out; `rules` in the order of their places. Without the index every one is tried. */
export function planTraces(rules: readonly TracedRule[], factSlots: FactSlots, useIndex: boolean): TracePlan {
  const planned = rules.flatMap(({ rule, root }, place) =>
    rule.references.size === 0 && isPlannable(root) ? [{ place, rule, root }] : [],
  );
  const roots = planned.map(({ root }) => root);
  const places: NodePlaces = new Map();
  const { named, ordered, nodeCount } = planLeaves(roots.flatMap(leavesOf), places);
  const groups = planGroups(roots, nodeCount, places);
  return {
    ruleCount: rules.length,
    rules: planned.map(({ place, root, rule: { name, priority, event } }) => {
      return { place, node: places.get(root)!, name, priority, event };
    }),
    matcher: buildMatcher({ rules: planned.map(({ rule }) => rule), slots: factSlots }, useIndex),
    slots: [...named, ...ordered].map(({ slot }) => slot),
    nodeCount: groups.nodeCount,
    named,
    ordered,
    groups: groups.batches,
  };
}

function leavesOf({ parts }: TraceGroup): TraceLeaf[] {
  return parts.flatMap((part) => (part.kind === "leaf" ? [part] : leavesOf(part as TraceGroup)));
}

function isPlannable(node: TraceNode): node is TraceGroup {
  return (node.kind === "all" || node.kind === "any") && isPlainGroup(node);
}

/** It shows its priority and its parts and nothing else, and every part is of the same kind or a plain comparison. */
function isPlainGroup({ sets, labels, parts }: TraceGroup): boolean {
  return sets === null && !("name" in labels) && parts.every((part) => isPlannable(part) || isPlainLeaf(part));
}

function isPlainLeaf(node: TraceNode): node is TraceLeaf {
  return node.kind === "leaf" && node.isPlain && singleFactSlot(node.leaf) !== null;
}
