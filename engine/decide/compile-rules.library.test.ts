import { Engine } from "json-rules-engine";
import { describe, expect, it } from "vitest";
import { compileRules } from "./compile-rules.ts";
import type { RuleDocument, RuleOptions, RunFacts } from "./rules/rule-document.ts";
import { RuleError } from "./rules/rule-error.ts";

/** What json-rules-engine itself shows of one rule. */
async function shownByLibrary(rule: RuleDocument, facts: RunFacts, options: RuleOptions): Promise<unknown> {
  const engine = new Engine([structuredClone(rule)] as never, {
    allowUndefinedFacts: true,
    allowUndefinedConditions: true,
  });
  for (const [name, tree] of Object.entries(options.conditions ?? {})) engine.setCondition(name, tree as never);
  for (const [id, priority] of Object.entries(options.factPriorities ?? {})) {
    if (Object.hasOwn(facts, id)) engine.addFact(id, facts[id], { priority });
  }
  for (const [name, compare] of Object.entries(options.operators ?? {})) engine.addOperator(name, compare as never);
  const { results, failureResults } = await engine.run(facts as Record<string, unknown>);
  return [...results, ...failureResults].map((result) => (result.toJSON(false) as unknown as Shown).conditions);
}

type Shown = { readonly conditions: unknown };

const isOne = { fact: "a", operator: "equal", value: 1 };
const isTwo = { fact: "b", operator: "equal", value: 2 };
const event = { type: "open" };
const operators = { silent: () => undefined, truthy: (fact: unknown) => fact };
const conditions = { one: { all: [isOne] }, either: { any: [{ condition: "one" }, isTwo], name: "either" } };
const options: RuleOptions = { operators, conditions, allowUndefinedFacts: true, allowUndefinedConditions: true };
const asks = (operator: string, value: unknown, more: object = {}) => ({
  all: [{ fact: "a", operator, value, ...more }, isTwo],
});

const shown: [what: string, conditions: Record<string, unknown>][] = [
  ["a group with a name", { all: [{ any: [isOne, isTwo], name: "either" }, isTwo], name: "both" }],
  ["a negation with a name", { all: [{ not: isOne, name: "other" }] }],
  ["a negation with a priority", { all: [{ not: isOne, priority: 3 }, isTwo] }],
  ["parts by their priority", { any: [{ ...isOne, priority: 2 }, { all: [isTwo], priority: 5 }, isTwo] }],
  ["a value that is undefined", { all: [{ ...isOne, value: undefined }] }],
  ["an operator that answers nothing", { any: [{ ...isOne, operator: "silent" }, isTwo] }],
  ["an operator that answers a value", { all: [{ ...isOne, operator: "truthy" }] }],
  ["such an operator, negated", { not: { ...isOne, operator: "truthy" } }],
  ["a named condition", { condition: "either" }],
  ["named conditions further in", { any: [{ condition: "one", priority: 2 }, { not: { condition: "either" } }] }],
  ["a condition that is missing", { any: [{ condition: "gone" }, isTwo] }],
  ["a missing condition alone", { condition: "gone" }],
  ["no conditions", { all: [{ any: [] }, { all: [] }] }],
  ["less", asks("lessThan", 2)],
  ["at most", asks("lessThanInclusive", 1)],
  ["more", asks("greaterThan", 1)],
  ["at least", asks("greaterThanInclusive", 2)],
  ["an order of texts", asks("greaterThan", "10")],
  ["a member of the fact", asks("someFact:equal", 1)],
  ["every member of the fact", asks("everyFact:greaterThan", 0)],
  ["one of the values", asks("someValue:equal", [1, 3])],
  ["every value", asks("not:everyValue:equal", [1, 1])],
  ["the two sides swapped", asks("swap:lessThan", 1)],
  ["a path into the fact", asks("equal", 1, { path: "$.p['q'][0]" })],
  ["a path without its root", asks("equal", 1, { path: "p.q", params: { k: 1 } })],
  ["a path in double quotes", asks("equal", 1, { path: '$["p"]' })],
  ["a path that never finds anything", asks("equal", 1, { path: ".p" })],
  ["another fact", asks("equal", { fact: "b" })],
  ["a path into another fact", asks("equal", { fact: "deep", path: "$.p" })],
];

const situations: RunFacts[] = [
  { a: 1, b: 2 },
  { a: 1, b: 1 },
  { a: 2, b: 2 },
  { b: 0 },
  { a: "11", b: 2 },
  { a: [1, 3], b: 2 },
  { a: null, b: 2 },
  { a: { p: 1 }, b: 2, deep: { p: 1 } },
  { a: { p: { q: [1] } }, b: 2, deep: { p: 5 } },
];

describe("conditions are shown as json-rules-engine shows them", () => {
  it.each(shown)("%s", async (_what, conditions) => {
    const rule = { name: "r", conditions, event };
    for (const factPriorities of [undefined, { b: 5 }]) {
      const all = factPriorities ? { ...options, factPriorities } : options;
      const [indexed, plain] = [compileRules([rule], all), compileRules([rule], { ...all, index: false })];
      for (const facts of situations) {
        const given = factPriorities && !Object.hasOwn(facts, "b") ? options : all;
        const ours = (given === all ? indexed : compileRules([rule], given)).explain(facts);
        expect(ours.map((result) => result.conditions)).toEqual(await shownByLibrary(rule, facts, given));
        expect(indexed.first(facts) !== null).toBe(Boolean(ours[0]!.result));
        expect(plain.first(facts)).toEqual(indexed.first(facts));
      }
    }
  });
});

describe("a list of values", () => {
  const values = ["v1", "v2", "v3", 4, 5, 6, true, null, "v9", "v10", 0];

  it.each([true, false])("means the same however long it is (index: %s)", (index) => {
    for (const length of [0, 1, 8, 9, values.length]) {
      const list = values.slice(0, length);
      const rules = ["in", "notIn"].map((operator) =>
        compileRules([{ conditions: { all: [{ fact: "a", operator, value: list }, isTwo] }, event }], { index }),
      );
      for (const a of [...values, -0, "v", 7, Number.NaN, false, ["v1"]]) {
        const isIn = list.indexOf(a as never) >= 0;
        expect(rules.map((one) => one.first({ a, b: 2 }) !== null)).toEqual([isIn, !isIn]);
      }
    }
  });
});

describe("events", () => {
  it("have the facts that they refer to put in, in objects and in lists", () => {
    const all = { conditions: { all: [] } };
    const rules = [
      {
        ...all,
        name: "first",
        priority: 3,
        event: { type: "x", params: { due: { fact: "a", path: "$.p" }, text: "t" } },
      },
      { ...all, name: "second", priority: 2, event: { type: "x", params: [{ fact: "b" }, 3] } },
      { ...all, name: "third", priority: "soon", event: { type: "x", params: "t" } },
    ];
    const compiled = compileRules(rules, { replaceFactsInEventParams: true });
    const { results } = compiled.run({ a: { p: 1 }, b: 2 });
    expect(results.map(({ name, event: { params } }) => [name, params])).toEqual([
      ["first", { due: 1, text: "t" }],
      ["second", [2, 3]],
      ["third", "t"],
    ]);
    expect(compiled.first({ a: { p: 1 }, b: 2 })!.event.params).toEqual({ due: 1, text: "t" });
  });

  it("have no type but unknown where a rule says none", () => {
    expect(compileRules([{ conditions: { all: [] }, event: null }]).first({})?.event).toEqual({ type: "unknown" });
  });

  it("keep a parameter called __proto__ for what it is: a parameter", () => {
    const rule = JSON.parse('{"conditions":{"all":[]},"event":{"type":"x","params":{"__proto__":{"paid":true}}}}');
    const params = compileRules([rule]).first({})!.event.params as Record<string, unknown>;
    expect(params.paid).toBeUndefined();
    expect(Object.getPrototypeOf(params)).toBe(Object.prototype);
    expect(JSON.stringify(params)).toBe('{"__proto__":{"paid":true}}');
  });
});

const refusals: [what: string, rule: RuleDocument, place: string][] = [
  ["conditions that are no object", { conditions: 3, event }, "condition conditions"],
  ["a path that is no text", { conditions: { all: [{ ...isOne, path: 3 }] }, event }, "path conditions.all.0"],
  [
    "a reference to a fact without a name",
    { conditions: { all: [] }, event: { type: "x", params: { amount: { fact: "" } } } },
    "event event.params.amount",
  ],
  ["nesting that a reader could not follow", { conditions: { all: [nested(150)] }, event }, "depth"],
];

function nested(levels: number): unknown {
  return levels === 0 ? isOne : { not: nested(levels - 1) };
}

describe("refuses", () => {
  it.each(refusals)("%s", (_what, rule, place) => {
    let refusal: unknown = null;
    try {
      compileRules([rule], { replaceFactsInEventParams: true });
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(RuleError);
    const { code, path } = refusal as RuleError;
    expect(`${code} ${path}`.startsWith(place)).toBe(true);
  });
});
