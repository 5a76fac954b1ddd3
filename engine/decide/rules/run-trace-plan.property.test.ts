import fc from "fast-check";
import { Engine } from "json-rules-engine";
import { expect, it } from "vitest";
import { compileRules } from "../compile-rules.ts";
import type { RuleDocument, RuleResult, RunFacts } from "./rule-document.ts";

const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 60;
const names = ["lane.direction", "lists.block", "fee.due", "own"];
const constant = fc.constantFrom<unknown>("entry", "exit", "10", "", true, false, null, 0, -0, 2.5, 7);
const list = fc.array(constant, { maxLength: 3 });
const leaf = fc.oneof(
  fc.record({ fact: fc.constantFrom(...names), operator: fc.constantFrom("equal", "notEqual"), value: constant }),
  fc.record({ fact: fc.constantFrom(...names), operator: fc.constantFrom("in", "notIn"), value: list }),
  fc.record({
    fact: fc.constantFrom(...names),
    operator: fc.constantFrom("lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"),
    value: fc.constantFrom(0, -0, 2.5, 7, -1),
  }),
);
const group = fc.letrec<{ tree: unknown; group: object }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, { weight: 5, arbitrary: leaf }, { weight: 2, arbitrary: tie("group") }),
  group: fc
    .record({ kind: fc.constantFrom("all", "any"), parts: fc.array(tie("tree"), { maxLength: 9 }) })
    .map(({ kind, parts }) => ({ [kind]: parts })),
})).group;
/** One rule in ten calls an operator of the caller's own, so that the others are shown without it. */
const odd = { all: [{ fact: "own", operator: "same", value: 7 }] };
const rules = fc
  .array(fc.oneof({ weight: 9, arbitrary: group }, { weight: 1, arbitrary: fc.constant(odd) }), {
    minLength: 1,
    maxLength: 30,
  })
  .map((trees) =>
    trees.map(
      (conditions, at): RuleDocument => ({
        name: `r${at}`,
        priority: trees.length - at,
        conditions,
        event: { type: "e" },
      }),
    ),
  );
const value = fc.oneof(
  constant,
  fc.constantFrom<unknown>("transfer", "elsewhere", "9", -1, 3, 2.4999, Number.NaN, Infinity, -Infinity),
  fc.constantFrom<unknown>(["entry"], [7]),
);
const facts = fc.record(Object.fromEntries(names.map((name) => [name, value])));
const same = (fact: unknown, limit: unknown) => fact === limit;

async function shownByLibrary(documents: readonly RuleDocument[], given: RunFacts): Promise<RuleResult[]> {
  const engine = new Engine(structuredClone(documents) as never);
  engine.addOperator("same", same as never);
  const { results, failureResults } = await engine.run({ ...given });
  const all = [...results, ...failureResults].map((result) => result.toJSON(false) as unknown as RuleResult);
  return all.sort((a, b) => b.priority - a.priority);
}

it("shows plain rules, all of a kind at once, as json-rules-engine shows them one by one", async () => {
  await fc.assert(
    fc.asyncProperty(rules, fc.array(facts, { minLength: 1, maxLength: 3 }), async (documents, situations) => {
      const compiled = compileRules(documents, { operators: { same } });
      const unindexed = compileRules(documents, { operators: { same }, index: false });
      for (const given of situations) {
        const shown = await shownByLibrary(documents, given);
        expect(compiled.explain(given)).toEqual(shown);
        expect(unindexed.explain(given)).toEqual(shown);
      }
    }),
    { numRuns: runs },
  );
}, 30_000);

it("has room for rules of any size, and for more values than it foresees", async () => {
  const values = Array.from({ length: 50 }, (_, at) => `v${at}`);
  const documents = Array.from({ length: 90 }, (_, at): RuleDocument => {
    const ordered = { fact: `number${at}`, operator: "lessThan", value: at };
    const parts = values.slice(0, 8).map((text) => ({ fact: `text${at}`, operator: "equal", value: text }));
    const conditions = { all: [{ any: parts }, { fact: `text${at}`, operator: "in", value: values }, ordered] };
    return { name: `r${at}`, priority: 90 - at, conditions, event: { type: "e" } };
  });
  const compiled = compileRules(documents);
  const given = Object.fromEntries(
    documents.flatMap((_, at) => [
      [`number${at}`, 45],
      [`text${at}`, values[at % 50]],
    ]),
  );
  expect(compiled.explain(given)).toEqual(await shownByLibrary(documents, given));
});

/** Objects and lists in a value, those inside others included, each as often as it stands there. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

it("shares only what nobody can change or the caller gave, within one answer and between two", () => {
  fc.assert(
    fc.property(rules, facts, (documents, given) => {
      const compiled = compileRules(documents, { operators: { same } });
      const theirs = new Set(objectsIn(given));
      const seen = new Set<object>();
      for (const one of [compiled.explain(given), compiled.explain(given)].flatMap(objectsIn)) {
        if (seen.has(one) && !theirs.has(one)) expect(one).toSatisfy(Object.isFrozen);
        seen.add(one);
      }
    }),
    { numRuns: runs },
  );
}, 30_000);
