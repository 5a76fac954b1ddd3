/** A copy of a JSON value that nobody can change. The caller has bounded how deep it nests. */
export function frozenCopy<Value>(value: Value): Value {
  return copy(value) as Value;
}

function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(copy));
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner = copy((value as Record<string, unknown>)[key]);
    // Written plainly this name would change what the copy inherits.
    if (key === "__proto__") Object.defineProperty(result, key, { value: inner, enumerable: true });
    else result[key] = inner;
  }
  return Object.freeze(result);
}
