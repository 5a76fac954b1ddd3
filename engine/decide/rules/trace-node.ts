import type { ConditionDocument, ConditionNode, GroupNode, LeafNode } from "./condition-node.ts";
import { parsedPriority } from "./read-condition.ts";
import type { ConditionResult } from "./rule-document.ts";

/** A condition made ready to be shown with what was seen. `unseen`: as it is shown where nothing looked at it. */
export type TraceNode =
  | TraceLeaf
  | TraceGroup
  | TraceNamed
  | { readonly kind: "missing"; readonly unseen: ConditionResult };

export type TraceLeaf = {
  readonly kind: "leaf";
  readonly leaf: LeafNode;
  readonly unseen: ConditionResult;
  /** It shows nothing but its operator, its fact and its value, and reads the fact's own value. */
  readonly isPlain: boolean;
};

export type TraceGroup = {
  readonly kind: GroupNode["kind"];
  readonly parts: readonly TraceNode[];
  /** Places of the parts by falling priority; null where all have the same. */
  readonly sets: readonly (readonly number[])[] | null;
  readonly labels: { readonly priority: number; readonly name?: unknown };
  readonly unseen: ConditionResult;
};

type TraceNamed = {
  readonly kind: "named";
  readonly target: TraceNode;
  /** What it has of its own is shown where the condition that it names has none. */
  readonly labels: ConditionResult;
  readonly unseen: ConditionResult;
};

export function traceNodeOf(node: ConditionNode): TraceNode {
  const { document } = node;
  const labels = { ...priorityOf(document), ...nameOf(document) };
  switch (node.kind) {
    case "leaf": {
      const { params, path } = document;
      const place = { ...(params ? { params } : {}), ...(path ? { path } : {}) };
      const unseen = { ...labels, operator: node.operator, value: node.value, fact: document.fact, ...place };
      const isPlain = Object.keys(unseen).length === 3 && node.reference === null;
      return { kind: "leaf", leaf: node, unseen, isPlain };
    }
    case "named": {
      const unseen = { ...labels, condition: String(document.condition) };
      return { kind: "named", target: traceNodeOf(node.target), labels, unseen };
    }
    case "missing":
      return { kind: "missing", unseen: { ...labels, condition: String(document.condition) } };
    default:
      return traceGroupOf(node);
  }
}

/** A plain comparison with the value that it saw. */
export function seenLeaf({ read, operator, value, compare }: LeafNode, seen: unknown): ConditionResult {
  return { operator, value, fact: read.fact, factResult: seen, valueResult: value, result: compare(seen, value) };
}

function traceGroupOf(node: GroupNode): TraceGroup {
  const { kind, document, sets } = node;
  const parts = node.parts.map(traceNodeOf);
  const labels = { priority: parsedPriority(document.priority), ...nameOf(document) };
  const unseenParts = parts.map(({ unseen }) => unseen);
  return {
    kind,
    parts,
    sets: sets.length < 2 ? null : sets.map((set) => set.map((part) => node.parts.indexOf(part))),
    labels,
    unseen: { ...labels, [kind]: kind === "not" ? unseenParts[0] : unseenParts },
  };
}

function priorityOf({ priority }: ConditionDocument): { priority?: unknown } {
  return priority ? { priority } : {};
}

function nameOf({ name }: ConditionDocument): { name?: unknown } {
  return name ? { name } : {};
}
