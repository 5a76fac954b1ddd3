/** Deeper than any document that can be read; keeps the copy within the stack. */
const DEPTH_MAX = 1_000;

/** A copy of a JSON value that nobody can change; null for one that nests too deep to be of use. */
export function frozenCopy<Value>(value: Value): Value | null {
  try {
    return copy(value, 0) as Value;
  } catch (error) {
    if (error === tooDeep) return null;
    throw error;
  }
}

const tooDeep = new Error("nests too deep");

function copy(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEPTH_MAX) throw tooDeep;
  if (Array.isArray(value)) return Object.freeze(value.map((inner) => copy(inner, depth + 1)));
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner = copy((value as Record<string, unknown>)[key], depth + 1);
    // Written plainly this name would change what the copy inherits.
    if (key === "__proto__") Object.defineProperty(result, key, { value: inner, enumerable: true });
    else result[key] = inner;
  }
  return Object.freeze(result);
}
