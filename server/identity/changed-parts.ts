type Json = unknown;

/**
 * Only what differs between two JSON values, as it was and as it is. Arrays of the same length are compared place by
 * place and become objects keyed by place; any other difference is kept whole. Null when nothing differs.
 */
export function changedParts(before: Json, after: Json): { before: object; after: object } | null {
  const changed = compare(before, after);
  if (!changed) return null;
  return { before: asObject(changed.before), after: asObject(changed.after) };
}

type Changed = { before: Json; after: Json };

function compare(before: Json, after: Json): Changed | null {
  if (Object.is(before, after)) return null;
  if (!isComposite(before) || !isComposite(after)) return { before, after };
  if (Array.isArray(before) !== Array.isArray(after)) return { before, after };
  if (Array.isArray(before) && before.length !== after.length) return { before, after };
  return compareMembers(before, after);
}

function compareMembers(before: Record<string, Json>, after: Record<string, Json>): Changed | null {
  const was: Record<string, Json> = {};
  const is: Record<string, Json> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const changed = compare(before[key], after[key]);
    if (!changed) continue;
    if (changed.before !== undefined) was[key] = changed.before;
    if (changed.after !== undefined) is[key] = changed.after;
  }
  return Object.keys(was).length + Object.keys(is).length > 0 ? { before: was, after: is } : null;
}

function isComposite(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null;
}

function asObject(value: Json): object {
  return isComposite(value) && !Array.isArray(value) ? value : { value };
}
