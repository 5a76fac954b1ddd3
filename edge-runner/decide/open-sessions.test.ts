import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchPlate } from "#engine/model/match-plate.ts";
import { type OpenSession, OpenSessions } from "./open-sessions.ts";

function session(sessionId: string, plateText: string | null): OpenSession {
  return {
    sessionId,
    plateText,
    laneId: "entry-1",
    enteredAt: 1,
    enteredMonotonicMs: 1,
    enteredBootId: "0a1b2c3d",
    enteredQuality: "synced",
    bundleSha256: `bundle-of-${sessionId}`,
    vehicleClass: null,
  };
}

function inside(...plates: (string | null)[]): OpenSessions {
  const sessions = new OpenSessions([]);
  plates.forEach((plate, index) => {
    sessions.open(session(`s${index}`, plate));
  });
  return sessions;
}

describe("OpenSessions", () => {
  it("finds a car by its plate, the newest session first", () => {
    const sessions = inside("京A41408", "京B00001", "京A41408");
    expect(sessions.match("京A41408", "CN")).toMatchObject({
      kind: "exact",
      session: { sessionId: "s2" },
      candidateCount: 2,
    });
    sessions.close("s2");
    expect(sessions.match("京A41408", "CN").session?.sessionId).toBe("s0");
    sessions.close("s0");
    sessions.close("s0");
    expect(sessions.match("京A41408", "CN").kind).toBe("none");
  });

  it("offers one similar plate, and no session when there are several", () => {
    expect(inside("京A41408").match("京A4140B", "CN")).toMatchObject({ kind: "fuzzy", session: { sessionId: "s0" } });
    expect(inside("京A41408", "京A4140B").match("京A4140", "CN")).toMatchObject({
      kind: "fuzzy",
      session: null,
      candidateCount: 2,
    });
  });

  it("knows a car without a plate from one that is not inside", () => {
    expect(inside("京A41408", null).match("", "CN").kind).toBe("noPlate");
    expect(inside("京A41408", null).match("京A41409", "CN").kind).toBe("none");
  });

  it("names the bundles that are still owed", () => {
    const sessions = inside("京A41408", null);
    expect([...sessions.bundleHashes()]).toEqual(["bundle-of-s0", "bundle-of-s1"]);
  });

  it("finds the same as a look at every plate would", () => {
    const plate = fc
      .tuple(fc.constantFrom("京", "沪"), fc.stringMatching(/^[AB][08B15SD][0-3BSD]{4,5}$/))
      .map(([province, rest]) => province + rest);
    fc.assert(
      fc.property(fc.array(plate, { maxLength: 20 }), plate, (plates, wanted) => {
        const found = inside(...plates).match(wanted, "CN");
        const kinds = plates.map((one) => (one === wanted ? "exact" : matchPlate(wanted, one, "CN")));
        if (kinds.includes("exact") && plates.includes(wanted)) expect(found.kind).toBe("exact");
        else if (kinds.includes("fuzzy")) expect(found.kind).toBe("fuzzy");
        else expect(found.kind).toBe("none");
      }),
      { numRuns: 500 },
    );
  });
});
