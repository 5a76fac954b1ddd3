/** One change to a JSON document: where, of what kind, and the value that it puts there. */
export type Mutation = { at: number; kind: number; value: unknown };

type Place = { holder: Record<string, unknown> | unknown[]; key: string | number };

/**
 * The document with the changes made: a value replaced by another kind of value or by another part of the document,
 * left out, doubled, renamed, or put into itself many times over.
 */
export function mutateJson(document: unknown, mutations: readonly Mutation[]): unknown {
  const root: { document: unknown } = { document: copyOf(document) };
  for (const { at, kind, value } of mutations) {
    const places = placesIn(root, []);
    const place = places[at % places.length];
    const other = places[(at * 31 + kind) % places.length];
    if (place && other) change(place, kind % kinds, { value: copyOf(value), other: copyOf(read(other)) });
  }
  return root.document ?? null;
}

const kinds = 8;
const NEST_MAX = 200;

function change(place: Place, kind: number, { value, other }: { value: unknown; other: unknown }): void {
  const { holder, key } = place;
  if (kind === 0) write(place, value);
  else if (kind === 1) write(place, other);
  else if (kind === 2 && Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (kind === 2) delete (holder as Record<string, unknown>)[key];
  else if (kind === 3 && Array.isArray(holder)) holder.push(other);
  else if (kind === 3) (holder as Record<string, unknown>)[`${key}x`] = read(place);
  else if (kind === 4) write(place, hostile[Math.abs(Number(JSON.stringify(value)?.length ?? 0)) % hostile.length]);
  else if (kind === 5) write(place, nested(read(place)));
  else if (kind === 6 && typeof read(place) === "number") write(place, -Number(read(place)) * 1e9);
  else if (kind === 7 && typeof read(place) === "string") write(place, `${read(place)}\u0000${"9".repeat(40)}`);
  else write(place, [read(place)]);
}

const hostile: unknown[] = [
  null,
  "",
  -1,
  0.1,
  1e308,
  -1e-300,
  9_007_199_254_740_992,
  true,
  [],
  {},
  "x".repeat(10_000),
  "constructor",
  JSON.parse('{"__proto__": {"a": 1}, "toString": 1}'),
  "2025-02-30",
  "P99999999999Y",
  "\ud800",
];

function nested(value: unknown): unknown {
  let deep = value;
  for (let depth = 0; depth < NEST_MAX; depth += 1) deep = depth % 2 === 0 ? [deep] : { all: [deep] };
  return deep;
}

function placesIn(value: unknown, into: Place[]): Place[] {
  if (typeof value !== "object" || value === null) return into;
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  for (const key of keys) {
    const place = { holder: value as Place["holder"], key };
    into.push(place);
    if (into.length < PLACES_MAX) placesIn(read(place), into);
  }
  return into;
}

const PLACES_MAX = 3_000;

function read({ holder, key }: Place): unknown {
  return (holder as Record<string | number, unknown>)[key];
}

function write({ holder, key }: Place, value: unknown): void {
  (holder as Record<string | number, unknown>)[key] = value;
}

function copyOf(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
