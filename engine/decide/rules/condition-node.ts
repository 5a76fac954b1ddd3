import type { Comparison } from "./comparison.ts";
import type { FactSteps } from "./fact-path.ts";

/** A value read from a fact. */
export type FactRead = { readonly fact: string; readonly steps: FactSteps };

/** One comparison. */
export type LeafNode = {
  readonly kind: "leaf";
  /** Place among the rule's comparisons and references: where a traced run notes what it saw. */
  readonly slot: number;
  readonly read: FactRead;
  readonly operator: string;
  readonly compare: Comparison;
  readonly isCustom: boolean;
  readonly value: unknown;
  /** Set when the right side is another fact. */
  readonly reference: FactRead | null;
  /** What a result shows of the comparison besides what was seen. */
  readonly shown: Readonly<Record<string, unknown>>;
};

/** `all`, `any` or `not`. */
export type GroupNode = {
  readonly kind: "all" | "any" | "not";
  readonly parts: readonly ConditionNode[];
  /** The parts by falling priority: a set decides before the next is looked at. */
  readonly sets: readonly (readonly ConditionNode[])[];
  readonly shown: Readonly<Record<string, unknown>>;
};

/** A named condition that does not exist, where that is allowed: it never holds. */
export type MissingNode = { readonly kind: "missing"; readonly shown: Readonly<Record<string, unknown>> };

/** A reference to a named condition. A result shows the reference until it was looked into, then what it names. */
export type NamedNode = {
  readonly kind: "named";
  readonly slot: number;
  readonly target: GroupNode | NamedNode | MissingNode;
  readonly shown: Readonly<Record<string, unknown>>;
};

export type ConditionNode = LeafNode | GroupNode | NamedNode | MissingNode;
