import type { LeafNode } from "./condition-node.ts";
import { singleFactSlot } from "./index-column.ts";
import { knownValues } from "./known-values.ts";
import type { ReadRule } from "./read-rule.ts";
import type { ConditionResult } from "./rule-document.ts";
import type { TracedRule } from "./run-rule.ts";
import { seenLeaf, type TraceGroup, type TraceLeaf, type TraceNode } from "./trace-node.ts";

/**
 * Rules laid out for showing everything that was seen. It holds those whose conditions are built-in comparisons of a
 * fact with constants, joined by `all` and `any`: they call nobody's code and cannot fail, so a run may do all
 * comparisons of one kind, then the next kind, then the groups, innermost first. Each such loop is short and takes the
 * same way for every car, which is what makes it fast. A node is a comparison or a group; the rules' roots come first.
 */
export type TracePlan = {
  /** Of all rules, those too that the plan does not hold. */
  readonly ruleCount: number;
  readonly rules: readonly PlannedRule[];
  readonly nodeCount: number;
  /** The facts that these rules read. */
  readonly slots: readonly number[];
  readonly named: NamedLeaves;
  readonly ordered: OrderedLeaves;
  readonly groups: PlannedGroups;
};

/** A rule of the plan by its place among all rules. */
type PlannedRule = Pick<ReadRule, "name" | "priority" | "event"> & { readonly place: number };

/** Comparisons for equality or with a list. What they show of a value that was foreseen is made beforehand and shared. */
type NamedLeaves = {
  /** {@link NAMED_WORDS} numbers each: slot, node, where its prepared results begin. */
  readonly steps: Int32Array;
  readonly leaves: readonly LeafNode[];
  /** By slot: the place of each foreseen value among the prepared results; null where no such comparison reads it. */
  readonly known: readonly (ReadonlyMap<unknown, number> | null)[];
  readonly results: readonly ConditionResult[];
  /** By prepared result, 1 where the comparison holds. */
  readonly holds: Uint8Array;
};

type PlannedGroups = {
  /** {@link GROUP_WORDS} numbers each: node, first of its parts, how many, 1 for `all`. */
  readonly steps: Int32Array;
  readonly priorities: readonly number[];
};

/** Comparisons of order with a number. */
type OrderedLeaves = {
  /** {@link ORDERED_WORDS} numbers each: slot, node, 1 where the limit is below, 1 where the answer is turned. */
  readonly steps: Int32Array;
  readonly leaves: readonly LeafNode[];
  /** What each shows whatever it sees. */
  readonly heads: readonly { readonly operator: string; readonly value: unknown; readonly fact: string }[];
  readonly limits: Float64Array;
};

export const NAMED_WORDS = 3;
export const ORDERED_WORDS = 4;
export const GROUP_WORDS = 4;

/** `x <= 5` is `5 < x` turned: one comparison that needs no choice of operator. */
const orders: Readonly<Record<string, readonly [isAbove: number, isTurned: number]>> = {
  lessThan: [0, 0],
  greaterThanInclusive: [0, 1],
  greaterThan: [1, 0],
  lessThanInclusive: [1, 1],
};

/** The rules of a set that a plan can hold, laid out; `rules` in the order of their places. */
export function planTraces(rules: readonly TracedRule[]): TracePlan {
  const planned = rules.flatMap(({ rule, root }, place) =>
    rule.references.size === 0 && isPlannable(root) ? [{ place, rule, root }] : [],
  );
  const layout = new Layout();
  const roots = planned.map(() => layout.nextNode());
  planned.forEach(({ root }, at) => {
    layout.add(root, roots[at]!);
  });
  const heads = planned.map(({ place, rule: { name, priority, event } }) => ({ place, name, priority, event }));
  return { ruleCount: rules.length, rules: heads, ...layout.finish() };
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

type Placed<Node> = { readonly shown: Node; readonly node: number };
type PlacedGroup = Placed<TraceGroup> & { readonly firstPart: number; readonly height: number };

class Layout {
  #nodeCount = 0;
  readonly #named: Placed<LeafNode>[] = [];
  readonly #ordered: Placed<LeafNode>[] = [];
  readonly #groups: PlacedGroup[] = [];

  nextNode(): number {
    this.#nodeCount += 1;
    return this.#nodeCount - 1;
  }

  /** Gives the height of the node: 0 for a comparison. The parts of a group stand side by side. */
  add(shown: TraceNode, node: number): number {
    if (shown.kind === "leaf") {
      const { leaf } = shown;
      (leaf.operator in orders ? this.#ordered : this.#named).push({ shown: leaf, node });
      return 0;
    }
    const group = shown as TraceGroup;
    const firstPart = this.#nodeCount;
    this.#nodeCount += group.parts.length;
    const heights = group.parts.map((part, at) => this.add(part, firstPart + at));
    const height = 1 + Math.max(0, ...heights);
    this.#groups.push({ shown: group, node, firstPart, height });
    return height;
  }

  finish(): Omit<TracePlan, "ruleCount" | "rules"> {
    const leaves = [...this.#named, ...this.#ordered].map(({ shown }) => shown);
    // Innermost first, because a group needs its parts. Those of one size and kind together, so that each is made in
    // the same way as the one before it.
    this.#groups.sort(
      (a, b) => a.height - b.height || a.shown.parts.length - b.shown.parts.length || isAll(a) - isAll(b),
    );
    return {
      nodeCount: this.#nodeCount,
      slots: [...new Set(leaves.map(({ slot }) => slot))],
      named: namedLeaves(this.#named),
      ordered: orderedLeaves(this.#ordered),
      groups: {
        steps: Int32Array.from(this.#groups.flatMap(groupWords)),
        priorities: this.#groups.map(({ shown }) => shown.labels.priority),
      },
    };
  }
}

function groupWords({ shown, node, firstPart }: PlacedGroup): number[] {
  return [node, firstPart, shown.parts.length, isAll({ shown })];
}

function isAll({ shown }: Pick<PlacedGroup, "shown">): number {
  return Number(shown.kind === "all");
}

function orderedLeaves(placed: readonly Placed<LeafNode>[]): OrderedLeaves {
  return {
    steps: Int32Array.from(placed.flatMap(({ shown, node }) => [shown.slot, node, ...orders[shown.operator]!])),
    leaves: placed.map(({ shown }) => shown),
    heads: placed.map(({ shown: { operator, value, read } }) => ({ operator, value, fact: read.fact })),
    limits: Float64Array.from(placed, ({ shown }) => shown.value as number),
  };
}

function namedLeaves(placed: readonly Placed<LeafNode>[]): NamedLeaves {
  const known: (ReadonlyMap<unknown, number> | null)[] = [];
  const results: ConditionResult[] = [];
  const steps = placed.flatMap(({ shown, node }) => {
    const { slot, read } = shown;
    const compared = () => placed.flatMap((other) => (other.shown.slot === slot ? [other.shown.value] : []));
    known[slot] ??= knownValues(read.fact, compared());
    const first = results.length;
    for (const value of known[slot].keys()) results.push(Object.freeze(seenLeaf(shown, value)));
    return [slot, node, first];
  });
  const holds = Uint8Array.from(results, ({ result }) => Number(result));
  const leaves = placed.map(({ shown }) => shown);
  return { steps: Int32Array.from(steps), leaves, known: Array.from(known, (one) => one ?? null), results, holds };
}
