import type { GrantItem } from "#contracts/document-entry.ts";
import { type EnumValue, enums } from "#engine/model/enums.ts";
import type { PartialFacts } from "#engine/model/facts.ts";
import type { Validation } from "#engine/model/validation.ts";
import { validationTypesOf } from "#engine/model/validation-types.ts";
import { type FactId, factOf } from "#engine/model/vocabulary.ts";
import { isLive, madeDuring, ofKind } from "./fresh-grants.ts";

/** What the lot's grants say of one vehicle, and how old they are; null while this edge has none. */
export type GrantLookup = { readonly ageMs: number; readonly items: readonly GrantItem[] } | null;

const minuteMs = 60_000;
const minutesMax = 5_256_000;
const minorMax = 1e12;
const countMax = 1_000_000;

/** The stay that grants are looked at for. */
export type StayFrame = {
  readonly now: number;
  /** null: no stay is known. */
  readonly enteredAt: number | null;
  /** The kinds of validation of the tariff that prices the stay. */
  readonly validations: readonly Validation[];
  /** Has the plate used a reservation for this time in a stay that has ended? */
  readonly isUsed: (reservation: { readonly from: number; readonly until: number }) => boolean;
};

/**
 * The facts that come of grants. A grant is a fact and no way around the rules. What is older than a fact's limit is
 * unknown, and a payment or a validation from before the car came in is not for this stay.
 */
export function grantFacts(grants: GrantLookup, about: StayFrame): PartialFacts {
  if (grants === null) return {};
  const { now, enteredAt } = about;
  const live = grants.items.filter((item) => isLive(item, now));
  const listed = [...ofKind(live, "block"), ...ofKind(live, "exempt"), ...ofKind(live, "allow")];
  const has = (kind: GrantItem["kind"]) => live.some((item) => item.kind === kind);
  const facts: PartialFacts = {
    "lists.allow": has("allow"),
    "lists.block": has("block"),
    "lists.exempt": has("exempt"),
    "lists.reason": listed.map(({ reason }) => reason).find((word) => word !== null) ?? null,
    ...rightFacts(grants.items, now),
    ...reservationFacts(ofKind(grants.items, "reservation"), about),
    ...paymentFacts(grants.items, now, enteredAt),
    ...autoPayFacts(ofKind(live, "autoPay")),
    ...debtFacts(ofKind(live, "debt"), now, grants.ageMs),
    "validation.types": validationTypes(grants.items, about),
    ...grantOf(grants, now, enteredAt),
  };
  const isFresh = ([id]: [string, unknown]) => {
    const limit = factOf(id as FactId).ageLimitMinutes;
    return limit === null || grants.ageMs <= limit * minuteMs;
  };
  return Object.fromEntries(Object.entries(facts).filter(isFresh));
}

function rightFacts(all: readonly GrantItem[], now: number): PartialFacts {
  const permits = ofKind(all, "permit");
  const live = permits.find((item) => isLive(item, now));
  const shown = live ?? permits.reduce<Permit | null>((last, one) => (endOf(one) > endOf(last) ? one : last), null);
  return {
    "right.active": live !== undefined,
    "right.kind": shown === null ? null : rightKindOf(shown),
    "right.expiresIn": shown === null ? null : minutesUntil(shown.until, now),
    "right.withinHours": live === undefined ? null : true,
    "right.areaAllowed": live === undefined ? null : true,
  };
}

type Permit = Extract<GrantItem, { kind: "permit" }>;

/** A permit is one to park, unless it says otherwise; a kind that this runner does not know is another. */
function rightKindOf({ rightKind = "permitParking" }: Permit): EnumValue<"rightKind"> {
  return enums.rightKind.find((kind) => kind === rightKind) ?? "other";
}

type Reservation = Extract<GrantItem, { kind: "reservation" }>;

/** Of several the one that holds, else the next, else the last. One that a stay which has ended began in is used. */
function reservationFacts(all: readonly Reservation[], { now, isUsed }: StayFrame): PartialFacts {
  const sorted = [...all].sort((a, b) => a.from - b.from);
  const unused = sorted.filter((item) => !isUsed(item));
  const shown =
    unused.find((item) => item.from <= now && now <= item.until) ??
    unused.find(({ from }) => from > now) ??
    unused.at(-1) ??
    sorted.at(-1);
  if (shown === undefined) return { "reservation.state": "none", "reservation.startsIn": null };
  const state = isUsed(shown) ? "used" : now < shown.from ? "early" : now <= shown.until ? "valid" : "late";
  return { "reservation.state": state, "reservation.startsIn": minutesUntil(shown.from, now) };
}

/** Nothing may be debited from who has not agreed; of several agreements the widest holds. */
function autoPayFacts(live: readonly Extract<GrantItem, { kind: "autoPay" }>[]): PartialFacts {
  const most = live.map(({ limitMinor }) => limitMinor ?? minorMax);
  return { "autoPay.enabled": live.length > 0, "autoPay.limit": Math.max(0, ...most) };
}

/** How old it is: since it was counted, or else since the copy was made. */
function debtFacts(live: readonly Extract<GrantItem, { kind: "debt" }>[], now: number, ageMs: number): PartialFacts {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  const oldest = Math.max(ageMs, ...live.map(({ from }) => (from === null ? ageMs : now - from)));
  return {
    "debt.amount": Math.min(minorMax, sum(live.map(({ amountMinor }) => amountMinor))),
    "debt.count": Math.min(countMax, sum(live.map(({ count }) => count))),
    "debt.ageOfData": Math.min(minutesMax, Math.max(0, Math.floor(oldest / minuteMs))),
  };
}

/** What the validations that were given for this stay do. */
function validationTypes(all: readonly GrantItem[], { now, enteredAt, validations }: StayFrame) {
  const given = madeDuring(ofKind(all, "validation"), now, enteredAt).filter((item) => isLive(item, now));
  return validationTypesOf(
    validations,
    given.map(({ type }) => type),
  );
}

function paymentFacts(all: readonly GrantItem[], now: number, enteredAt: number | null): PartialFacts {
  const paid = paidFor(all, now, enteredAt);
  if (paid === undefined) return { "payment.state": "none" };
  return {
    "payment.state": "paid",
    "payment.age": Math.min(minutesMax, Math.floor((now - paid.from) / minuteMs)),
    "payment.graceLeft": minutesUntil(paid.until, now),
  };
}

/** The newest payment for this stay; one from before its entry is for another. */
function paidFor(all: readonly GrantItem[], now: number, enteredAt: number | null) {
  return madeDuring(ofKind(all, "paid"), now, enteredAt).at(-1);
}

/** One word for all of it: what turns a vehicle away goes before what lets it through. */
function grantOf(grants: NonNullable<GrantLookup>, now: number, enteredAt: number | null): PartialFacts {
  const live = (kind: GrantItem["kind"]) => grants.items.find((item) => item.kind === kind && isLive(item, now));
  const paid = paidFor(grants.items, now, enteredAt);
  const block = live("block");
  const free = live("exempt");
  const right = live("permit") ?? live("allow");
  const isPaid = paid !== undefined && paid.until >= now;
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

function endOf(item: GrantItem | null): number {
  return item === null ? Number.NEGATIVE_INFINITY : (item.until ?? Number.POSITIVE_INFINITY);
}

/** Negative once it has passed; the longest there is for what has no end. */
function minutesUntil(until: number | null, now: number): number {
  if (until === null) return minutesMax;
  return Math.min(minutesMax, Math.max(-minutesMax, Math.floor((until - now) / minuteMs)));
}
