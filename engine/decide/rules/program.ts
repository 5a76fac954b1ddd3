import { comparisons } from "./comparison.ts";
import type { LeafNode } from "./condition-node.ts";
import { evaluateLeaf } from "./rule-test.ts";

/**
 * Rules as one flat list of steps: what to compare, and where to go on when it holds and when it does not. A walk
 * touches only the steps that decide, and no code is generated.
 */
export type Program = {
  /** Five numbers a step: kind, slot of the fact, constant, next step when it holds, next step when it does not. */
  readonly steps: Int32Array;
  /** Right sides; for a comparison that has no kind of its own, the comparison. */
  readonly constants: readonly unknown[];
  /** By rule, the first step of all its tests, and of those that the index does not answer. */
  readonly starts: Int32Array;
  readonly restStarts: Int32Array;
};

export const STEP_WORDS = 5;

/** Where a walk ends. */
export const MATCHED = -1;
export const FAILED = -2;

export const stepKinds = {
  equal: 0,
  lessThan: 1,
  lessThanInclusive: 2,
  greaterThan: 3,
  greaterThanInclusive: 4,
  isInSet: 5,
  /** The comparison itself gives exactly true. */
  isTrue: 6,
  /** The comparison itself gives anything that counts as true. */
  isTruthy: 7,
  always: 8,
} as const;

/** Does the rule that begins at `start` hold? */
export function holdsFrom({ steps, constants }: Program, start: number, values: readonly unknown[]): boolean {
  let at = start;
  while (at >= 0) {
    const value = values[steps[at + 1]!];
    const constant = constants[steps[at + 2]!];
    let holds: boolean;
    switch (steps[at]) {
      case stepKinds.equal:
        holds = value === constant;
        break;
      case stepKinds.lessThan:
        holds = typeof value === "number" ? value < (constant as number) : comparisons.lessThan(value, constant);
        break;
      case stepKinds.lessThanInclusive:
        holds =
          typeof value === "number" ? value <= (constant as number) : comparisons.lessThanInclusive(value, constant);
        break;
      case stepKinds.greaterThan:
        holds = typeof value === "number" ? value > (constant as number) : comparisons.greaterThan(value, constant);
        break;
      case stepKinds.greaterThanInclusive:
        holds =
          typeof value === "number" ? value >= (constant as number) : comparisons.greaterThanInclusive(value, constant);
        break;
      case stepKinds.isInSet:
        holds = (constant as ReadonlySet<unknown>).has(value);
        break;
      case stepKinds.isTrue:
        holds = evaluateLeaf(constant as LeafNode, values) === true;
        break;
      case stepKinds.isTruthy:
        holds = Boolean(evaluateLeaf(constant as LeafNode, values));
        break;
      default:
        holds = true;
    }
    at = holds ? steps[at + 3]! : steps[at + 4]!;
  }
  return at === MATCHED;
}
