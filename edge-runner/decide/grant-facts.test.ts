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
const facts = (items: readonly GrantItem[], enteredAt: number | null = null, ageMs = 0) =>
  grantFacts({ items, ageMs }, now, enteredAt);

describe("grantFacts", () => {
  it("knows nothing while this edge has no grants, and that a vehicle is on no list once it has", () => {
    expect(grantFacts(null, now, null)).toEqual({});
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
});
