import fc from "fast-check";
import { Engine } from "json-rules-engine";
import { describe, expect, it } from "vitest";
import { compileRules } from "./compile-rules.ts";
import type { RuleDocument, RuleOptions, RuleResult, RunResult } from "./rules/rule-document.ts";

/** How often each property is tried; LIFTGATE_PROPERTY_RUNS asks for a longer search. */
const runs = (usual: number) => Number(process.env.LIFTGATE_PROPERTY_RUNS) || usual;

const factNames = ["a", "b", "c", "list", "deep"];
const constant = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 2, 2.5, -1, "x", "y", "10", "9", "10abc", "", true, false, null, -0),
  fc.constantFrom<unknown>(["x", "y"], [1, 2], [], ["x"], [null], { p: 1 }),
  fc.record({ fact: fc.constantFrom(...factNames) }),
  fc.record({
    fact: fc.constant("deep"),
    path: fc.constantFrom("$.p", "p.q", "$['p']", "list[0]", "$.list.length", "$"),
  }),
);
const factValue = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 2, 1.5, 2.5, 3, -1, -7, "x", "y", "z", "10", "9", "8", "", true, false, null),
  fc.constantFrom<unknown>(
    ["x"],
    ["x", "z"],
    [],
    [1, 2, 3],
    [5],
    { p: 1 },
    { p: { q: "x" }, list: ["x"] },
    { list: [] },
  ),
);
const factsArbitrary = fc.record(
  Object.fromEntries(factNames.map((name) => [name, factValue])) as Record<string, fc.Arbitrary<unknown>>,
  { requiredKeys: ["a", "b"] },
);
const operator = fc.constantFrom(
  "equal",
  "notEqual",
  "in",
  "notIn",
  "contains",
  "doesNotContain",
  "lessThan",
  "lessThanInclusive",
  "greaterThan",
  "greaterThanInclusive",
  "not:equal",
  "someFact:equal",
  "everyFact:greaterThan",
  "someValue:equal",
  "everyFact:someValue:equal",
  "swap:contains",
  "swap:lessThan",
  "not:someFact:in",
  "truthy",
  "not:truthy",
);
const conditionPriority = fc.constantFrom<unknown>(undefined, undefined, undefined, 0, 1, 2, "3", 10);

function withoutAbsent(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
}

const plainLeaf = fc
  .record({
    fact: fc.constantFrom(...factNames),
    operator: fc.constantFrom(
      "equal",
      "notEqual",
      "in",
      "notIn",
      "lessThan",
      "lessThanInclusive",
      "greaterThan",
      "greaterThanInclusive",
    ),
    value: fc.constantFrom<unknown>(0, 1, 2, 2.5, "x", "10", true, null),
  })
  .map((leaf) =>
    leaf.operator === "in" || leaf.operator === "notIn" ? { ...leaf, value: [leaf.value, 2, "y"] } : leaf,
  );
const oddLeaf = fc
  .record({
    fact: fc.constantFrom(...factNames),
    operator,
    value: constant,
    path: fc.constantFrom(undefined, undefined, "$.p", "p.q", "$.list[0]", "['p']", "list.length"),
    priority: conditionPriority,
    name: fc.constantFrom(undefined, undefined, "label"),
    params: fc.constantFrom(undefined, undefined, { k: 1 }),
  })
  .map(withoutAbsent);
const condition: fc.Arbitrary<Record<string, unknown>> = fc.letrec<{
  tree: Record<string, unknown>;
  group: Record<string, unknown>;
}>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthIdentifier: "tree" },
    { weight: 4, arbitrary: plainLeaf as fc.Arbitrary<Record<string, unknown>> },
    { weight: 3, arbitrary: oddLeaf },
    { weight: 4, arbitrary: tie("group") },
    {
      weight: 1,
      arbitrary: fc
        .record({ condition: fc.constantFrom("named", "other", "gone"), priority: conditionPriority })
        .map(withoutAbsent),
    },
  ),
  group: fc.oneof(
    fc
      .record({ all: fc.array(tie("tree"), { maxLength: 4, depthIdentifier: "tree" }), priority: conditionPriority })
      .map(withoutAbsent),
    fc
      .record({ any: fc.array(tie("tree"), { maxLength: 4, depthIdentifier: "tree" }), priority: conditionPriority })
      .map(withoutAbsent),
    fc.record({ not: tie("tree") }),
  ),
})).group;

const named = {
  named: { any: [{ fact: "a", operator: "equal", value: 1 }, { condition: "other" }] },
  other: { all: [{ fact: "b", operator: "greaterThan", value: 1 }], priority: 4 },
};
const operators = { truthy: (fact: unknown, value: unknown) => (fact ? value : 0) };

const rulesArbitrary = fc
  .array(
    fc.record({
      priority: fc.constantFrom<unknown>(undefined, 1, 2, 2.9, "7", 50, "x"),
      conditions: fc.oneof(
        { weight: 9, arbitrary: condition },
        { weight: 1, arbitrary: fc.constantFrom({ condition: "named" }, { condition: "gone" }) },
      ),
      event: fc.constantFrom<{ type: string; params?: unknown }>(
        { type: "open" },
        { type: "hold", params: { amount: { fact: "a" }, text: "x", deep: { fact: "deep", path: "$.p" } } },
        { type: "list", params: [{ fact: "b" }, 3] },
        { type: "text", params: "x" },
      ),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rules) => rules.map((rule, index) => withoutAbsent({ name: `r${index}`, ...rule }) as unknown as RuleDocument));

const optionsArbitrary = fc.record({
  allowUndefinedFacts: fc.boolean(),
  replaceFactsInEventParams: fc.boolean(),
  factPriorities: fc.constantFrom<Record<string, number> | undefined>(undefined, { a: 5 }),
});

function libraryOf(rules: readonly RuleDocument[], options: RuleOptions, facts: Record<string, unknown>): Engine {
  const { allowUndefinedFacts, replaceFactsInEventParams } = options;
  const engine = new Engine(
    structuredClone(rules) as never,
    { allowUndefinedFacts, replaceFactsInEventParams, allowUndefinedConditions: true } as never,
  );
  for (const [name, tree] of Object.entries(named)) engine.setCondition(name, structuredClone(tree) as never);
  for (const [name, compare] of Object.entries(operators)) engine.addOperator(name, compare as never);
  for (const [id, priority] of Object.entries(options.factPriorities ?? {})) {
    if (Object.hasOwn(facts, id)) engine.addFact(id, facts[id], { priority });
  }
  return engine;
}

type LibraryResult = { toJSON: (text: boolean) => RuleResult };

/** A run of the library in our shape; null when it rejects. */
async function runLibrary(
  rules: readonly RuleDocument[],
  options: RuleOptions,
  facts: Record<string, unknown>,
): Promise<RunResult | null> {
  try {
    const run = (await libraryOf(rules, options, facts).run(facts)) as unknown as Record<
      keyof RunResult,
      readonly unknown[]
    >;
    const plain = (results: readonly unknown[]) => (results as LibraryResult[]).map((result) => result.toJSON(false));
    return {
      events: run.events as RunResult["events"],
      failureEvents: run.failureEvents as RunResult["failureEvents"],
      results: plain(run.results),
      failureResults: plain(run.failureResults),
    };
  } catch {
    return null;
  }
}

function ours<Value>(act: () => Value): Value | null {
  try {
    return act();
  } catch {
    return null;
  }
}

/** Inside one priority the library's order is that of finishing promises; ours is the document's. */
function byName(results: readonly RuleResult[]): RuleResult[] {
  return [...results].sort((a, b) => String(a.name).localeCompare(String(b.name)));
}

function rank(result: RuleResult): number {
  return Number.isNaN(result.priority) ? -Infinity : result.priority;
}

describe("compileRules", () => {
  it("runs as json-rules-engine runs, trees and events included", async () => {
    let rejected = 0;
    let ran = 0;
    await fc.assert(
      fc.asyncProperty(
        rulesArbitrary,
        optionsArbitrary,
        fc.array(factsArbitrary, { minLength: 1, maxLength: 3 }),
        async (rules, given, situations) => {
          for (const facts of situations) {
            const factPriorities = Object.fromEntries(
              Object.entries(given.factPriorities ?? {}).filter(([id]) => Object.hasOwn(facts, id)),
            );
            const options: RuleOptions = {
              ...given,
              factPriorities,
              conditions: named,
              operators,
              allowUndefinedConditions: true,
            };
            const compiled = compileRules(rules, options);
            const library = await runLibrary(rules, options, facts);
            const result = ours(() => compiled.run(facts));
            if (!library) {
              rejected += 1;
              expect(result).toBeNull();
              continue;
            }
            ran += 1;
            expect(byName(result!.results)).toEqual(byName(library.results));
            expect(byName(result!.failureResults)).toEqual(byName(library.failureResults));
            expect(result!.events).toEqual(result!.results.map(({ event }) => event));
            expect(result!.results.map(rank)).toEqual(
              [...result!.results.map(rank)].sort((a, b) => (a === b ? 0 : b - a)),
            );
          }
        },
      ),
      { numRuns: runs(120) },
    );
    expect(Math.min(ran, rejected)).toBeGreaterThan(5);
  }, 120_000);

  it("finds the same first rule with the index, without it, and as the first of a run", () => {
    let found = 0;
    fc.assert(
      fc.property(rulesArbitrary, fc.array(factsArbitrary, { minLength: 1, maxLength: 5 }), (rules, situations) => {
        const options: RuleOptions = {
          conditions: named,
          operators,
          allowUndefinedConditions: true,
          allowUndefinedFacts: true,
        };
        const indexed = compileRules(rules, options);
        const plain = compileRules(rules, { ...options, index: false });
        for (const facts of situations) {
          const run = ours(() => indexed.run(facts));
          if (!run) continue;
          const [expected] = run.results;
          const first = indexed.first(facts);
          expect(first).toEqual(
            expected ? { name: expected.name, priority: expected.priority, event: expected.event } : null,
          );
          expect(plain.first(facts)).toEqual(first);
          found += first ? 1 : 0;
        }
      }),
      { numRuns: runs(500) },
    );
    expect(found).toBeGreaterThan(100);
  }, 60_000);

  it("reads one fact by its classes of values as it reads it one by one", () => {
    const rules = fc
      .array(
        fc.record({
          conditions: fc.record({
            all: fc.array(
              fc.oneof(plainLeaf, fc.record({ any: fc.array(plainLeaf, { minLength: 1, maxLength: 3 }) })),
              { minLength: 1, maxLength: 3 },
            ),
          }),
        }),
        { minLength: 33, maxLength: 80 },
      )
      .map((list) => list.map((rule, index) => ({ ...rule, name: index, event: { type: "e" } })));
    const anyValue = fc.oneof(
      factValue,
      fc.constantFrom<unknown>(Number.NaN, Infinity, -Infinity, -0, 2.4999, "other", "2", undefined),
      fc.double(),
      fc.string(),
    );
    const facts = fc.record({ a: anyValue, b: anyValue, c: anyValue, list: anyValue, deep: anyValue });
    fc.assert(
      fc.property(rules, fc.array(facts, { minLength: 1, maxLength: 10 }), (list, situations) => {
        const indexed = compileRules(list);
        const plain = compileRules(list, { index: false });
        for (const situation of situations) expect(indexed.first(situation)).toEqual(plain.first(situation));
      }),
      { numRuns: runs(150) },
    );
  }, 60_000);
});
