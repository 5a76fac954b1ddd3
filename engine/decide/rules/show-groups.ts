import type { AlikeGroups } from "./plan-groups.ts";
import type { ConditionResult } from "./rule-document.ts";

/** Shows groups with their parts, which were shown before. */
export function showGroups(groups: AlikeGroups, nodes: ConditionResult[]): void {
  const show = showersBySize[groups.parts.length / groups.priorities.length] ?? showOfMany;
  show(groups, nodes);
}

type Shower = typeof showGroups;

// A short list that is written out is made with its group at once, several times as fast as one that is filled.

function showOfOne({ isAll, firstNode, parts, priorities }: AlikeGroups, nodes: ConditionResult[]): void {
  for (let at = 0; at < priorities.length; at += 1) {
    const priority = priorities[at]!;
    const shown = [nodes[parts[at]!]!];
    nodes[firstNode + at] = isAll ? { priority, all: shown } : { priority, any: shown };
  }
}

function showOfTwo({ isAll, firstNode, parts, priorities }: AlikeGroups, nodes: ConditionResult[]): void {
  for (let at = 0; at < priorities.length; at += 1) {
    const priority = priorities[at]!;
    const shown = [nodes[parts[at * 2]!]!, nodes[parts[at * 2 + 1]!]!];
    nodes[firstNode + at] = isAll ? { priority, all: shown } : { priority, any: shown };
  }
}

function showOfThree({ isAll, firstNode, parts, priorities }: AlikeGroups, nodes: ConditionResult[]): void {
  for (let at = 0; at < priorities.length; at += 1) {
    const priority = priorities[at]!;
    const shown = [nodes[parts[at * 3]!]!, nodes[parts[at * 3 + 1]!]!, nodes[parts[at * 3 + 2]!]!];
    nodes[firstNode + at] = isAll ? { priority, all: shown } : { priority, any: shown };
  }
}

function showOfFour({ isAll, firstNode, parts, priorities }: AlikeGroups, nodes: ConditionResult[]): void {
  for (let at = 0; at < priorities.length; at += 1) {
    const priority = priorities[at]!;
    const shown = [
      nodes[parts[at * 4]!]!,
      nodes[parts[at * 4 + 1]!]!,
      nodes[parts[at * 4 + 2]!]!,
      nodes[parts[at * 4 + 3]!]!,
    ];
    nodes[firstNode + at] = isAll ? { priority, all: shown } : { priority, any: shown };
  }
}

function showOfFive({ isAll, firstNode, parts, priorities }: AlikeGroups, nodes: ConditionResult[]): void {
  for (let at = 0; at < priorities.length; at += 1) {
    const priority = priorities[at]!;
    const shown = [
      nodes[parts[at * 5]!]!,
      nodes[parts[at * 5 + 1]!]!,
      nodes[parts[at * 5 + 2]!]!,
      nodes[parts[at * 5 + 3]!]!,
      nodes[parts[at * 5 + 4]!]!,
    ];
    nodes[firstNode + at] = isAll ? { priority, all: shown } : { priority, any: shown };
  }
}

function showOfSix({ isAll, firstNode, parts, priorities }: AlikeGroups, nodes: ConditionResult[]): void {
  for (let at = 0; at < priorities.length; at += 1) {
    const priority = priorities[at]!;
    const shown = [
      nodes[parts[at * 6]!]!,
      nodes[parts[at * 6 + 1]!]!,
      nodes[parts[at * 6 + 2]!]!,
      nodes[parts[at * 6 + 3]!]!,
      nodes[parts[at * 6 + 4]!]!,
      nodes[parts[at * 6 + 5]!]!,
    ];
    nodes[firstNode + at] = isAll ? { priority, all: shown } : { priority, any: shown };
  }
}

function showOfSeven({ isAll, firstNode, parts, priorities }: AlikeGroups, nodes: ConditionResult[]): void {
  for (let at = 0; at < priorities.length; at += 1) {
    const priority = priorities[at]!;
    const shown = [
      nodes[parts[at * 7]!]!,
      nodes[parts[at * 7 + 1]!]!,
      nodes[parts[at * 7 + 2]!]!,
      nodes[parts[at * 7 + 3]!]!,
      nodes[parts[at * 7 + 4]!]!,
      nodes[parts[at * 7 + 5]!]!,
      nodes[parts[at * 7 + 6]!]!,
    ];
    nodes[firstNode + at] = isAll ? { priority, all: shown } : { priority, any: shown };
  }
}

function showOfMany({ isAll, firstNode, parts, priorities }: AlikeGroups, nodes: ConditionResult[]): void {
  const count = parts.length / priorities.length;
  for (let at = 0; at < priorities.length; at += 1) {
    const priority = priorities[at]!;
    const shown: ConditionResult[] = [];
    for (let part = at * count; part < (at + 1) * count; part += 1) shown.push(nodes[parts[part]!]!);
    nodes[firstNode + at] = isAll ? { priority, all: shown } : { priority, any: shown };
  }
}

const showersBySize: readonly (Shower | undefined)[] = [
  undefined,
  showOfOne,
  showOfTwo,
  showOfThree,
  showOfFour,
  showOfFive,
  showOfSix,
  showOfSeven,
];
