import { describe, expect, it } from "vitest";
import { compileReleaseRules } from "../compile/compile-rules.ts";
import type { ReleaseRule, ReleaseRules } from "../model/rule.ts";
import { starterRules } from "../model/starter-rules.ts";
import { factIds, factOf } from "../model/vocabulary.ts";
import { ruleDifferenceText } from "../words/rule-difference-text.ts";
import { diffReleases, diffRules } from "./diff-rules.ts";
import type { Region } from "./region.ts";
import type { VerifiedLane } from "./situations.ts";
import { leafOf, ruleOf } from "./testing/rule-of.ts";

const lanes: VerifiedLane[] = [
  { id: "in", direction: "entry" },
  { id: "out", direction: "exit" },
];
const names = { "nothing-due": "Nothing due", "fee-due": "Fee due", paid: "Paid" };
const atExit = leafOf("lane.direction", "equal", "exit");

function said(before: ReleaseRules, after: ReleaseRules, locale: "en" | "zh-CN" = "en"): string[] {
  const { differences, undecided } = diffRules(before, after, { lanes });
  expect(undecided).toEqual([]);
  return differences.map((one) => ruleDifferenceText(one, locale, { currency: "CNY", names }));
}

/** The starter rules with one of them changed, taken away (null) or added at the end. */
function starterWith(id: string, change: Partial<ReleaseRule> | null): ReleaseRules {
  const { rules } = starterRules();
  if (change === null) return { rules: rules.filter((rule) => rule.id !== id) };
  return { rules: rules.map((rule) => (rule.id === id ? { ...rule, ...change } : rule)) };
}

const areas = (from: number): string[] => Array.from({ length: 64 }, (_, index) => `p${from + index}`);
const free = starterWith("nothing-due", { when: { all: [atExit, leafOf("fee.due", "lessThanInclusive", 200)] } });

describe("diffRules", () => {
  it("finds nothing between rules and themselves, under other names and in an order that does not matter", () => {
    const { rules } = starterRules();
    expect(
      said(starterRules(), { rules: rules.map((rule) => ({ ...rule, id: `x-${rule.id}`, name: "other" })) }),
    ).toEqual([]);
    expect(said(starterRules(), { rules: [...rules].sort((a, b) => a.group.localeCompare(b.group)) })).toEqual([]);
    expect(said(starterRules(), starterWith("transfer", null))).toEqual([]);
  });

  it("tells a limit that was raised, a sentence for each rule that decided before", () => {
    expect(said(starterRules(), free)).toEqual([
      "When the vehicle is at an exit, something is due, the amount due is at most ¥2.00, the stay is paid and the time to leave after payment is not over, and all else is as usual: open the gate (paid) by “Paid” before, open the gate (nothing due) by “Nothing due” now.",
      "When the vehicle is at an exit, something is due and the amount due is at most ¥2.00, and all else is as usual: ask for payment (fee due) by “Fee due” before, open the gate (nothing due) by “Nothing due” now.",
    ]);
  });

  it("tells it in Chinese", () => {
    expect(said(starterRules(), free, "zh-CN")).toEqual([
      "当车辆在出口，且有待付费用，且应付金额不超过¥2.00，且停车费已付，且付款后的离场时限未过，其他一切如常时：原为开闸放行（已付款），依“Paid”，现为开闸放行（无需付款），依“Nothing due”。",
      "当车辆在出口，且有待付费用，且应付金额不超过¥2.00，其他一切如常时：原为要求付款（有待付费用），依“Fee due”，现为开闸放行（无需付款），依“Nothing due”。",
    ]);
  });

  it("takes unknown for a value of its own", () => {
    expect(said(starterRules(), starterWith("blocked", { ifUnknown: "holds" })).length).toBeGreaterThan(0);
  });

  it("tells a rule that only adds effects where the decision stays", () => {
    const show: ReleaseRule = ruleOf("show", [atExit, leafOf("fee.due", "greaterThan", 5_000)], "effects", {
      group: "safety",
    });
    const texts = said(starterRules(), { rules: [show, ...starterRules().rules] });
    expect(texts.every((text) => text.includes("still "))).toBe(true);
  });

  it("compares a parameter read from a fact with one that was typed", () => {
    const move = (areaId: string | { fact: "area.id" }): ReleaseRule => ({
      ...ruleOf("move", { all: [] }, "release"),
      // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
      then: {
        effects: [{ type: "moveSession", params: { areaId } }],
        decision: { type: "release", reason: "other", params: {} },
      },
    });
    const { differences } = diffRules({ rules: [move({ fact: "area.id" })] }, { rules: [move("north")] }, { lanes });
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({
      changed: "effects",
      region: { where: [{ fact: "area.id", operator: "notEqual", value: "north" }], usual: [], unless: [] },
    });
  });

  it("compares parameters that were typed", () => {
    const hold = (retryAfterSeconds: number): ReleaseRule => ({
      ...ruleOf("wait", { all: [] }, "hold"),
      // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
      then: { decision: { type: "hold", reason: "other", params: { retryAfterSeconds } }, effects: [] },
    });
    const { differences } = diffRules({ rules: [hold(5)] }, { rules: [hold(6)] }, { lanes });
    expect(differences).toMatchObject([{ changed: "params", region: { where: [], usual: [], unless: [] } }]);
  });

  const regions: [what: string, before: ReleaseRule[], after: ReleaseRule[], region: Partial<Region>][] = [
    [
      "a list that holds another fact's value",
      [ruleOf("back", leafOf("session.areas", "contains", { fact: "area.id" }), "release")],
      [],
      { where: [{ fact: "session.areas", operator: "contains", value: { fact: "area.id" }, ifUnknown: "skip" }] },
    ],
    [
      "a list that does not",
      [ruleOf("new", leafOf("session.areas", "doesNotContain", { fact: "area.id" }), "release")],
      [],
      {
        where: [
          { fact: "session.areas", operator: "isKnown" },
          {
            any: [
              { fact: "session.areas", operator: "isUnknown" },
              { fact: "session.areas", operator: "doesNotContain", value: { fact: "area.id" }, ifUnknown: "skip" },
            ],
          },
        ],
      },
    ],
    [
      "more values than one condition may list",
      [ruleOf("far", { any: [leafOf("area.id", "in", areas(0)), leafOf("area.id", "in", areas(64))] }, "release")],
      [],
      {
        where: [
          {
            any: [
              { fact: "area.id", operator: "in", value: areas(0).sort() },
              { fact: "area.id", operator: "in", value: areas(64).sort() },
            ],
          },
        ],
      },
    ],
  ];

  it.each(regions)("names the situations: %s", (_what, before, after, region) => {
    const { differences, undecided } = diffRules({ rules: before }, { rules: after }, { lanes });
    expect(undecided).toEqual([]);
    expect(differences.map((one) => one.region)).toMatchObject([region]);
  });

  it("leaves out every exception, however many there are", () => {
    const exceptions = Array.from({ length: 40 }, (_, index) =>
      ruleOf(
        `e${index}`,
        [leafOf("area.id", "equal", `p${index}`), leafOf("debt.count", "greaterThan", index)],
        "hold",
      ),
    );
    const last = ruleOf("last", { all: [] }, "release");
    const { differences, undecided } = diffRules({ rules: [...exceptions, last] }, { rules: exceptions }, { lanes });
    expect(undecided).toEqual([]);
    expect(differences).toHaveLength(1);
    const { region } = differences[0]!;
    expect(region.unless.length + region.usual.length).toBe(40);
  });

  it("says so when rules that only add effects can meet in too many ways", () => {
    const flags = factIds.filter((fact) => factOf(fact).type === "boolean").slice(0, 10);
    const shows = flags.map((fact) =>
      ruleOf(`show-${fact}`, leafOf(fact, "equal", true), "effects", { group: "safety" }),
    );
    const end = ruleOf("end", { all: [] }, "release");
    const { undecided } = diffRules({ rules: [...shows, end] }, { rules: [end] }, { lanes });
    expect(undecided).toEqual([{ path: ["rules", "rules"], question: "rules.differ" }]);
    expect(diffRules({ rules: [...shows.slice(1), end] }, { rules: [end] }, { lanes }).undecided).toEqual([]);
  });

  it("compares the halves of two bundles", () => {
    const [before, after] = [compileReleaseRules(starterRules()), compileReleaseRules(free)];
    expect(diffReleases(before, after, { lanes })).toEqual(diffRules(starterRules(), free, { lanes }));
  });
});
