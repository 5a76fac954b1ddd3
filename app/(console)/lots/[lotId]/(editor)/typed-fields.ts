/** Within this time the next key in a field belongs to the step of the one before. */
const joinMs = 1_000;

/** The last edit: when it was, and in which fields. */
export type LastEdit = { readonly at: number; readonly fields: string | null };

export const noEdit: LastEdit = { at: 0, fields: null };

/** An edit, and whether it goes on with the typing of the last one and is undone together with it. */
export function nextEdit(last: LastEdit, at: number, before: unknown, after: unknown): LastEdit & { joins: boolean } {
  const fields = typedFields(before, after);
  return { at, fields, joins: fields !== null && fields === last.fields && at - last.at < joinMs };
}

/**
 * Which fields an edit wrote into. Null for an act, which is always a step of its own: something came, went or moved.
 */
function typedFields(before: unknown, after: unknown, path = ""): string | null {
  if (before === after) return "";
  if (!isComposite(before) || !isComposite(after)) {
    return isComposite(before) || isComposite(after) || path.endsWith("/id") ? null : path;
  }
  const names = Object.keys(before);
  const later = new Map(Object.entries(after));
  if (names.length !== later.size || !names.every((name) => later.has(name))) return null;
  const parts = Object.entries(before).map(([name, value]) => typedFields(value, later.get(name), `${path}/${name}`));
  return parts.includes(null) ? null : parts.filter((part) => part !== "").join(" ");
}

function isComposite(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
