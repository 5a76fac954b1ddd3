import { describe, expect, it } from "vitest";
import type { GrantItem } from "#contracts/document-entry.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { stayConditions } from "./stay-conditions.ts";

const minute = 60_000;
const entryAt = Date.UTC(2026, 2, 4, 8);
const now = entryAt + 180 * minute;
const hourly = hourlyTariff({ currency: "CNY", rateTableName: "Visitors", hourMinor: 500 });

function conditions(items: readonly GrantItem[], change: Partial<Tariff> = {}, ageMs = 0) {
  const car = { plateText: "京A41408", country: "CN", grants: { ageMs, items }, now, visits: () => [] };
  return stayConditions({ entryAt, exitAt: now }, car, { ...hourly, ...change });
}
const permit = (product?: string, from: number | null = null, until: number | null = null): GrantItem => {
  return { kind: "permit", from, until, ...(product === undefined ? {} : { product }) };
};

describe("stayConditions", () => {
  it("knows nothing of a car of which nothing is said", () => {
    expect(conditions([])).toEqual({});
  });

  it("takes the drive from the plate", () => {
    const car = { plateText: "粤BF12345", country: "CN", grants: null, now, visits: () => [] };
    expect(stayConditions({ entryAt, exitAt: now }, car, hourly)).toEqual({ propulsion: "plugInHybrid" });
  });

  it("takes the permit that the tariff asks for, and when each covered the stay", () => {
    const rateEligibility = [{ eligibility: { activeAssignedRight: ["staff"] }, rateTable: "standard" }];
    const items = [permit("resident"), permit("staff", entryAt + 60 * minute, now + minute)];
    expect(conditions(items, { rateEligibility })).toEqual({
      permit: "staff",
      coverage: [
        { right: "resident", fromAt: entryAt, toAt: now, begins: "held" },
        { right: "staff", fromAt: entryAt + 60 * minute, toAt: now, begins: "bought" },
      ],
    });
    expect(conditions(items)).toMatchObject({ permit: "resident" });
  });

  it("lets a permit that has run out during the stay cover the time before, and no more", () => {
    expect(conditions([permit(undefined, null, entryAt + 30 * minute)])).toEqual({
      coverage: [{ right: "permit", fromAt: entryAt, toAt: entryAt + 30 * minute, begins: "held" }],
    });
  });

  it("counts validations and payments of this stay alone", () => {
    const stamp = (type: string, from: number): GrantItem => ({ kind: "validation", type, from, until: now + minute });
    const paid = (from: number, amountMinor?: number): GrantItem => {
      return { kind: "paid", from, until: now, ...(amountMinor === undefined ? {} : { amountMinor, channel: "app" }) };
    };
    const items = [stamp("shop", now - 2), stamp("cinema", now - 3), stamp("shop", entryAt - 1)];
    expect(conditions(items)).toEqual({ validations: ["cinema", "shop"] });
    expect(conditions([paid(entryAt - 1, 900), paid(now - minute, 300), paid(now - 2 * minute, 200)])).toEqual({
      paidAt: now - minute,
      paidMinor: 500,
      paidBy: "app",
    });
    expect(conditions([paid(now - minute)])).toEqual({});
  });

  it("names an entitlement of somebody who is exempt or allowed", () => {
    const exempt: GrantItem = { kind: "exempt", reason: null, from: null, until: null, entitlement: "disabled" };
    expect(conditions([exempt])).toEqual({ entitlement: "disabled" });
  });

  it("leaves all of it out when the copy is older than a day", () => {
    expect(conditions([permit("staff")], {}, 1_441 * minute)).toEqual({});
    expect(conditions([permit("staff")], {}, 1_440 * minute)).toMatchObject({ permit: "staff" });
  });

  it("asks for earlier visits only where the tariff does, and as far back as it does", () => {
    const asked: number[] = [];
    const visits = (since: number) => {
      asked.push((entryAt - since) / minute);
      const times = { entryAt: entryAt - 90 * minute, exitAt: entryAt - 30 * minute };
      return [{ ...times, feePaidMinor: 500, freeMinutes: 10 }];
    };
    const car = { plateText: "京A41408", country: "CN", grants: null, now, visits };
    const times = { entryAt, exitAt: now };
    expect(stayConditions(times, car, hourly)).toEqual({});
    const reEntry = { within: 60, since: "exit", action: "continue" } as const;
    const earlier = { entryAt: entryAt - 90 * minute, exitAt: entryAt - 30 * minute, feePaidMinor: 500 };
    expect(stayConditions(times, car, { ...hourly, reEntry })).toEqual({ previousVisits: [earlier] });
    stayConditions(times, car, { ...hourly, noReturn: { within: 120 } });
    expect(asked).toEqual([8 * 1_440, 120]);
  });
});
