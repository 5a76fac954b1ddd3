import type { Comparison } from "./comparison.ts";
import type { FactSteps } from "./fact-path.ts";

/** A value read from a fact. */
export type FactRead = { readonly fact: string; readonly steps: FactSteps };

/** What a document's condition says, for results that show it. */
export type ConditionDocument = Readonly<Record<string, unknown>>;

/** One comparison. */
export type LeafNode = {
  readonly kind: "leaf";
  readonly read: FactRead;
  /** Where the fact's value stands among those of a run. */
  readonly slot: number;
  readonly operator: string;
  readonly compare: Comparison;
  readonly isCustom: boolean;
  readonly value: unknown;
  /** Set when the right side is another fact. */
  readonly reference: FactRead | null;
  readonly referenceSlot: number;
  readonly document: ConditionDocument;
};

/** `all`, `any` or `not`. */
export type GroupNode = {
  readonly kind: "all" | "any" | "not";
  readonly parts: readonly ConditionNode[];
  /** The parts by falling priority: a set decides before the next is looked at. */
  readonly sets: readonly (readonly ConditionNode[])[];
  readonly document: ConditionDocument;
};

/** A named condition that does not exist, where that is allowed: it never holds. */
export type MissingNode = { readonly kind: "missing"; readonly document: ConditionDocument };

/** A reference to a named condition. A result shows the reference until it was looked into, then what it names. */
export type NamedNode = {
  readonly kind: "named";
  readonly target: GroupNode | NamedNode | MissingNode;
  readonly document: ConditionDocument;
};

export type ConditionNode = LeafNode | GroupNode | NamedNode | MissingNode;

/** The parts of a group in the order in which they are looked at. */
export function orderedParts({ parts, sets }: GroupNode): readonly ConditionNode[] {
  return sets.length === 1 ? parts : sets.flat();
}

/** What a named condition stands for in the end. */
export function resolved(node: ConditionNode): LeafNode | GroupNode | MissingNode {
  return node.kind === "named" ? resolved(node.target) : node;
}
