import type { GrantItem } from "#contracts/document-entry.ts";
import type { PartialFacts } from "#engine/model/facts.ts";
import { type FactId, factOf } from "#engine/model/vocabulary.ts";

/** What the lot's grants say of one vehicle, and how old they are; null while this edge has none. */
export type GrantLookup = { readonly ageMs: number; readonly items: readonly GrantItem[] } | null;

const minuteMs = 60_000;
const minutesMax = 5_256_000;

/**
 * The facts that come of grants. A grant is a fact and no way around the rules. What is older than a fact's limit is
 * unknown, and a payment from before the car came in is not for this stay.
 */
export function grantFacts(grants: GrantLookup, now: number, enteredAt: number | null): PartialFacts {
  if (grants === null) return {};
  const items = grants.items.filter((item) => item.kind === "paid" || isLive(item, now));
  const of = (kind: GrantItem["kind"]) => items.find((item) => item.kind === kind) ?? null;
  const listed = [of("block"), of("exempt"), of("allow")].filter((item) => item !== null);
  const reason = listed.map((item) => ("reason" in item ? item.reason : null)).find((word) => word !== null) ?? null;
  const facts: PartialFacts = {
    "lists.allow": of("allow") !== null,
    "lists.block": of("block") !== null,
    "lists.exempt": of("exempt") !== null,
    "lists.reason": reason,
    ...rightFacts(grants.items, now),
    ...paymentFacts(grants.items, now, enteredAt),
    ...grantOf(grants, now, enteredAt),
  };
  const isFresh = ([id]: [string, unknown]) => {
    const limit = factOf(id as FactId).ageLimitMinutes;
    return limit === null || grants.ageMs <= limit * minuteMs;
  };
  return Object.fromEntries(Object.entries(facts).filter(isFresh));
}

function rightFacts(all: readonly GrantItem[], now: number): PartialFacts {
  const permits = all.filter(({ kind }) => kind === "permit");
  const live = permits.find((item) => isLive(item, now));
  const shown = live ?? permits.reduce<GrantItem | null>((last, one) => (endOf(one) > endOf(last) ? one : last), null);
  return {
    "right.active": live !== undefined,
    "right.kind": shown === null ? null : "permitParking",
    "right.expiresIn": shown === null ? null : minutesUntil(shown.until, now),
    "right.withinHours": live === undefined ? null : true,
    "right.areaAllowed": live === undefined ? null : true,
  };
}

function paymentFacts(all: readonly GrantItem[], now: number, enteredAt: number | null): PartialFacts {
  const paid = paidFor(all, now, enteredAt);
  if (paid === null) return { "payment.state": "none" };
  return {
    "payment.state": "paid",
    "payment.age": Math.min(minutesMax, Math.floor((now - paid.from) / minuteMs)),
    "payment.graceLeft": minutesUntil(paid.until, now),
  };
}

type Paid = Extract<GrantItem, { kind: "paid" }>;

/** The newest payment for this stay; one from before its entry is for another. */
function paidFor(all: readonly GrantItem[], now: number, enteredAt: number | null): Paid | null {
  const paid = all.filter((item) => item.kind === "paid");
  const fits = paid.filter(({ from }) => from <= now && (enteredAt === null || from >= enteredAt));
  return fits.reduce<Paid | null>((last, one) => (last === null || one.from > last.from ? one : last), null);
}

/** One word for all of it: what turns a vehicle away goes before what lets it through. */
function grantOf(grants: NonNullable<GrantLookup>, now: number, enteredAt: number | null): PartialFacts {
  const live = (kind: GrantItem["kind"]) => grants.items.find((item) => item.kind === kind && isLive(item, now));
  const paid = paidFor(grants.items, now, enteredAt);
  const block = live("block");
  const free = live("exempt");
  const right = live("permit") ?? live("allow");
  const isPaid = paid !== null && paid.until >= now;
  const [item, reason] =
    block !== undefined
      ? ([block, "block"] as const)
      : isPaid
        ? ([paid, "paid"] as const)
        : free !== undefined
          ? ([free, "free"] as const)
          : ([right, "permit"] as const);
  if (item === undefined) return {};
  return {
    "grant.decision": reason === "block" ? "refuse" : "release",
    "grant.reason": reason,
    "grant.age": Math.min(minutesMax, Math.max(0, Math.floor(grants.ageMs / minuteMs))),
    "grant.validFor": minutesUntil(item.until, now),
  };
}

function isLive({ from, until }: GrantItem, now: number): boolean {
  return (from === null || from <= now) && (until === null || until > now);
}

function endOf(item: GrantItem | null): number {
  return item === null ? Number.NEGATIVE_INFINITY : (item.until ?? Number.POSITIVE_INFINITY);
}

/** Negative once it has passed; the longest there is for what has no end. */
function minutesUntil(until: number | null, now: number): number {
  if (until === null) return minutesMax;
  return Math.min(minutesMax, Math.max(-minutesMax, Math.floor((until - now) / minuteMs)));
}
