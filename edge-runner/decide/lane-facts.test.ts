import { describe, expect, it } from "vitest";
import { totalFacts } from "#engine/model/facts.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { factIds } from "#engine/model/vocabulary.ts";
import { type FactsInput, type LotKnowledge, laneFacts } from "./lane-facts.ts";
import type { OpenSession, SessionMatch } from "./open-sessions.ts";

const from = Date.UTC(2000, 0, 1);
const now = Date.UTC(2026, 2, 4, 20, 5);
const session: OpenSession = {
  sessionId: "s",
  plateText: "京A41408",
  laneId: "entry-1",
  enteredAt: now - 90 * 60_000 - 5_000,
  enteredMonotonicMs: 0,
  enteredBootId: "0a1b2c3d",
  enteredQuality: "synced",
  bundleSha256: "b",
  vehicleClass: null,
};

function facts(change: Partial<FactsInput> = {}) {
  const observation = {
    deviceId: "cam",
    laneId: "exit-1",
    plateRaw: "京A·41408",
    confidence: 0.9,
    plateCountry: "CN",
    plateType: null,
    plateColor: null,
    vehicleClass: null,
    cameraTime: null,
    vendorEventId: "e",
    isRetransmitted: false,
  };
  return totalFacts(
    laneFacts({
      observation,
      plateText: "京A41408",
      lotId: "lot-1",
      direction: "exit",
      country: "CN",
      bundle: {
        clock: { timeZone: "Asia/Shanghai", database: "2025c", from, to: from * 2, changes: [[from, 480]] },
        tariff: hourlyTariff({ currency: "CNY", rateTableName: "Visitors", hourMinor: 500 }),
      },
      now,
      match: { kind: "none", session: null, candidateCount: 0 },
      priced: null,
      lot: { isAlone: true, copyAgeMs: 0 },
      grants: null,
      validations: [],
      visits: null,
      hasCome: () => false,
      inside: { count: 3, ofClass: null },
      link: { state: "down", offlineForMs: 150_000 },
      rulesAgeMs: 60_000,
      ...change,
    }),
  );
}

describe("laneFacts", () => {
  it("says what the edge knows and leaves the rest unknown", () => {
    const known = facts();
    expect(Object.keys(known)).toEqual([...factIds]);
    expect(known).toMatchObject({
      "event.localTime": "2026-03-05T04:05:00+08:00",
      "clock.timeOfDay": 245,
      "clock.dayOfWeek": 4,
      "link.cloud": "down",
      "link.offlineFor": 2,
      "plate.text": "京A41408",
      "lists.block": null,
      "right.active": null,
      "payment.state": null,
      "area.available": null,
      "loop.under": null,
    });
  });

  it("knows a session by the very plate only", () => {
    const exact: SessionMatch = { kind: "exact", session, candidateCount: 1 };
    expect(facts({ match: exact })).toMatchObject({ "session.open": true, "session.id": "s", "session.elapsed": 90 });
    const fuzzy = facts({ match: { ...exact, kind: "fuzzy" } });
    expect(fuzzy).toMatchObject({ "session.open": null, "session.id": null, "match.plate": "京A41408" });
  });

  it("reads session.open as unknown, never as false, when other edges may know better", () => {
    const open = (lot: LotKnowledge, kind: SessionMatch["kind"] = "none") =>
      facts({ lot, match: { kind, session: null, candidateCount: 0 } })["session.open"];
    expect(open({ isAlone: true, copyAgeMs: 0 })).toBe(false);
    expect(open({ isAlone: false, copyAgeMs: 60_000 })).toBe(false);
    expect(open({ isAlone: false, copyAgeMs: 6 * 60_000 })).toBeNull();
    expect(open({ isAlone: true, copyAgeMs: 0 }, "noPlate")).toBeNull();
  });

  it("gives a fee only when there is a price", () => {
    const stay = { entryAt: session.enteredAt, exitAt: now, tariffSha256: "b" };
    const rateTable = { id: "t", version: 1 };
    const quote = { feeMinor: 900, paidMinor: 400, dueMinor: 500, currency: "CNY", rateTable, lines: [] };
    expect(facts({ priced: { stay, quote } })).toMatchObject({ "fee.total": 900, "fee.paid": 400, "fee.due": 500 });
    const failed = facts({ priced: { stay, quote: { error: { code: "c", path: "", message: "m" } } } });
    expect(failed).toMatchObject({ "fee.total": null, "fee.due": null, "fee.currency": null });
  });

  it("reads the drive of a vehicle off its plate, and the kind of day off the calendar", () => {
    expect(facts()).toMatchObject({ "vehicle.propulsion": null, "calendar.dayType": "workday" });
    expect(facts({ plateText: "京AD41408" })["vehicle.propulsion"]).toBe("electric");
  });

  it("counts who is inside, and does not while other edges may know better", () => {
    expect(facts({ inside: { count: 3, ofClass: 2 } })).toMatchObject({ "area.count": 3, "area.countForClass": 2 });
    expect(facts({ lot: { isAlone: false, copyAgeMs: 6 * 60_000 } })["area.count"]).toBeNull();
  });

  it("tells of earlier visits: those of the local day, the last exit, and what was free of them", () => {
    const visit = (from: number, to: number, freeMinutes: number) => {
      return { entryAt: now + from * 60_000, exitAt: now + to * 60_000, feePaidMinor: 0, freeMinutes };
    };
    expect(facts()).toMatchObject({ "visits.today": null, "visits.lastExitAgo": null, "freeUsed.today": null });
    expect(facts({ visits: [] })).toMatchObject({
      "visits.today": 0,
      "visits.lastExitAgo": null,
      "freeUsed.today": 0,
    });
    // it is 04:05: the first was yesterday's, the second ended two hours into the day, and only they count as free
    const visits = [visit(-1_440, -1_000, 120), visit(-300, -125, 175), visit(-60, -30, 20)];
    expect(facts({ visits })).toMatchObject({ "visits.today": 1, "visits.lastExitAgo": 30, "freeUsed.today": 140 });
  });
});
