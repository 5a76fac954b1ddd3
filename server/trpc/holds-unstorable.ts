/** What PostgreSQL keeps in no text: the zero character, and half of a pair, which is no character at all. */
const unstorable = /[\0\p{Surrogate}]/u;

/** Is there such a character in any text or key of a value? However deep it is, this does not recurse. */
export function holdsUnstorable(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string" && unstorable.test(next)) return true;
    if (typeof next === "object" && next !== null) for (const pair of Object.entries(next)) left.push(...pair);
  }
  return false;
}
