import { describe, expect, it } from "vitest";
import { compileReleaseRules } from "../compile/compile-rules.ts";
import { decideRelease } from "../decide/decide.ts";
import { prepareRelease } from "../decide/prepare-release.ts";
import type { LeafValue, ReleaseRule, ReleaseRules } from "../model/rule.ts";
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
/** Names of areas, more than a condition may list. */
const areas = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `p${from + index + 100}`);
const graceLeft = (operator: "lessThan" | "greaterThan", value: LeafValue) =>
  leafOf("payment.graceLeft", operator, value);
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
    "more whole numbers asked for than lie between",
    [
      ruleOf(
        "a",
        [
          due("greaterThan", 5),
          leafOf("fee.due", "lessThan", { fact: "fee.total" }),
          leafOf("fee.total", "lessThan", 7),
        ],
        "hold",
      ),
      rest,
    ],
    ["rule.neverHolds a"],
  ],
  [
    "as many whole numbers asked for as lie between",
    [
      ruleOf(
        "a",
        [
          due("greaterThan", 5),
          leafOf("fee.due", "lessThan", { fact: "fee.total" }),
          leafOf("fee.total", "lessThan", 8),
        ],
        "hold",
      ),
      rest,
    ],
    [],
  ],
  [
    "below what the other fact can be at least",
    [ruleOf("a", [graceLeft("lessThan", -5), graceLeft("greaterThan", { fact: "session.elapsed" })], "hold"), rest],
    ["rule.neverHolds a"],
  ],
  [
    "below the other fact, which cannot be so small",
    [ruleOf("a", [graceLeft("lessThan", -5), graceLeft("lessThan", { fact: "session.elapsed" })], "hold"), rest],
    [],
  ],
  [
    "a text that is named like one that no rule names",
    [
      ruleOf("a", leafOf("area.id", "equal", "area-1"), "hold"),
      ruleOf("b", leafOf("area.id", "notEqual", "area-1"), "hold"),
    ],
    ["lane.noWayOut out"],
  ],
  [
    "a visit to the area that the vehicle comes from, which is not known",
    [
      ruleOf(
        "a",
        [leafOf("session.areas", "contains", { fact: "area.fromId" }), leafOf("area.fromId", "isUnknown")],
        "hold",
      ),
      rest,
    ],
    ["rule.neverHolds a"],
  ],
  [
    "a visit to the area that the vehicle comes from",
    [ruleOf("a", leafOf("session.areas", "contains", { fact: "area.fromId" }), "hold"), rest],
    [],
  ],
  [
    "more values than fit in one condition, all taken",
    [
      ruleOf("a", { any: [leafOf("area.id", "in", areas(40)), leafOf("area.id", "in", areas(40, 40))] }, "release"),
      ruleOf("b", leafOf("area.id", "in", areas(60, 10)), "hold"),
      rest,
    ],
    ["rule.hidden b a"],
  ],
  [
    "more values than fit in one condition, one left over",
    [
      ruleOf("a", { any: [leafOf("area.id", "in", areas(40)), leafOf("area.id", "in", areas(40, 40))] }, "refuse"),
      ruleOf("b", leafOf("area.id", "in", areas(60, 21)), "hold"),
      rest,
    ],
    ["rule.contradicts b a"],
  ],
  [
    "a rule without conditions of either kind",
    [ruleOf("a", { any: [] }, "release"), ruleOf("b", { all: [] }, "hold")],
    ["rule.hidden b a"],
  ],
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
  [
    "a fact that cannot be known there, whatever else the vehicle has",
    [
      ruleOf("short", [leafOf("session.elapsed", "lessThan", 30), leafOf("validation.types", "isUnknown")], "release", {
        ifUnknown: "holds",
      }),
      ruleOf("show", leafOf("session.open", "equal", true), "effects"),
    ],
    ["rules.onlyOtherwise"],
  ],
  [
    "every known value while another fact is unknown, as it then must be",
    [
      ruleOf("none", [leafOf("session.open", "equal", false)], "release"),
      ruleOf("fresh", [leafOf("session.open", "equal", true), leafOf("session.elapsed", "isUnknown")], "release"),
    ],
    ["rules.unknownUnhandled session.open", "rules.onlyOtherwise"],
  ],
  ["some known values are not decided either", [ruleOf("paid", [isPaid], "release")], ["rules.onlyOtherwise"]],
];

describe("verifyRules", () => {
  it.each(cases)("on %s", (_what, rules, expected) => {
    expect(found(rules)).toEqual(expected);
  });

  it("counts the kinds of situations without a rule that are more than a person reads", () => {
    const no = [
      "lists.allow",
      "lists.block",
      "lists.exempt",
      "right.active",
      "autoPay.enabled",
      "plate.obscured",
    ] as const;
    const more = ["loop.under", "loop.secondVehicle"] as const;
    const yes = ["loop.before", "plate.present"] as const;
    const ordinary = [
      ...[...no, ...more].map((fact) => leafOf(fact, "equal", false)),
      ...yes.map((fact) => leafOf(fact, "equal", true)),
    ];
    const texts = found([ruleOf("ordinary", ordinary, "release")]);
    expect(texts.filter((text) => text === "rules.onlyOtherwise")).toHaveLength(8);
    expect(texts.at(-1)).toBe("rules.moreOtherwise 2");
  });

  it("names every value where there are more than fit in one condition", () => {
    const rule = ruleOf(
      "a",
      { any: [leafOf("area.id", "in", areas(40)), leafOf("area.id", "in", areas(40, 40))] },
      "release",
    );
    const { findings } = verifyRules({ rules: [rule] }, { lanes });
    expect(findings.map(({ region }) => region?.where)).toEqual([
      [
        {
          all: [
            { fact: "area.id", operator: "notIn", value: areas(64) },
            { fact: "area.id", operator: "notIn", value: areas(16, 64) },
          ],
        },
      ],
    ]);
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
