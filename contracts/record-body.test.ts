import { describe, expect, it } from "vitest";
import {
  correctedTime,
  isStayApart,
  outcomeBodySchema,
  partedStay,
  personalSchema,
  recordBodySchema,
  wholeStay,
} from "./record-body.ts";

const stamp = { at: 1_000, offsetMs: -5, quality: "synced", monotonicMs: 7.5, bootId: "0a1b2c3d" } as const;
const outcome = {
  v: 1,
  kind: "outcome",
  passageId: "edge000001-01a202e52cb25423-1",
  stamp,
  lotId: "lot-1",
  laneId: "entry-1",
  result: "passed",
  gate: null,
} as const;

describe("record bodies", () => {
  it("are told apart by their kind and read strictly", () => {
    expect(recordBodySchema.parse(outcome)).toEqual(outcome);
    expect(outcomeBodySchema.parse({ ...outcome, flags: ["lateJournal"] }).flags).toEqual(["lateJournal"]);
    expect(recordBodySchema.safeParse({ ...outcome, result: "open" }).success).toBe(false);
    expect(recordBodySchema.safeParse({ ...outcome, more: 1 }).success).toBe(false);
    expect(recordBodySchema.safeParse({ ...outcome, kind: "other" }).success).toBe(false);
  });

  it("keep time within what a database can hold", () => {
    expect(correctedTime(stamp)).toBe(995);
    expect(correctedTime({ ...stamp, at: 0, offsetMs: -99 })).toBe(0);
  });

  it("need a salt in the personal part", () => {
    const personal = { salt: "0".repeat(32), plateRaw: null, plateText: null, facts: {} };
    expect(personalSchema.safeParse(personal).success).toBe(true);
    expect(personalSchema.safeParse({ ...personal, salt: "" }).success).toBe(false);
  });

  it("keep earlier visits apart from the stay, and make it whole again as long as they are there", () => {
    const plain = { entryAt: 1, exitAt: 2, previousVisits: [] };
    expect(partedStay(plain)).toEqual({ body: plain, personal: {} });
    const stay = { ...plain, permit: "staff", previousVisits: [{ entryAt: 0, exitAt: 1, feePaidMinor: 5 }] };
    const { body, personal } = partedStay(stay);
    expect(body).toEqual({ entryAt: 1, exitAt: 2, permit: "staff", visitsApart: 1 });
    expect(wholeStay(body, personal)).toEqual(stay);
    expect([isStayApart(body), isStayApart(stay)]).toEqual([true, false]);
    expect(wholeStay(body, null)).toBe(body);
    expect(wholeStay(null, personal)).toBeNull();
  });
});
