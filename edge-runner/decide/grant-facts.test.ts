import { describe, expect, it } from "vitest";
import type { GrantItem } from "#contracts/document-entry.ts";
import { grantFacts } from "./grant-facts.ts";

const minute = 60_000;
const now = Date.UTC(2026, 2, 4, 12);
const permit = (from: number | null, until: number | null): GrantItem => ({ kind: "permit", from, until });
const listed = (kind: "allow" | "block" | "exempt", reason: string | null = null): GrantItem => {
  return { kind, reason, from: null, until: null };
};
const paid = (from: number, until: number): GrantItem => ({ kind: "paid", from, until });
const frame = { now, enteredAt: null, validations: [], isUsed: () => false };
const facts = (items: readonly GrantItem[], enteredAt: number | null = null, ageMs = 0) =>
  grantFacts({ items, ageMs }, { ...frame, enteredAt });

describe("grantFacts", () => {
  it("knows nothing while this edge has no grants, and that a vehicle is on no list once it has", () => {
    expect(grantFacts(null, frame)).toEqual({});
    expect(facts([])).toMatchObject({
      "lists.allow": false,
      "lists.block": false,
      "lists.exempt": false,
      "right.active": false,
      "payment.state": "none",
    });
    expect(facts([])).not.toHaveProperty(["grant.decision"]);
  });

  it("reads everything as unknown once the copy is older than a day", () => {
    expect(facts([listed("block")], null, 1_440 * minute)).toMatchObject({ "lists.block": true });
    expect(facts([listed("block")], null, 1_441 * minute)).toEqual({});
  });

  it("holds a permit to its times, to the millisecond", () => {
    expect(facts([permit(now, now + 90 * minute)])).toMatchObject({
      "right.active": true,
      "right.expiresIn": 90,
      "right.withinHours": true,
      "right.areaAllowed": true,
      "grant.decision": "release",
      "grant.reason": "permit",
    });
    expect(facts([permit(now + 1, null)])).toMatchObject({ "right.active": false, "right.withinHours": null });
    expect(facts([permit(null, now)])).toMatchObject({ "right.active": false, "right.expiresIn": 0 });
    expect(facts([permit(null, now - 1)])).toMatchObject({ "right.active": false, "right.expiresIn": -1 });
  });

  it("counts a payment for the stay during which it was made, and until the time to leave", () => {
    const payment = paid(now - 10 * minute, now + 5 * minute);
    expect(facts([payment], now - 60 * minute)).toMatchObject({
      "payment.state": "paid",
      "payment.age": 10,
      "payment.graceLeft": 5,
      "grant.reason": "paid",
    });
    // the car has come in again since: what it paid was for the stay before
    expect(facts([payment], now - 9 * minute)).toMatchObject({ "payment.state": "none" });
    expect(facts([paid(now - 10 * minute, now - 1)])).toMatchObject({
      "payment.state": "paid",
      "payment.graceLeft": -1,
    });
    expect(facts([paid(now - 10 * minute, now - 1)])).not.toHaveProperty(["grant.decision"]);
  });

  it("lets what turns a vehicle away go before what lets it through", () => {
    expect(facts([permit(null, null), listed("block", "debt"), listed("allow", "vip")])).toMatchObject({
      "lists.allow": true,
      "lists.block": true,
      "lists.reason": "debt",
      "grant.decision": "refuse",
      "grant.reason": "block",
    });
  });

  it("says of which kind a permit is", () => {
    const kindOf = (rightKind?: string) =>
      facts([{ kind: "permit", from: null, until: null, rightKind }])["right.kind"];
    expect([kindOf(), kindOf("loadingUnloading"), kindOf("flying"), facts([])["right.kind"]]).toEqual([
      "permitParking",
      "loadingUnloading",
      "other",
      null,
    ]);
  });

  it("holds a reservation to its times, and takes the one that counts now", () => {
    const booked = (from: number, until: number): GrantItem => ({ kind: "reservation", from, until });
    const stateOf = (items: GrantItem[], isUsed = () => false) => {
      const found = grantFacts({ items, ageMs: 0 }, { ...frame, isUsed });
      return [found["reservation.state"], found["reservation.startsIn"]];
    };
    expect(stateOf([])).toEqual(["none", null]);
    expect(stateOf([booked(now + 30 * minute, now + 90 * minute)])).toEqual(["early", 30]);
    expect(stateOf([booked(now, now + 1)])).toEqual(["valid", 0]);
    expect(stateOf([booked(now - 90 * minute, now - 1)])).toEqual(["late", -90]);
    const late = booked(now - 90 * minute, now - 1);
    expect(stateOf([late, booked(now + 60 * minute, now + 90 * minute)])).toEqual(["early", 60]);
    expect(stateOf([booked(now - minute, now + minute)], () => true)).toEqual(["used", -1]);
  });

  it("knows what may be debited: nothing, up to a limit, or anything", () => {
    const agreed = (limitMinor: number | null): GrantItem => ({ kind: "autoPay", limitMinor, from: null, until: null });
    const said = (items: GrantItem[]) => [facts(items)["autoPay.enabled"], facts(items)["autoPay.limit"]];
    expect(said([])).toEqual([false, 0]);
    expect(said([agreed(5_000)])).toEqual([true, 5_000]);
    expect(said([agreed(5_000), agreed(null)])).toEqual([true, 1e12]);
  });

  it("adds up debts, and says how old the figure is", () => {
    const owed = (amountMinor: number, count: number, from: number | null): GrantItem => {
      return { kind: "debt", amountMinor, count, from, until: null };
    };
    expect(facts([], null, 7 * minute)).toMatchObject({ "debt.amount": 0, "debt.count": 0, "debt.ageOfData": 7 });
    expect(facts([owed(300, 1, now - 90 * minute), owed(200, 2, null)], null, 7 * minute)).toMatchObject({
      "debt.amount": 500,
      "debt.count": 3,
      "debt.ageOfData": 90,
    });
  });

  it("tells what the validations of this stay do", () => {
    const stamp = (type: string, from: number): GrantItem => ({ kind: "validation", type, from, until: now + minute });
    const validations = [
      { type: "shop", effect: { kind: "freeMinutes" as const, minutes: 120 } },
      { type: "cinema", effect: { kind: "fixedPrice" as const, amount: 500 } },
      { type: "bakery", effect: { kind: "freePeriod" as const, minutes: 30 } },
    ];
    const typesOf = (items: GrantItem[], ageMs = 0) =>
      grantFacts({ items, ageMs }, { ...frame, enteredAt: now - 60 * minute, validations })["validation.types"];
    expect(typesOf([])).toEqual([]);
    expect(typesOf([stamp("cinema", now - minute), stamp("shop", now - 2 * minute)])).toEqual([
      "minutes",
      "fixedPrice",
    ]);
    // of the stay before, of a kind that the tariff does not have, twice the same effect
    const others = [stamp("shop", now - 61 * minute), stamp("zoo", now - 1)];
    expect(typesOf(others)).toEqual([]);
    expect(typesOf([stamp("shop", now - 1), stamp("bakery", now - 1)])).toEqual(["minutes"]);
    expect(typesOf([stamp("shop", now - 1)], 1_441 * minute)).toBeUndefined();
  });
});
