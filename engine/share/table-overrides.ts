import { canonicalJson } from "../compile/canonical-json.ts";
import type { RateTable } from "../model/rate-table.ts";
import { isMembers, keyed, type List, type Members, type Shape, tableFields } from "./table-shape.ts";

/** Stands in a path for the order of a list's items. No name has its characters. */
export const ORDER = "(order)";

/**
 * One thing that a table says otherwise than another. `path` leads to it by the names of members and by the keys of
 * list items, as in `["rateLineCollections", "day", "rateLines", "incrementingRate 0"]`.
 */
export type TableOverride = {
  readonly path: readonly string[];
  readonly kind: "changed" | "added" | "removed";
};

/**
 * What `mine` says otherwise than `base`, each as one thing for one sentence; the tables' own `id` and `version` are
 * left out. Collections are matched by id, price lines by where they start, steps of a ladder by where they end, and
 * caps by what they limit.
 *
 * @example tableOverrides(shared, here) // [{ path: ["freePeriod"], kind: "changed" }]
 */
export function tableOverrides(base: RateTable, mine: RateTable): TableOverride[] {
  return recordDifferences(tableFields, { base, mine }, []);
}

/** Two values are the same when they read the same, whatever the order of their members. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
}

type Pair = { readonly base: unknown; readonly mine: unknown };

function differences(shape: Shape, pair: Pair, path: readonly string[]): TableOverride[] {
  const { base, mine } = pair;
  if (isSame(base, mine)) return [];
  if (shape.kind === "list") return listDifferences(shape, pair, path);
  if (shape.kind === "record" && isMembers(base) && isMembers(mine)) {
    return recordDifferences(shape.fields, { base, mine }, path);
  }
  return [{ path, kind: base === undefined ? "added" : mine === undefined ? "removed" : "changed" }];
}

function recordDifferences(
  fields: Readonly<Record<string, Shape>>,
  { base, mine }: { base: Members; mine: Members },
  path: readonly string[],
): TableOverride[] {
  return Object.entries(fields).flatMap(([key, field]) =>
    differences(field, { base: base[key], mine: mine[key] }, [...path, key]),
  );
}

function listDifferences({ item, keyOf }: List, pair: Pair, path: readonly string[]): TableOverride[] {
  const [base, mine] = [keyed(pair.base, keyOf).items, keyed(pair.mine, keyOf).items];
  const inBoth = (these: ReadonlyMap<string, unknown>, those: ReadonlyMap<string, unknown>) =>
    [...these.keys()].filter((key) => those.has(key));
  const isMoved = !isSame(inBoth(base, mine), inBoth(mine, base));
  return [
    ...[...new Set([...mine.keys(), ...base.keys()])].flatMap((key) =>
      differences(item, { base: base.get(key), mine: mine.get(key) }, [...path, key]),
    ),
    ...(isMoved ? [{ path: [...path, ORDER], kind: "changed" as const }] : []),
  ];
}
