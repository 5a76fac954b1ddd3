import type { GrantItem } from "#contracts/document-entry.ts";
import { factOf } from "#engine/model/vocabulary.ts";
import type { GrantLookup } from "./grant-facts.ts";

const minuteMs = 60_000;

/** Is the copy of the lists older than what it says may be used? One that is missing is not old. */
export function areStale(grants: GrantLookup): boolean {
  const limit = factOf("right.active").ageLimitMinutes ?? Number.POSITIVE_INFINITY;
  return grants !== null && grants.ageMs > limit * minuteMs;
}

/** In force at this moment. */
export function isLive({ from, until }: GrantItem, now: number): boolean {
  return (from === null || from <= now) && (until === null || until > now);
}

export function ofKind<Kind extends GrantItem["kind"]>(
  items: readonly GrantItem[],
  kind: Kind,
): Extract<GrantItem, { kind: Kind }>[] {
  return items.filter((item): item is Extract<GrantItem, { kind: Kind }> => item.kind === kind);
}

/** Payments and validations that were made for the stay that began at `enteredAt` (null: not known), the oldest first. */
export function madeDuring<Item extends { readonly from: number }>(
  items: readonly Item[],
  now: number,
  enteredAt: number | null,
): Item[] {
  return items
    .filter(({ from }) => from <= now && (enteredAt === null || from >= enteredAt))
    .sort((a, b) => a.from - b.from);
}
