import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisionSchema } from "#contracts/decision.ts";
import { traceSchema } from "#contracts/trace.ts";
import { compileReleaseRules } from "../compile/compile-rules.ts";
import { type PartialFacts, totalFacts } from "../model/facts.ts";
import type { Condition, ReleaseRule } from "../model/rule.ts";
import { starterRules } from "../model/starter-rules.ts";
import { decide, factsRead } from "./decide.ts";
import { explain } from "./explain.ts";
import { prepareRelease } from "./prepare-release.ts";

const onlyEffects: ReleaseRule["then"] = { effects: [{ type: "recordDebt", params: { amount: { fact: "fee.due" } } }] };

function rule(id: string, when: Condition, change: Partial<ReleaseRule> = {}): ReleaseRule {
  return {
    id,
    group: "money",
    when,
    ifUnknown: "skip",
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    then: { decision: { type: "release", reason: "other", params: {} }, effects: [] },
    ...change,
  };
}

function bundleOf(...rules: ReleaseRule[]) {
  return { release: prepareRelease(compileReleaseRules({ rules })) };
}

const paidLately: Condition = { fact: "payment.age", operator: "lessThanInclusive", value: 15 };
const notBlocked: Condition = { fact: "lists.block", operator: "notEqual", value: true };

describe("decide", () => {
  it("gives the lists of a rule as lists of its own", () => {
    const channels = ["qrCode", "cash"];
    const pay = { type: "requestPayment" as const, reason: "feeDue" as const };
    const decision = { ...pay, params: { amount: { fact: "fee.due" as const }, channels } };
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    const bundle = bundleOf(rule("pay", { all: [] }, { then: { decision, effects: [] } }));
    const ask = () => decide(bundle, totalFacts({ "fee.due": 300 }));
    const { params } = ask();
    expect(params).toEqual({ amount: 300, channels });
    (params.channels as string[]).push("wallet");
    expect(ask().params).toEqual({ amount: 300, channels });
  });

  it("takes the first rule that decides and adds up the effects on the way", () => {
    const always: Condition = { all: [] };
    const bundle = bundleOf(
      // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
      rule("debt", always, { then: onlyEffects }),
      rule("open", always, {
        // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
        then: {
          decision: { type: "release", reason: "paid", params: { openForSeconds: 20 } },
          effects: [{ type: "closeSession", params: {} }],
        },
      }),
      // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
      rule("late", always, { then: { effects: [{ type: "cancelSession", params: {} }] } }),
    );
    expect(decide(bundle, totalFacts({ "fee.due": 300 }))).toEqual({
      decision: "release",
      ruleId: "open",
      reason: "paid",
      params: { openForSeconds: 20 },
      effects: [
        { type: "recordDebt", params: { amount: 300 } },
        { type: "closeSession", params: {} },
      ],
      firedRuleIds: ["debt", "open"],
    });
  });

  it("holds and calls support when no rule decides, keeping the effects of those that fired", () => {
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    const bundle = bundleOf(rule("debt", { all: [] }, { then: onlyEffects }));
    expect(decide(bundle, totalFacts({ "fee.due": 300 }))).toEqual({
      decision: "hold",
      ruleId: "otherwise",
      reason: "noRule",
      params: {},
      effects: [
        { type: "recordDebt", params: { amount: 300 } },
        { type: "callSupport", params: { reason: "noRule", priority: 2 } },
      ],
      firedRuleIds: ["debt"],
    });
  });

  it("tries the groups in their order, whatever the order of the list", () => {
    const bundle = bundleOf(rule("b", { all: [] }), rule("a", { all: [] }, { group: "safety" }));
    expect(decide(bundle, totalFacts({})).ruleId).toBe("a");
  });

  it("leaves out a rule that is switched off", () => {
    expect(decide(bundleOf(rule("off", { all: [] }, { enabled: false })), totalFacts({})).ruleId).toBe("otherwise");
  });

  it("does not apply a rule whose action refers to something unknown", () => {
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    const bundle = bundleOf(rule("debt", { all: [] }, { then: onlyEffects }));
    expect(decide(bundle, totalFacts({})).firedRuleIds).toEqual([]);
  });

  it("negates a list of all as the alternatives of its opposites, and the other way round", () => {
    const is = (value: string): Condition => ({ fact: "lane.direction", operator: "equal", value });
    const notAll = bundleOf(
      rule("r", { not: { all: [is("exit"), { fact: "lane.id", operator: "equal", value: "out" }] } }),
    );
    const notAny = bundleOf(
      rule("r", { not: { any: [is("exit"), { fact: "lane.id", operator: "equal", value: "out" }] } }),
    );
    const fired = (bundle: typeof notAll, direction: "exit" | "entry", id: string) =>
      decide(bundle, totalFacts({ "lane.direction": direction, "lane.id": id })).ruleId === "r";
    expect((["exit", "entry"] as const).map((direction) => fired(notAll, direction, "out"))).toEqual([false, true]);
    expect((["exit", "entry"] as const).map((direction) => fired(notAny, direction, "out"))).toEqual([false, false]);
    expect([fired(notAll, "exit", "in"), fired(notAny, "entry", "in")]).toEqual([true, true]);
  });

  const unknowns: [what: string, when: Condition, ifUnknown: "skip" | "holds", fires: boolean][] = [
    ["skips a comparison", paidLately, "skip", false],
    ["counts it as met when told to", paidLately, "holds", true],
    ["skips 'is not'", notBlocked, "skip", false],
    ["skips a negated comparison", { not: paidLately }, "skip", false],
    ["counts a negated comparison as met when told to", { not: paidLately }, "holds", true],
    ["skips a negated group", { not: { any: [paidLately, { not: notBlocked }] } }, "skip", false],
    ["lets a condition choose for itself", { ...notBlocked, ifUnknown: "holds" } as Condition, "skip", true],
    [
      "lets another alternative hold",
      { any: [paidLately, { fact: "lane.direction", operator: "equal", value: "exit" }] },
      "skip",
      true,
    ],
    ["answers whether it is known", { fact: "payment.age", operator: "isUnknown" }, "skip", true],
    ["answers the negation of that", { not: { fact: "payment.age", operator: "isUnknown" } }, "holds", false],
    ["skips when the other side is unknown", { fact: "lane.id", operator: "equal", value: "x" }, "skip", false],
  ];

  it.each(unknowns)("an unknown fact: %s", (_what, when, ifUnknown, fires) => {
    const bundle = bundleOf(rule("r", when, { ifUnknown }));
    const facts = totalFacts({ "lane.direction": "exit", "lane.id": "out" });
    expect(decide(bundle, facts).ruleId).toBe(fires ? "r" : "otherwise");
    expect(explain(bundle, facts).rules[0]!.condition!.result).toBe(fires);
  });

  it("skips when the fact on the right is unknown", () => {
    const when: Condition = { fact: "fee.due", operator: "lessThanInclusive", value: { fact: "autoPay.limit" } };
    const bundle = bundleOf(rule("r", when));
    expect(decide(bundle, totalFacts({ "fee.due": 0 })).ruleId).toBe("otherwise");
    expect(decide(bundle, totalFacts({ "fee.due": 0, "autoPay.limit": 0 })).ruleId).toBe("r");
    const shown = (facts: PartialFacts) => explain(bundle, totalFacts(facts)).rules[0];
    const leaf = { kind: "fact", fact: "fee.due", operator: "lessThanInclusive", seen: 0 };
    expect(shown({ "fee.due": 0 })).toMatchObject({ outcome: "unknown", condition: { ...leaf, limit: null } });
    expect(shown({ "fee.due": 0, "autoPay.limit": 9 })).toMatchObject({
      outcome: "matched",
      condition: { ...leaf, limit: 9 },
    });
  });

  it("changes neither facts nor rules", () => {
    const bundle = bundleOf(...starterRules().rules);
    const facts = Object.freeze(totalFacts({ "lane.direction": "exit", "fee.due": 5 }));
    const before = JSON.stringify(bundle);
    decide(bundle, facts);
    explain(bundle, facts);
    expect(JSON.stringify(bundle)).toBe(before);
  });

  it("names every fact that the rules read, in conditions and in actions", () => {
    const areas: Condition = { fact: "session.areas", operator: "contains", value: { fact: "area.id" } };
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    const bundle = bundleOf(rule("r", { any: [paidLately, { not: areas }] }, { then: onlyEffects }));
    expect(factsRead(bundle)).toEqual(["area.id", "fee.due", "payment.age", "session.areas"]);
  });

  it("decides the same when every fact that no rule reads changes", () => {
    const bundle = bundleOf(...starterRules().rules);
    const read = new Set(factsRead(bundle));
    const some = fc.record({
      "lane.direction": fc.constantFrom("entry", "exit"),
      "fee.due": fc.option(fc.constantFrom(0, 5)),
      "session.open": fc.option(fc.boolean()),
      "visits.today": fc.nat(9),
      "debt.amount": fc.nat(9),
    });
    fc.assert(
      fc.property(some, (given) => {
        const full = totalFacts(given as PartialFacts);
        const kept = Object.fromEntries(Object.entries(full).filter(([id]) => read.has(id)));
        expect(decide(bundle, kept)).toEqual(decide(bundle, full));
      }),
    );
  });
});

describe("explain", () => {
  const paid = rule("paid", { all: [{ fact: "lane.direction", operator: "equal", value: "exit" }, paidLately] });
  const due = rule("due", { fact: "fee.due", operator: "greaterThan", value: 0 });
  const bundle = bundleOf(paid, due, rule("rest", { all: [] }));

  it("shows each rule with what was seen and the limit, guards left out", () => {
    const trace = explain(bundle, totalFacts({ "lane.direction": "exit", "payment.age": 22, "fee.due": 5 }));
    expect(trace.rules).toEqual([
      {
        ruleId: "paid",
        group: "money",
        outcome: "notMatched",
        condition: {
          kind: "all",
          result: false,
          conditions: [
            { kind: "fact", result: true, fact: "lane.direction", operator: "equal", seen: "exit", limit: "exit" },
            { kind: "fact", result: false, fact: "payment.age", operator: "lessThanInclusive", seen: 22, limit: 15 },
          ],
        },
      },
      {
        ruleId: "due",
        group: "money",
        outcome: "matched",
        condition: { kind: "fact", result: true, fact: "fee.due", operator: "greaterThan", seen: 5, limit: 0 },
      },
      { ruleId: "rest", group: "money", outcome: "notReached", condition: null },
    ]);
  });

  it("tells a rule that failed from one that could not tell", () => {
    const outcomes = (facts: PartialFacts) => explain(bundle, totalFacts(facts)).rules.map(({ outcome }) => outcome);
    expect(outcomes({ "lane.direction": "exit", "fee.due": 0 })).toEqual(["unknown", "notMatched", "matched"]);
    expect(outcomes({ "lane.direction": "entry" })).toEqual(["notMatched", "unknown", "matched"]);
  });

  it("agrees with decide on every set of facts, and fits the wire", () => {
    const starter = bundleOf(...starterRules().rules);
    const some = fc.record({
      "lane.direction": fc.constantFrom("entry", "exit", "transfer"),
      "lane.mode": fc.constantFrom("normal", "closed", "heldOpen"),
      "plate.text": fc.option(fc.constant("AB12345")),
      "fee.due": fc.option(fc.constantFrom(0, 5)),
      "session.open": fc.option(fc.boolean()),
      "lists.block": fc.option(fc.boolean()),
      "right.active": fc.option(fc.boolean()),
    });
    fc.assert(
      fc.property(some, (given) => {
        const facts = totalFacts(given as PartialFacts);
        const decision = decide(starter, facts);
        const trace = explain(starter, facts);
        expect(trace.decision).toEqual(decision);
        expect(trace.rules.filter(({ outcome }) => outcome === "matched").map(({ ruleId }) => ruleId)).toEqual(
          decision.firedRuleIds,
        );
        for (const { outcome, condition } of trace.rules) {
          expect(condition?.result ?? null).toBe(outcome === "notReached" ? null : outcome === "matched");
        }
        expect(traceSchema.safeParse(trace).success).toBe(true);
        expect(decisionSchema.safeParse(decision).success).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
