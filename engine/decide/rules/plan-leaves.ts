import type { LeafNode } from "./condition-node.ts";
import { knownValues } from "./known-values.ts";
import type { ConditionResult } from "./rule-document.ts";
import { seenLeaf, type TraceLeaf } from "./trace-node.ts";
import type { NodePlaces } from "./trace-plan.ts";

/**
 * Comparisons of one fact for equality or with a list, each shown once however many rules hold it. What they show of a
 * value that was foreseen is made beforehand and shared: a row for each value, in the order of the comparisons.
 */
export type NamedLeaves = {
  readonly slot: number;
  readonly firstNode: number;
  readonly leaves: readonly LeafNode[];
  readonly rows: ReadonlyMap<unknown, readonly ConditionResult[]>;
};

/** Comparisons of order of one fact with numbers. */
export type OrderedLeaves = {
  readonly slot: number;
  readonly firstNode: number;
  readonly leaves: readonly LeafNode[];
  /** A fact times its sign is below its limit, or not where the answer is turned: one way to compare for four operators. */
  readonly signs: Float64Array;
  readonly limits: Float64Array;
  readonly turned: Uint8Array;
};

type LeafPlan = {
  readonly named: readonly NamedLeaves[];
  readonly ordered: readonly OrderedLeaves[];
  readonly nodeCount: number;
};

const orders: Readonly<Record<string, readonly [sign: number, isTurned: number]>> = {
  lessThan: [1, 0],
  greaterThanInclusive: [1, 1],
  greaterThan: [-1, 0],
  lessThanInclusive: [-1, 1],
};

/** Gives the comparisons of a plan their places, those of one fact side by side. */
export function planLeaves(shown: readonly TraceLeaf[], places: NodePlaces): LeafPlan {
  let nodeCount = 0;
  const named = bySlot(shown.filter(({ leaf }) => !(leaf.operator in orders))).map((here) => {
    const distinct: LeafNode[] = [];
    const firstNode = nodeCount;
    for (const one of here) {
      let at = distinct.findIndex((leaf) => isSame(leaf, one.leaf));
      if (at < 0) at = distinct.push(one.leaf) - 1;
      places.set(one, firstNode + at);
    }
    nodeCount += distinct.length;
    return namedLeaves(distinct, firstNode);
  });
  const ordered = bySlot(shown.filter(({ leaf }) => leaf.operator in orders)).map((here) => {
    const firstNode = nodeCount;
    here.forEach((one, at) => {
      places.set(one, firstNode + at);
    });
    nodeCount += here.length;
    return orderedLeaves(
      here.map(({ leaf }) => leaf),
      firstNode,
    );
  });
  return { named, ordered, nodeCount };
}

function bySlot(shown: readonly TraceLeaf[]): TraceLeaf[][] {
  const found = new Map<number, TraceLeaf[]>();
  for (const one of shown) {
    const here = found.get(one.leaf.slot);
    if (here) here.push(one);
    else found.set(one.leaf.slot, [one]);
  }
  return [...found.values()];
}

/** Do two comparisons of one fact show the same? 0 and -0 are equal and shown as what they are. */
function isSame(a: LeafNode, b: LeafNode): boolean {
  if (a.operator !== b.operator) return false;
  if (!Array.isArray(a.value) || !Array.isArray(b.value)) return Object.is(a.value, b.value);
  const { value } = b;
  return a.value.length === value.length && a.value.every((one, at) => Object.is(one, value[at]));
}

function namedLeaves(leaves: readonly LeafNode[], firstNode: number): NamedLeaves {
  const { slot, read } = leaves[0]!;
  const known = [
    ...knownValues(
      read.fact,
      leaves.map(({ value }) => value),
    ).keys(),
  ];
  const rows = known.map((value) => [value, leaves.map((leaf) => Object.freeze(seenLeaf(leaf, value)))] as const);
  return { slot, firstNode, leaves, rows: new Map(rows) };
}

function orderedLeaves(leaves: readonly LeafNode[], firstNode: number): OrderedLeaves {
  const ways = leaves.map(({ operator }) => orders[operator]!);
  return {
    slot: leaves[0]!.slot,
    firstNode,
    leaves,
    signs: Float64Array.from(ways, ([sign]) => sign),
    limits: Float64Array.from(leaves, ({ value }, at) => ways[at]![0] * (value as number)),
    turned: Uint8Array.from(ways, ([, isTurned]) => isTurned),
  };
}
