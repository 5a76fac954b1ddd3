import { describe, expect, it } from "vitest";
import { bundleLaneSchema } from "#contracts/bundle.ts";
import { factsSchema } from "#contracts/decision.ts";
import { limits } from "#contracts/limits.ts";
import { decisions, effects } from "./actions.ts";
import { enums } from "./enums.ts";
import { factProblem, readFacts, totalFacts } from "./facts.ts";
import { isComparable, operatorIds, operators, operatorsFor } from "./operators.ts";
import { factIds, factOf, personalFactIds } from "./vocabulary.ts";

describe("vocabulary", () => {
  it("marks what identifies a car or its driver as personal, and nothing else", () => {
    expect(personalFactIds).toEqual(["plate.text", "match.plate", "credential.id"]);
  });

  it("fits into a record", () => {
    expect(factIds.length).toBeLessThanOrEqual(limits.factsMax);
    expect(factsSchema.safeParse(totalFacts({})).success).toBe(true);
  });

  it("uses the lane directions of the wire", () => {
    for (const direction of enums.laneDirection) {
      expect(bundleLaneSchema.safeParse({ id: "a", name: "A", direction }).success).toBe(true);
    }
  });

  it("gives every number a unit and a range", () => {
    for (const id of factIds) {
      const { type, unit, min, max } = factOf(id);
      if (type === "integer" || type === "decimal") expect([id, unit, min, max]).not.toContain(undefined);
    }
  });

  it("gives every synced fact an age limit", () => {
    for (const id of factIds) {
      const { source, ageLimitMinutes } = factOf(id);
      if (source === "synced") expect([id, ageLimitMinutes]).not.toContain(null);
    }
  });

  it("gives every operator an opposite whose opposite it is", () => {
    for (const id of operatorIds) expect(operators[operators[id].opposite].opposite).toBe(id);
  });

  it("lets each operator of a fact that takes one value take a value or another fact", () => {
    expect(operatorsFor("credential.id")).toEqual(["isKnown", "isUnknown"]);
    expect(operatorsFor("plate.text")).toEqual(["equal", "notEqual", "isKnown", "isUnknown"]);
    expect(operatorsFor("lane.direction")).toEqual(["equal", "notEqual", "in", "notIn"]);
    expect(operatorsFor("event.localTime")).toEqual([]);
  });

  it("compares only what is the same kind of thing", () => {
    expect(isComparable("fee.due", "lessThanInclusive", "autoPay.limit")).toBe(true);
    expect(isComparable("fee.due", "lessThan", "payment.age")).toBe(false);
    expect(isComparable("plate.text", "equal", "match.plate")).toBe(true);
    expect(isComparable("plate.text", "equal", "lane.id")).toBe(false);
    expect(isComparable("session.areas", "contains", "area.id")).toBe(true);
    expect(isComparable("area.id", "in", "session.areas")).toBe(false);
    expect(isComparable("fee.due", "equal", "fee.due")).toBe(false);
    expect(isComparable("lists.block", "equal", "lists.exempt")).toBe(false);
    expect(isComparable("validation.types", "contains", "vehicle.class")).toBe(false);
  });

  it("never lets a rule type an amount of money into an action", () => {
    for (const { params } of [...Object.values(decisions), ...Object.values(effects)]) {
      if ("amount" in params) expect(params.amount.type).toBe("factRef");
    }
  });

  it("offers every reason at some decision, but for the one of the fixed last rule", () => {
    const offered = new Set(Object.values(decisions).flatMap(({ reasons }): readonly string[] => reasons));
    expect(enums.reason.filter((reason) => !offered.has(reason))).toEqual(["noRule"]);
  });
});

describe("readFacts", () => {
  it("fills in what is not said as unknown", () => {
    const { facts, problems } = readFacts({ "fee.due": 500 });
    expect(problems).toEqual([]);
    expect(Object.keys(facts)).toEqual(factIds);
    expect(facts["fee.due"]).toBe(500);
    expect(facts["plate.text"]).toBeNull();
  });

  it("names each fact that it cannot use", () => {
    const { facts, problems } = readFacts({
      "fee.due": "500",
      "lane.mode": "ajar",
      "plate.confidence": 2,
      "no.such": 1,
      toString: 1,
      "validation.types": ["full", "other"],
      "session.areas": "a",
      "visits.today": 1.5,
      "lists.block": "yes",
      "lane.id": 4,
    });
    expect(problems).toEqual([
      { id: "fee.due", code: "wrongType" },
      { id: "lane.mode", code: "notInList" },
      { id: "plate.confidence", code: "outOfRange" },
      { id: "no.such", code: "unknownFact" },
      { id: "toString", code: "unknownFact" },
      { id: "validation.types", code: "notInList" },
      { id: "session.areas", code: "wrongType" },
      { id: "visits.today", code: "wrongType" },
      { id: "lists.block", code: "wrongType" },
      { id: "lane.id", code: "wrongType" },
    ]);
    expect(Object.values(facts).every((value) => value === null)).toBe(true);
  });

  it.each([null, undefined, 3, "x", []])("says that %j is no set of facts", (input) => {
    expect(readFacts(input).problems).toEqual([{ id: "", code: "wrongType" }]);
  });

  it("takes unknown for any fact", () => {
    for (const id of factIds) expect(factProblem(id, null)).toBeNull();
  });
});
