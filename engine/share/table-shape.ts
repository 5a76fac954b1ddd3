import type { RateLineCollection, RateTable } from "../model/rate-table.ts";

/**
 * How a rate table falls into parts. What one sentence says is one part and is never mixed from two tables: half of a
 * free period or of a cap from each side would be a price that nobody wrote.
 */
export type Shape =
  | { readonly kind: "whole" }
  /** A price line: its reach (`durationEnd`) is apart from what it costs, since a further line shortens the one before. */
  | { readonly kind: "line" }
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, Shape>> }
  | List;
export type List = { readonly kind: "list"; readonly item: Shape; readonly keyOf: (item: Members) => string };

export type Members = Readonly<Record<string, unknown>>;

const whole: Shape = { kind: "whole" };

export const capList: List = {
  kind: "list",
  item: whole,
  keyOf: ({ scope, minutes = "", index }) => `${scope} ${minutes} ${isMembers(index) ? index.from : ""}`.trimEnd(),
};

/** A step of a ladder is known by where it ends, any other line by where it starts. */
export const lineList: List = {
  kind: "list",
  item: { kind: "line" },
  keyOf: ({ rateLineType, durationStart, durationEnd = "open" }) => `${rateLineType} ${durationStart ?? durationEnd}`,
};

const collection: Readonly<Record<Exclude<keyof RateLineCollection, "id">, Shape>> = {
  name: whole,
  periods: whole,
  durationBasis: whole,
  resetTime: whole,
  minValueCollection: whole,
  rateLines: lineList,
  caps: capList,
};

/** What of a table may be shared: the lot's own `id` and `version` of it say nothing about prices. */
export const tableFields: Readonly<Record<Exclude<keyof RateTable, "id" | "version">, Shape>> = {
  rateTableName: whole,
  validityStart: whole,
  validityEnd: whole,
  timesOfDay: whole,
  freePeriod: whole,
  freeAllowance: whole,
  periodSelection: whole,
  unitAtBoundary: whole,
  minimumCharge: whole,
  rateLineCollections: {
    kind: "list",
    item: { kind: "record", fields: { id: whole, ...collection } },
    keyOf: ({ id }) => String(id),
  },
  caps: capList,
};

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null;
}

/** The items of a list by their keys, in order. Items that share a key are numbered, and `isUnique` is false. */
export function keyed(list: unknown, keyOf: (item: Members) => string): Keyed {
  const items = new Map<string, unknown>();
  let isUnique = true;
  for (const item of Array.isArray(list) ? list : []) {
    const key = keyOf(item);
    let free = key;
    for (let n = 2; items.has(free); n += 1) free = `${key} #${n}`;
    isUnique &&= free === key;
    items.set(free, item);
  }
  return { items, isUnique };
}

type Keyed = { readonly items: ReadonlyMap<string, unknown>; readonly isUnique: boolean };

/** The item of a list that goes by a key. */
export function itemOf<Item>(list: readonly Item[], { keyOf }: Pick<List, "keyOf">, key: string): Item | undefined {
  return list[[...keyed(list, keyOf).items.keys()].indexOf(key)];
}
