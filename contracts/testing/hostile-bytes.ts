import * as fc from "fast-check";
import { toBytes, toText } from "../text.ts";

/** What a JSON value is replaced by: other types, ends of ranges, names that objects have from birth. */
const strangeValues: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  2 ** 53,
  -(2 ** 31),
  "",
  "\u0000",
  "\ud800",
  "x".repeat(70_000),
  [],
  {},
  Array.from({ length: 3_000 }, (_, i) => i),
  { constructor: { prototype: { isHostile: true } } },
];
const strangeKeys = ["__proto__", "constructor", "toString", "v", "\u0000", ""];

type Edit = { kind: "flip" | "cut" | "drop" | "insert" | "repeat"; at: number; length: number; bytes: Uint8Array };
type JsonEdit = { at: number; value: unknown; key: string; isKey: boolean };

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom("flip", "cut", "drop", "insert", "repeat"),
  at: fc.nat(1_000_000),
  length: fc.integer({ min: 1, max: 64 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }),
});

const jsonEdit: fc.Arbitrary<JsonEdit> = fc.record({
  at: fc.nat(1_000),
  value: fc.constantFrom(...strangeValues),
  key: fc.constantFrom(...strangeKeys),
  isKey: fc.boolean(),
});

/**
 * Bytes that a reader must not trust: noise, real messages that were flipped, cut, spliced or stretched, real JSON with
 * strange values and keys, deep nesting, and sizes up to a bound and beyond it.
 */
function hostileBytes(samples: readonly Uint8Array[], sizes: readonly number[]): fc.Arbitrary<Uint8Array> {
  const sample = fc.constantFrom(...samples);
  return fc.oneof(
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }) },
    { weight: 6, arbitrary: fc.tuple(sample, fc.array(edit, { minLength: 1, maxLength: 4 })).map(edited) },
    { weight: 6, arbitrary: fc.tuple(sample, jsonEdit).map(strangeJson) },
    { weight: 1, arbitrary: fc.constantFrom(...["[", '{"a":', "<a>"]).map((open) => toBytes(open.repeat(9_000))) },
    { weight: 1, arbitrary: fc.tuple(sample, fc.constantFrom(...sizes)).map(stretched) },
  );
}

/** So many of them, the same for the same seed. */
export function hostileSample(
  samples: readonly Uint8Array[],
  { sizes, count, seed }: { sizes: readonly number[]; count: number; seed: number },
): Uint8Array[] {
  return fc.sample(hostileBytes(samples, sizes), { numRuns: count, seed });
}

function edited([sample, edits]: [Uint8Array, Edit[]]): Uint8Array {
  return edits.reduce(editedOnce, sample);
}

function editedOnce(bytes: Uint8Array, { kind, at, length, bytes: others }: Edit): Uint8Array {
  const from = bytes.length === 0 ? 0 : at % bytes.length;
  if (kind === "flip") return bytes.map((byte, index) => (index === from ? byte ^ (1 << (length % 8)) : byte));
  if (kind === "cut") return bytes.slice(0, from);
  if (kind === "drop") return joined([bytes.slice(0, from), bytes.slice(from + length)]);
  const more = kind === "insert" ? others : bytes.slice(from, from + length * 8);
  return joined([bytes.slice(0, from), more, bytes.slice(from)]);
}

/** The first line of a message that has one of JSON, with one of its values replaced or one of its keys renamed. */
function strangeJson([sample, { at, value, key, isKey }]: [Uint8Array, JsonEdit]): Uint8Array {
  const end = sample.indexOf(10) < 0 ? sample.length : sample.indexOf(10);
  let root: unknown;
  try {
    root = JSON.parse(toText(sample.slice(0, end)));
  } catch {
    return joined([sample, sample]); // not of JSON: twice is once too often
  }
  const places: [Record<string, unknown>, string][] = [];
  collect(root, places);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return toBytes(JSON.stringify(value));
  const [parent, name] = place;
  const before = parent[name];
  if (isKey) delete parent[name];
  // an own property, also where the name is one that assigning would give a meaning of its own
  const property = { value: isKey ? before : value, enumerable: true, writable: true, configurable: true };
  Object.defineProperty(parent, isKey ? key : name, property);
  return joined([toBytes(wellFormed(JSON.stringify(root))), sample.slice(end)]);
}

function collect(value: unknown, places: [Record<string, unknown>, string][]): void {
  if (typeof value !== "object" || value === null) return;
  const parent = value as Record<string, unknown>;
  for (const name of Object.keys(parent)) {
    places.push([parent, name]);
    collect(parent[name], places);
  }
}

/** Half of a pair has no bytes in UTF-8; JSON's own escape of it has. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}

function stretched([sample, size]: [Uint8Array, number]): Uint8Array {
  const bytes = new Uint8Array(size).fill(32);
  bytes.set(sample.subarray(0, size));
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
