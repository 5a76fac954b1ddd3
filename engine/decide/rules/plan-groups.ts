import type { TraceGroup } from "./trace-node.ts";
import type { NodePlaces } from "./trace-plan.ts";

/** Groups of one kind with equally many parts, so that each is made in the same way as the one before it. */
export type AlikeGroups = {
  readonly isAll: boolean;
  readonly firstNode: number;
  /** The nodes of the first group's parts, then of the next's. */
  readonly parts: Int32Array;
  readonly priorities: readonly number[];
};

type HighGroup = { readonly group: TraceGroup; readonly height: number };

/** Gives the groups of a plan their places after `firstNode` nodes, innermost first: a group needs its parts. */
export function planGroups(
  roots: readonly TraceGroup[],
  firstNode: number,
  places: NodePlaces,
): { readonly batches: readonly AlikeGroups[]; readonly nodeCount: number } {
  const found: HighGroup[] = [];
  for (const root of roots) addGroups(root, found);
  found.sort((a, b) => a.height - b.height || wayOf(a) - wayOf(b));
  const batches: AlikeGroups[] = [];
  let nodeCount = firstNode;
  for (let at = 0; at < found.length; ) {
    const first = found[at]!;
    let end = at;
    while (end < found.length && found[end]!.height === first.height && wayOf(found[end]!) === wayOf(first)) end += 1;
    const groups = found.slice(at, end).map(({ group }) => group);
    batches.push(alikeGroups(groups, nodeCount, places));
    for (const group of groups) {
      places.set(group, nodeCount);
      nodeCount += 1;
    }
    at = end;
  }
  return { batches, nodeCount };
}

/** Gives the height of the group: 1 where its parts are comparisons. */
function addGroups(group: TraceGroup, found: HighGroup[]): number {
  let height = 1;
  for (const part of group.parts) {
    if (part.kind !== "leaf") height = Math.max(height, 1 + addGroups(part as TraceGroup, found));
  }
  found.push({ group, height });
  return height;
}

function wayOf({ group: { kind, parts } }: HighGroup): number {
  return parts.length * 2 + Number(kind === "all");
}

function alikeGroups(groups: readonly TraceGroup[], firstNode: number, places: NodePlaces): AlikeGroups {
  return {
    isAll: groups[0]!.kind === "all",
    firstNode,
    parts: Int32Array.from(groups.flatMap(({ parts }) => parts.map((part) => places.get(part)!))),
    priorities: groups.map(({ labels }) => labels.priority),
  };
}
