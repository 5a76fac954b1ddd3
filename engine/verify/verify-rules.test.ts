import { describe, expect, it } from "vitest";
import { compileReleaseRules } from "../compile/compile-rules.ts";
import { decideRelease } from "../decide/decide.ts";
import { prepareRelease } from "../decide/prepare-release.ts";
import type { ReleaseRule, ReleaseRules } from "../model/rule.ts";
import { starterRules } from "../model/starter-rules.ts";
import { findingText } from "../words/finding-text.ts";
import type { Fix } from "./finding.ts";
import type { VerifiedLane } from "./situations.ts";
import { leafOf, ruleOf } from "./testing/rule-of.ts";
import { verifyRules } from "./verify-rules.ts";

const lanes: VerifiedLane[] = [
  { id: "in", direction: "entry" },
  { id: "out", direction: "exit" },
];
const atExit = leafOf("lane.direction", "equal", "exit");
const isPaid = leafOf("payment.state", "equal", "paid");
const rest = ruleOf("rest", { all: [] }, "release");
const due = (operator: "lessThan" | "greaterThan" | "lessThanInclusive", value: number) =>
  leafOf("fee.due", operator, value);

function found(rules: ReleaseRule[], at = lanes): string[] {
  const { findings, undecided } = verifyRules({ rules }, { lanes: at });
  expect(undecided).toEqual([]);
  return findings.map(({ code, params }) => [code, ...Object.values(params)].join(" "));
}

const cases: [what: string, rules: ReleaseRule[], found: string[]][] = [
  [
    "rules that share the work are not flagged",
    [ruleOf("a", [atExit], "release"), ruleOf("b", leafOf("lane.direction", "notEqual", "exit"), "hold")],
    [],
  ],
  [
    "conditions that exclude each other",
    [ruleOf("a", [due("lessThan", 5), due("greaterThan", 5)], "hold"), rest],
    ["rule.neverHolds a"],
  ],
  [
    "no whole number lies between",
    [ruleOf("a", [due("greaterThan", 5), due("lessThan", 6)], "hold"), rest],
    ["rule.neverHolds a"],
  ],
  [
    "a share lies between",
    [
      ruleOf(
        "a",
        [leafOf("plate.confidence", "greaterThan", 0.5), leafOf("plate.confidence", "lessThan", 0.51)],
        "hold",
      ),
      rest,
    ],
    [],
  ],
  ["below the smallest value of the fact", [ruleOf("a", [due("lessThan", 0)], "hold"), rest], ["rule.neverHolds a"]],
  [
    "one value and another of the same list are in it",
    [
      ruleOf(
        "a",
        [leafOf("validation.types", "contains", "minutes"), leafOf("validation.types", "contains", "percent")],
        "hold",
      ),
      rest,
    ],
    [],
  ],
  [
    "known and unknown at once",
    [ruleOf("a", [leafOf("fee.due", "isUnknown"), due("greaterThan", 5)], "hold"), rest],
    ["rule.neverHolds a"],
  ],
  [
    "unknown counts as met",
    [ruleOf("a", [leafOf("fee.due", "isUnknown"), due("greaterThan", 5)], "hold", { ifUnknown: "holds" }), rest],
    [],
  ],
  [
    "three facts in a circle",
    [
      ruleOf(
        "a",
        [
          leafOf("fee.due", "lessThan", { fact: "fee.total" }),
          leafOf("fee.total", "lessThan", { fact: "debt.amount" }),
          leafOf("debt.amount", "lessThan", { fact: "fee.due" }),
        ],
        "hold",
      ),
      rest,
    ],
    ["rule.neverHolds a"],
  ],
  [
    "three facts in a row",
    [
      ruleOf(
        "a",
        [
          leafOf("fee.due", "lessThan", { fact: "fee.total" }),
          leafOf("fee.total", "lessThan", { fact: "debt.amount" }),
        ],
        "hold",
      ),
      rest,
    ],
    [],
  ],
  [
    "a fee without a total",
    [ruleOf("a", [due("greaterThan", 5), leafOf("fee.total", "isUnknown")], "hold"), rest],
    ["rule.neverPossible a"],
  ],
  [
    "a lane in a direction that it has not",
    [ruleOf("a", [leafOf("lane.id", "equal", "in"), atExit], "hold"), rest],
    ["rule.neverPossible a"],
  ],
  [
    "a direction for which the lot has no lane yet",
    [ruleOf("a", [leafOf("lane.direction", "equal", "transfer")], "hold"), rest],
    [],
  ],
  ["after a rule that takes all", [rest, ruleOf("a", [atExit], "hold")], ["rule.hidden a rest"]],
  [
    "after two rules that share its situations",
    [
      ruleOf("x", [due("lessThanInclusive", 5)], "release"),
      ruleOf("y", [due("greaterThan", 5)], "release"),
      ruleOf("z", [leafOf("fee.due", "isKnown")], "hold"),
      rest,
    ],
    ["rule.hidden z x, y"],
  ],
  [
    "after a rule of an earlier group",
    [ruleOf("late", [atExit], "hold"), ruleOf("early", { all: [] }, "release", { group: "safety" })],
    ["rule.hidden late early"],
  ],
  ["only effects before do not hide", [ruleOf("show", { all: [] }, "effects"), rest], []],
  ["effects after a rule that takes all", [rest, ruleOf("show", [atExit], "effects")], ["rule.hidden show rest"]],
  ["a rule that is switched off hides nothing", [{ ...rest, id: "off", enabled: false }, rest], []],
  ["the same again for fewer", [ruleOf("paid", [atExit, isPaid], "release"), rest], ["rule.redundant paid"]],
  [
    "the same for fewer, with an effect",
    [
      ruleOf("paid", [atExit, isPaid], "release", {
        // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
        then: {
          decision: { type: "release", reason: "other", params: {} },
          effects: [{ type: "closeSession", params: {} }],
        },
      }),
      rest,
    ],
    [],
  ],
  [
    "two answers to one question",
    [ruleOf("cheap", [due("lessThan", 500)], "release"), ruleOf("dear", [due("greaterThan", 300)], "hold"), rest],
    ["rule.contradicts dear cheap"],
  ],
  [
    "an exception before its rule",
    [ruleOf("few", [due("lessThan", 300)], "release"), ruleOf("many", [due("lessThan", 500)], "hold"), rest],
    [],
  ],
  [
    "two answers in groups of their own",
    [
      ruleOf("cheap", [due("lessThan", 500)], "release", { group: "right" }),
      ruleOf("dear", [due("greaterThan", 300)], "hold"),
      rest,
    ],
    [],
  ],
  [
    "answers to different questions",
    [ruleOf("cheap", [due("lessThan", 500)], "release"), ruleOf("paid", [isPaid], "hold"), rest],
    [],
  ],
  [
    "a lane that opens only for permits",
    [ruleOf("permit", [leafOf("right.active", "equal", true)], "release"), ruleOf("others", { all: [] }, "hold")],
    ["lane.noWayOut out"],
  ],
  [
    "a lane that opens to those who paid",
    [ruleOf("paid", [isPaid], "release"), ruleOf("others", { all: [] }, "hold")],
    [],
  ],
  [
    "one exit of two",
    [ruleOf("paid", [isPaid, leafOf("lane.id", "notEqual", "out")], "release"), ruleOf("others", { all: [] }, "hold")],
    ["lane.noWayOut out"],
  ],
  [
    "a rule for every known value",
    [
      ruleOf("yes", [leafOf("lists.block", "equal", true)], "hold"),
      ruleOf("no", [leafOf("lists.block", "equal", false)], "release"),
    ],
    ["rules.unknownUnhandled lists.block"],
  ],
  [
    "unknown is said to count as met",
    [
      ruleOf("yes", [leafOf("lists.block", "equal", true)], "hold", { ifUnknown: "holds" }),
      ruleOf("no", [leafOf("lists.block", "equal", false)], "release"),
    ],
    [],
  ],
  ["some known values are not decided either", [ruleOf("paid", [isPaid], "release")], ["rules.onlyOtherwise"]],
];

describe("verifyRules", () => {
  it.each(cases)("on %s", (_what, rules, expected) => {
    expect(found(rules)).toEqual(expected);
  });

  it("knows nothing of lanes when there are none", () => {
    expect(found([ruleOf("a", [leafOf("lane.id", "equal", "in"), atExit], "hold"), rest], [])).toEqual([]);
    expect(found([ruleOf("a", [isPaid], "hold")], [])).toEqual(["rules.onlyOtherwise"]);
    expect(found([], [])).toEqual(["rules.onlyOtherwise"]);
  });

  it("points at the rule in the draft, whatever its group", () => {
    const rules = {
      rules: [ruleOf("late", [atExit], "hold"), ruleOf("early", { all: [] }, "release", { group: "safety" })],
    };
    expect(verifyRules(rules, { lanes }, ["rules"]).findings[0]!.path).toEqual(["rules", "rules", 0]);
  });

  it("finds one doubt in the rules a lot starts with: a fee that cannot be worked out", () => {
    const { findings, undecided } = verifyRules(starterRules(), { lanes });
    expect(undecided).toEqual([]);
    expect(findings.map((finding) => findingText(finding, "en"))).toEqual([
      "When the vehicle is at an exit and the amount due could not be worked out, and all else is as usual, no rule decides: the vehicle is held and support is called. Whenever the amount due is known, a rule decides.",
    ]);
    expect(findingText(findings[0]!, "zh-CN")).toBe(
      "当车辆在出口，且无法计算应付金额，其他一切如常时，没有规则作出决定：将拦停车辆并呼叫客服。只要应付金额已知，就有规则作出决定。",
    );
  });

  it("shows a situation that the evaluator decides as it says", () => {
    const rules = starterRules();
    const { witness } = verifyRules(rules, { lanes }).findings[0]!;
    const facts = witness?.kind === "situation" ? witness.facts : {};
    expect(decideRelease(prepareRelease(compileReleaseRules(rules)), facts)).toMatchObject({
      decision: "hold",
      ruleId: "otherwise",
    });
    expect(facts).toMatchObject({
      "lane.id": "out",
      "fee.due": null,
      "fee.total": null,
      "session.open": true,
      "lists.block": false,
    });
  });

  const mended: [what: string, rules: ReleaseRule[], fix: Fix][] = [
    [
      "a rule that never holds goes",
      [ruleOf("a", [due("lessThan", 0)], "hold"), rest],
      { kind: "removeRule", ruleId: "a" },
    ],
    [
      "a rule goes before the one that hides it",
      [rest, ruleOf("a", [atExit], "hold")],
      { kind: "moveRule", ruleId: "a", before: "rest" },
    ],
    [
      "a rule that would hide its hider goes",
      [ruleOf("a", [atExit], "release"), ruleOf("b", [atExit], "hold"), rest],
      { kind: "removeRule", ruleId: "b" },
    ],
    [
      "a rule hidden by another group goes",
      [ruleOf("late", [atExit], "hold"), ruleOf("early", { all: [] }, "release", { group: "safety" })],
      { kind: "removeRule", ruleId: "late" },
    ],
    [
      "a rule that changes nothing goes",
      [ruleOf("paid", [atExit, isPaid], "release"), rest],
      { kind: "removeRule", ruleId: "paid" },
    ],
  ];

  it.each(mended)("mends: %s", (_what, rules, fix) => {
    const finding = verifyRules({ rules }, { lanes }).findings.find((one) => one.fix);
    expect(finding!.fix).toEqual(fix);
    const left = verifyRules(applied({ rules }, fix), { lanes }).findings.map(({ params }) => params.ruleId);
    expect(left).not.toContain(finding!.params.ruleId);
  });
});

function applied({ rules }: ReleaseRules, fix: Fix): ReleaseRules {
  if (fix.kind !== "moveRule" && fix.kind !== "removeRule") throw new Error(`no rule is mended by ${fix.kind}`);
  const left = rules.filter(({ id }) => id !== fix.ruleId);
  if (fix.kind === "removeRule") return { rules: left };
  return {
    rules: left.toSpliced(
      left.findIndex(({ id }) => id === fix.before),
      0,
      rules.find(({ id }) => id === fix.ruleId)!,
    ),
  };
}
