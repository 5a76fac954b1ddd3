import { describe, expect, it } from "vitest";
import type { Stamp } from "#contracts/record-body.ts";
import { loadBundle } from "#engine/compile/load-bundle.ts";
import { testBundle } from "../testing/test-bundle.ts";
import type { OpenSession } from "./open-sessions.ts";
import { priceSession } from "./price-session.ts";

const hour = 3_600_000;
const entered = Date.UTC(2026, 2, 4, 8);
const bundle = testBundle({ freeMinutes: 0 });
const loaded = loadBundle(bundle.bytes);
const session: OpenSession = {
  sessionId: "s",
  plateText: "京A41408",
  laneId: "entry-1",
  enteredAt: entered,
  enteredMonotonicMs: 1_000,
  enteredBootId: "0a1b2c3d",
  enteredQuality: "synced",
  bundleSha256: bundle.sha256,
  vehicleClass: null,
};

function stampAfter(ms: number, change: Partial<Stamp> = {}): Stamp {
  const base = { at: entered + ms, offsetMs: 0, quality: "synced" as const, monotonicMs: 1_000 + ms };
  return { ...base, bootId: session.enteredBootId, ...change };
}

/** A car of which nothing is known besides. */
const car = { plateText: "京A41408", country: "CN", grants: null, now: entered + hour, visits: () => [] };
const feeOf = (stamp: Stamp, from: OpenSession = session) => {
  const { quote } = priceSession(from, stamp, loaded, car);
  return "error" in quote ? quote.error.code : quote.feeMinor;
};

describe("priceSession", () => {
  it("prices started hours by the tariff of the bundle", () => {
    expect([feeOf(stampAfter(hour)), feeOf(stampAfter(hour + 60_000))]).toEqual([500, 1_000]);
  });

  it("is not changed by a wall clock that was set during the stay", () => {
    for (const at of [entered + 9 * hour, entered - 9 * hour]) expect(feeOf(stampAfter(2 * hour, { at }))).toBe(1_000);
    const unsynced = { at: 5_000, quality: "unsynced" as const };
    expect(priceSession(session, stampAfter(2 * hour, unsynced), loaded, car).stay).toMatchObject({
      entryAt: entered,
      exitAt: entered + 2 * hour,
    });
  });

  it("counts back from the exit when the time of entry was not known", () => {
    const blind = { ...session, enteredAt: 5_000, enteredQuality: "unsynced" };
    const { stay } = priceSession(blind, stampAfter(2 * hour), loaded, car);
    expect(stay).toMatchObject({ entryAt: entered, exitAt: entered + 2 * hour });
  });

  it("uses corrected time after a reboot", () => {
    const stamp = stampAfter(3 * hour, { bootId: "ffffffff", monotonicMs: 7 });
    expect(priceSession(session, stamp, loaded, car).stay).toMatchObject({
      entryAt: entered,
      exitAt: entered + 3 * hour,
    });
    const early = stampAfter(-hour, { bootId: "ffffffff" });
    expect(priceSession(session, early, loaded, car).stay).toMatchObject({ entryAt: entered, exitAt: entered });
  });

  it("says why there is no price, and never guesses one", () => {
    const { quote, stay } = priceSession(session, stampAfter(hour), null, car);
    expect(quote).toMatchObject({ error: { code: "tariff.notHere" } });
    expect(stay.tariffSha256).toBe(bundle.sha256);
    expect(feeOf(stampAfter(hour, { at: 5, monotonicMs: 0, bootId: "ffffffff" }), { ...session, enteredAt: 5 })).toBe(
      "stay.outsideClock",
    );
  });
});
