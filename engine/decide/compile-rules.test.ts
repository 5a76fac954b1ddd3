import { Engine } from "json-rules-engine";
import { describe, expect, it } from "vitest";
import { compileRules } from "./compile-rules.ts";
import type { RuleOptions } from "./rules/rule-document.ts";
import { RuleError, UndefinedFactError } from "./rules/rule-error.ts";

const isOne = { fact: "a", operator: "equal", value: 1 };
const open = { type: "open" };

function refusal(rule: unknown, options: RuleOptions = {}): string {
  try {
    compileRules([rule as never], options);
    return "taken";
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return `${error.code} ${error.path}`.trim();
  }
}

function leafRule(change: Record<string, unknown>): unknown {
  return { conditions: { all: [{ ...isOne, ...change }] }, event: open };
}

const refusals: [what: string, rule: unknown, found: string][] = [
  ["a sound rule", leafRule({}), "taken"],
  ["no object", null, "rule"],
  ["no event", { conditions: { all: [] } }, "event event"],
  ["an event without a type", { conditions: { all: [] }, event: {} }, "event event"],
  ["an event called error", { conditions: { all: [] }, event: { type: "error" } }, "event event.type"],
  ["no conditions", { event: open }, "rule conditions"],
  ["a comparison at the root", { conditions: isOne, event: open }, "condition conditions"],
  ["a priority of nothing", { conditions: { all: [] }, event: open, priority: -1 }, "priority priority"],
  ["a priority below one", { conditions: { all: [] }, event: open, priority: 0.5 }, "priority priority"],
  ["all that is no list", { conditions: { all: isOne }, event: open }, "condition conditions"],
  ["not that is a list", { conditions: { not: [isOne] }, event: open }, "condition conditions"],
  ["a condition that is no object", { conditions: { all: [3] }, event: open }, "condition conditions.all.0"],
  [
    "a group that is also a name",
    { conditions: { all: [{ condition: "x", all: [] }] }, event: open },
    "ambiguous conditions.all.0",
  ],
  ["no operator", { conditions: { all: [{ fact: "a", value: 1 }] }, event: open }, "condition conditions.all.0"],
  ["an unknown operator", leafRule({ operator: "eq" }), "operator conditions.all.0"],
  ["an unknown decorator", leafRule({ operator: "never:equal" }), "operator conditions.all.0"],
  ["a decorator that every object has", leafRule({ operator: "constructor:equal" }), "operator conditions.all.0"],
  ["an operator that every object has", leafRule({ operator: "toString" }), "operator conditions.all.0"],
  ["a fact that is no name", leafRule({ fact: "" }), "condition conditions.all.0"],
  ["a priority that is no number", leafRule({ priority: "soon" }), "priority conditions.all.0".replace(".all.0", "")],
  ["a wildcard path", leafRule({ path: "$.*" }), "path conditions.all.0"],
  ["a filter path", leafRule({ path: "$[?(@.a)]" }), "path conditions.all.0"],
  ["a script path", leafRule({ path: "$[(@.length-1)]" }), "path conditions.all.0"],
  ["a slice path", leafRule({ path: "$[0:2]" }), "path conditions.all.0"],
  ["a descending path", leafRule({ path: "$..a" }), "path conditions.all.0"],
  ["a parent path", leafRule({ path: "$.a^" }), "path conditions.all.0"],
  ["a wildcard on the right", leafRule({ value: { fact: "b", path: "$.*" } }), "path conditions.all.0"],
  ["a name that does not exist", { conditions: { condition: "x" }, event: open }, "undefinedCondition conditions"],
];

describe("compileRules", () => {
  it.each(refusals)("on %s", (_what, rule, found) => {
    expect(refusal(rule)).toBe(found);
  });

  it("refuses named conditions that lead back to themselves", () => {
    const conditions = { x: { all: [{ condition: "y" }] }, y: { condition: "x" } };
    expect(refusal({ conditions: { condition: "x" }, event: open }, { conditions })).toBe(
      "cycle conditions<x>.all.0<y>",
    );
  });

  it("refuses a named condition that is a comparison", () => {
    expect(refusal({ conditions: { condition: "x" }, event: open }, { conditions: { x: isOne } })).toBe(
      "condition conditions<x>",
    );
  });

  it("refuses hostile nesting", () => {
    let tree: unknown = isOne;
    for (let level = 0; level < 5_000; level += 1) tree = { not: tree };
    expect(refusal({ conditions: { all: [tree] }, event: open })).toMatch(/^depth/);
  });

  it("names the rule in the error", () => {
    expect(() => compileRules([{ name: "mine", conditions: { all: [] }, event: {} }])).toThrow(/^rule mine:/);
  });

  it("refuses a reference in event parameters that cannot be read", () => {
    const rule = { conditions: { all: [] }, event: { type: "x", params: { amount: { fact: "a", path: "$.*" } } } };
    expect(refusal(rule, { replaceFactsInEventParams: true })).toBe("path event.params.amount");
    expect(refusal(rule)).toBe("taken");
  });

  it("names a fact that is missing, and takes what objects inherit for missing", () => {
    for (const fact of ["b", "toString", "constructor", "__proto__"]) {
      const rules = compileRules([{ conditions: { all: [{ ...isOne, fact }] }, event: open }]);
      for (const act of [rules.run, rules.first, rules.explain]) {
        expect(() => act({ a: 1 })).toThrow(UndefinedFactError);
      }
    }
  });

  it("reads inherited facts and facts that hide a built-in name", () => {
    const rules = compileRules([{ conditions: { all: [{ ...isOne, fact: "toString" }] }, event: open }]);
    expect(rules.first({ toString: 1 })).not.toBeNull();
    expect(rules.first(Object.create({ toString: 1 }) as Record<string, unknown>)).not.toBeNull();
  });

  it("takes values for facts, not functions", () => {
    const rules = compileRules([{ conditions: { all: [isOne] }, event: open }]);
    for (const act of [rules.run, rules.first]) expect(() => act({ a: () => 1 })).toThrow(TypeError);
  });

  it("gives one frozen event to all, and no run changes a rule", () => {
    const document = { conditions: { all: [isOne] }, event: { type: "open", params: { list: [1] } } };
    const rules = compileRules([document]);
    const before = JSON.stringify(rules.run({ a: 1 }));
    const { event } = rules.first({ a: 1 })!;
    expect(() => (event.params as { list: number[] }).list.push(2)).toThrow(TypeError);
    document.event.params.list.push(3);
    expect(JSON.stringify(rules.run({ a: 1 }))).toBe(before);
  });

  it("decides right when runs interleave, where one shared engine with stop() does not", async () => {
    const documents = [1, 2, 3].map((value) => ({
      name: `r${value}`,
      priority: 10 - value,
      conditions: { all: [{ fact: "a", operator: "equal", value }] },
      event: { type: `e${value}` },
    }));
    const rules = compileRules(documents);
    const shared = new Engine(structuredClone(documents), {});
    shared.on("success", () => shared.stop());
    const wanted = [1, 2, 3, 1, 2, 3, 1, 2];
    const answers = await Promise.all(wanted.map(async (a) => (await shared.run({ a })).events[0]?.type));
    expect(answers).not.toEqual(wanted.map((a) => `e${a}`));
    expect(await Promise.all(wanted.map(async (a) => rules.first({ a })?.event.type))).toEqual(
      wanted.map((a) => `e${a}`),
    );
  });

  it("throws at run time where a right side is of the wrong kind", () => {
    const rules = compileRules([
      { conditions: { any: [isOne, { fact: "a", operator: "in", value: 3 }] }, event: open },
    ]);
    expect(() => rules.run({ a: 1 })).toThrow(TypeError);
  });
});
