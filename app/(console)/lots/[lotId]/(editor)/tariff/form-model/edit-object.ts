import type { Entry, Field, FieldContext, ObjectSpec, Owner, Place, UnionSpec } from "./field.ts";

/** Puts a value under a key. */
export function withValue(owner: Owner, key: string, value: unknown): Owner {
  return { ...owner, [key]: value };
}

/** Adds an optional key with the value that it begins with, and those that it needs; those that it excludes go. */
export function withKey(spec: ObjectSpec, place: Place, key: string, context: FieldContext): Owner {
  const added = [...(spec.fields[key]?.needs ?? []), key];
  const excluded = added.flatMap((each) => spec.fields[each]?.excludes ?? []);
  const start = excluded.reduce((owner, each) => withoutKey(spec, owner, each), place.owner);
  return added.reduce<Owner>((owner, each) => {
    const entry = owner[each] === undefined ? spec.fields[each] : undefined;
    return entry ? withValue(owner, each, entry.start(context, { ...place, owner })) : owner;
  }, start);
}

/** Takes an optional key out, and those that need it. */
export function withoutKey(spec: ObjectSpec, owner: Owner, key: string): Owner {
  const gone = new Set([key, ...Object.keys(spec.fields).filter((each) => spec.fields[each]?.needs?.includes(key))]);
  return Object.fromEntries(Object.entries(owner).filter(([each]) => !gone.has(each)));
}

/** An object with every key that must be there. */
function newObject(spec: ObjectSpec, context: FieldContext, siblings: readonly unknown[]): Owner {
  return Object.entries(spec.fields).reduce<Owner>((owner, [key, entry]) => {
    const place = { owner, siblings, index: siblings.length };
    return entry.optional ? owner : withValue(owner, key, entry.start(context, place));
  }, {});
}

/** The same object in another form; what both forms have is kept, as long as it still fits. */
export function asVariant(spec: UnionSpec, place: Place, variant: string, context: FieldContext): Owner {
  const next = spec.variants[variant];
  if (!next || place.owner[spec.by] === variant) return place.owner;
  const start = withValue({}, spec.by, variant);
  return Object.entries(next.fields).reduce<Owner>((owner, [key, entry]) => {
    const kept = place.owner[key];
    const before = spec.variants[String(place.owner[spec.by])]?.fields[key];
    if (kept !== undefined && before && sameField(before, entry)) return withValue(owner, key, kept);
    const mayBeOut = entry.optional && (entry.mayGo?.({ ...place, owner }) ?? true);
    return mayBeOut ? owner : withValue(owner, key, entry.start(context, { ...place, owner }));
  }, start);
}

/** Entries whose values may stand for each other: the same field without bounds of its place. */
function sameField(a: Entry, b: Entry): boolean {
  return a.field === b.field && a.bounds === b.bounds;
}

/** A value for a new item of a list. */
export function newItem(field: Field, context: FieldContext, siblings: readonly unknown[]): unknown {
  if (field.kind === "object") return newObject(field.spec, context, siblings);
  if (field.kind === "union") {
    const variant = field.spec.first(context, { owner: {}, siblings, index: siblings.length });
    const spec = field.spec.variants[variant];
    return spec ? { [field.spec.by]: variant, ...newObject(spec, context, siblings) } : {};
  }
  if (field.kind === "table") return context.tableIds.find((id) => !siblings.includes(id)) ?? context.tableIds[0];
  if (field.kind === "dateRange") return { start: "06-01", end: "08-31" };
  return "";
}
