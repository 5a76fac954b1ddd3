import { enums } from "../../model/enums.ts";
import { factOf, isFactId } from "../../model/vocabulary.ts";

/** More foreseen values of one fact than these are not told apart: what is kept for each grows with leaves times values. */
const KNOWN_MAX = 32;

/**
 * The values of a fact that are foreseen: unknown, and what its kind makes likely: yes and no, the texts of its list in
 * the vocabulary, and those that rules compare it with, alone or in lists. Each value with its place.
 */
export function knownValues(fact: string, compared: readonly unknown[]): ReadonlyMap<unknown, number> {
  const known = new Map<unknown, number>([[null, 0]]);
  for (const value of likelyValues(fact, compared.flat())) {
    const isForeseen = typeof value === "boolean" || typeof value === "string";
    if (isForeseen && !known.has(value) && known.size < KNOWN_MAX) known.set(value, known.size);
  }
  return known;
}

function likelyValues(fact: string, compared: readonly unknown[]): readonly unknown[] {
  if (!isFactId(fact)) return [true, false, ...compared];
  const { type, values } = factOf(fact);
  if (type === "boolean") return [true, false];
  return values === undefined ? compared : [...enums[values], ...compared];
}
