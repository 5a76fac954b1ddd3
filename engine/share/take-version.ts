import { type RateTable, rateTableSchema } from "../model/rate-table.ts";
import { mergeOrder } from "./merge-order.ts";
import { isSame, ORDER, type TableOverride, tableOverrides } from "./table-overrides.ts";
import { isMembers, keyed, type List, type Members, type Shape, tableFields } from "./table-shape.ts";

/** Whose word counts where both have changed the same thing. */
export type Choice = "mine" | "next";

export type Taken = {
  /** Where a conflict is not chosen, what the lot has stands. */
  readonly table: RateTable;
  /** What the table still says otherwise than the new version. */
  readonly kept: readonly TableOverride[];
  /** What lot and new version have both changed, each in another way; `id` is the name under which it is chosen. */
  readonly conflicts: readonly { readonly id: string; readonly path: readonly string[] }[];
};

type Tables = { readonly base: RateTable; readonly mine: RateTable; readonly next: RateTable };

/**
 * Brings a new version of a shared table to a lot that may say some things otherwise: what the lot has not changed
 * becomes as in `next`, what it has changed stays. Where both changed the same thing it is a conflict for a person, as
 * it is of the whole table (path `[]`) if what comes together is no table. `mine` keeps its `id` and `version`.
 */
export function takeVersion({ base, mine, next }: Tables, choices: Readonly<Record<string, Choice>> = {}): Taken {
  const { id, version } = mine;
  const conflicts = new Map<string, readonly string[]>();
  const choose = (path: readonly string[]): Choice => {
    conflicts.set(path.join("/"), path);
    return choices[path.join("/")] ?? "mine";
  };
  const merged = mergeRecord(tableFields, { base, mine, next }, { path: [], choose });
  const read = rateTableSchema.safeParse({ ...merged, id, version });
  if (read.success) return taken(read.data, next, conflicts);
  conflicts.clear();
  return taken(choose([]) === "mine" ? mine : { ...next, id, version }, next, conflicts);
}

function taken(table: RateTable, next: RateTable, conflicts: ReadonlyMap<string, readonly string[]>): Taken {
  return {
    table,
    kept: tableOverrides(next, table),
    conflicts: [...conflicts].map(([id, path]) => ({ id, path })),
  };
}

type Sides<Value> = { readonly base: Value; readonly mine: Value; readonly next: Value };
type Place = { readonly path: readonly string[]; readonly choose: (path: readonly string[]) => Choice };

/** What follows without asking anybody; `otherwise` where both changed it, each in another way. */
function settle<Value>({ base, mine, next }: Sides<Value>, otherwise: () => Value): Value {
  if (isSame(mine, base)) return next;
  return isSame(next, base) || isSame(mine, next) ? mine : otherwise();
}

function merge(shape: Shape, sides: Sides<unknown>, place: Place): unknown {
  return settle(sides, () => {
    if (shape.kind === "list") return mergeList(shape, sides, place);
    const { base, mine, next } = sides;
    if (isMembers(base) && isMembers(mine) && isMembers(next)) {
      if (shape.kind === "record") return mergeRecord(shape.fields, { base, mine, next }, place);
      if (shape.kind === "line") return mergeLine({ base, mine, next }, place);
    }
    return sides[place.choose(place.path)];
  });
}

function mergeRecord(
  fields: Readonly<Record<string, Shape>>,
  { base, mine, next }: Sides<Members>,
  place: Place,
): Members {
  const entries = Object.entries(fields).map(([key, field]) => {
    const sides = { base: base[key], mine: mine[key], next: next[key] };
    return [key, merge(field, sides, { ...place, path: [...place.path, key] })];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** What a line costs and how far it reaches. Both are one sentence, so a conflict in either is one about the line. */
function mergeLine({ base, mine, next }: Sides<Members>, { path, choose }: Place): Members {
  const part = <Value>(partOf: (line: Members) => Value): Value => {
    const sides = { base: partOf(base), mine: partOf(mine), next: partOf(next) };
    return settle(sides, () => sides[choose(path)]);
  };
  const cost = part(({ durationEnd: _end, ...rest }) => rest);
  const durationEnd = part((line) => line.durationEnd);
  return { ...cost, ...(durationEnd !== undefined && { durationEnd }) };
}

/** Where a list has two items that go by the same key nobody can say which is which: it is chosen as a whole. */
function mergeList({ item, keyOf }: List, sides: Sides<unknown>, place: Place): unknown {
  const { path, choose } = place;
  const [base, mine, next] = [keyed(sides.base, keyOf), keyed(sides.mine, keyOf), keyed(sides.next, keyOf)];
  if (!(base.isUnique && mine.isUnique && next.isUnique)) return sides[choose(path)];
  const keys = { base: [...base.items.keys()], mine: [...mine.items.keys()], next: [...next.items.keys()] };
  return mergeOrder(keys, () => choose([...path, ORDER]))
    .map((key) => {
      const items = { base: base.items.get(key), mine: mine.items.get(key), next: next.items.get(key) };
      return merge(item, items, { ...place, path: [...path, key] });
    })
    .filter((merged) => merged !== undefined);
}
