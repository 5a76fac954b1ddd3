import { type EnumName, enums } from "../../model/enums.ts";
import { factOf, isFactId } from "../../model/vocabulary.ts";
import type { LeafNode } from "./condition-node.ts";

/** More named values of one fact than these are not told apart: what is kept for each grows with leaves times values. */
const KNOWN_MAX = 32;

/**
 * The values of a fact that are foreseen: unknown, yes, no, the texts of its list in the vocabulary, and those that
 * rules name. `leaves`: the comparisons with this fact. Each value with its place.
 */
export function knownValues(fact: string, leaves: readonly LeafNode[]): ReadonlyMap<unknown, number> {
  const known = new Map<unknown, number>();
  for (const value of [null, true, false, ...listOf(fact), ...leaves.flatMap(({ value }) => value)]) {
    const isForeseen = value === null || typeof value === "boolean" || typeof value === "string";
    if (isForeseen && !known.has(value) && known.size < KNOWN_MAX) known.set(value, known.size);
  }
  return known;
}

function listOf(fact: string): readonly string[] {
  const name: EnumName | undefined = isFactId(fact) ? factOf(fact).values : undefined;
  return name === undefined ? [] : enums[name];
}
