/** A copy of a JSON value that nobody can change; null when it nests deeper than `depthMax`. */
export function frozenCopy<Value>(value: Value, depthMax: number): Value | null {
  const copied = copy(value, depthMax);
  return copied === tooDeep ? null : (copied as Value);
}

/** Handed up instead of thrown: a copy is made of every document, and whoever asked names the rule. */
const tooDeep = Symbol("too deep");

function copy(value: unknown, depthMax: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depthMax < 0) return tooDeep;
  return Array.isArray(value) ? copiedList(value, depthMax) : copiedRecord(value as Record<string, unknown>, depthMax);
}

function copiedList(list: readonly unknown[], depthMax: number): unknown {
  const result: unknown[] = list.slice();
  for (let at = 0; at < result.length; at += 1) {
    const inner = copy(result[at], depthMax - 1);
    if (inner === tooDeep) return tooDeep;
    result[at] = inner;
  }
  return Object.freeze(result);
}

function copiedRecord(record: Readonly<Record<string, unknown>>, depthMax: number): unknown {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(record)) {
    const inner = copy(record[key], depthMax - 1);
    if (inner === tooDeep) return tooDeep;
    // Written plainly this name would change what the copy inherits.
    if (key === "__proto__") Object.defineProperty(result, key, { value: inner, enumerable: true });
    else result[key] = inner;
  }
  return Object.freeze(result);
}
