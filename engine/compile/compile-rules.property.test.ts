import fc from "fast-check";
import { Engine } from "json-rules-engine";
import { describe, expect, it } from "vitest";
import type { Facts, FactValue } from "#contracts/decision.ts";
import { decideRelease } from "../decide/decide.ts";
import { prepareRelease } from "../decide/prepare-release.ts";
import { enums } from "../model/enums.ts";
import { isComparable, type OperatorId, operators, operatorsFor } from "../model/operators.ts";
import { type Condition, type Leaf, type ReleaseRule, ruleGroups } from "../model/rule.ts";
import { starterRules } from "../model/starter-rules.ts";
import { type FactId, factIds, factOf } from "../model/vocabulary.ts";
import { checkRules } from "./check-rules.ts";
import { compileReleaseRules } from "./compile-rules.ts";
import type { CompiledRelease } from "./compiled-rules.ts";

/** How often each property is tried; LIFTGATE_PROPERTY_RUNS asks for a longer search. */
const runs = (usual: number) => Number(process.env.LIFTGATE_PROPERTY_RUNS) || usual;

/** Few values each, so that rules and facts meet. */
function oneValue(id: FactId): fc.Arbitrary<string | number | boolean> {
  const fact = factOf(id);
  if (fact.values) return fc.constantFrom(...(enums[fact.values] as readonly string[]).slice(0, 3));
  if (fact.type === "boolean") return fc.boolean();
  if (fact.type === "decimal") return fc.constantFrom(0, 0.5, 0.9, 1);
  if (fact.type === "integer") return fc.constantFrom(...[0, 1, 2, 5, 7].map((n) => Math.max(n, fact.min ?? 0)));
  if (fact.type === "instant") return fc.constantFrom(0, 1, 2);
  return fc.constantFrom("a", "b", "c");
}

function factValue(id: FactId): fc.Arbitrary<FactValue> {
  const fact = factOf(id);
  const known: fc.Arbitrary<FactValue> =
    fact.type === "list" ? fc.array(oneValue(id) as fc.Arbitrary<string>, { maxLength: 3 }) : oneValue(id);
  return fact.unknown === "never" ? known : fc.option(known, { freq: 2 });
}

const factsArbitrary: fc.Arbitrary<Facts> = fc.record(
  Object.fromEntries(factIds.map((id) => [id, factValue(id)])) as Record<FactId, fc.Arbitrary<FactValue>>,
);

function leafArbitrary(id: FactId): fc.Arbitrary<Leaf> {
  const usable = operatorsFor(id);
  if (usable.length === 0) return leafArbitrary("lane.mode");
  const ifUnknown = fc.option(fc.constantFrom("skip" as const, "holds" as const), { nil: undefined });
  return fc.constantFrom(...usable).chain((operator) =>
    fc.record({ value: valueArbitrary(id, operator), ifUnknown }).map(({ value, ifUnknown }) => ({
      fact: id,
      operator,
      ...(value === undefined ? {} : { value }),
      ...(ifUnknown === undefined ? {} : { ifUnknown }),
    })),
  );
}

function valueArbitrary(id: FactId, operator: OperatorId): fc.Arbitrary<Leaf["value"]> {
  const { operand } = operators[operator];
  if (operand === "none") return fc.constant(undefined);
  if (operand === "many") return fc.array(oneValue(id) as fc.Arbitrary<string>, { minLength: 1, maxLength: 3 });
  const others = factIds.filter((other) => isComparable(id, operator, other)).map((fact) => ({ fact }));
  if (factOf(id).personal) return fc.constantFrom(...others);
  return others.length > 0 ? fc.oneof(oneValue(id), fc.constantFrom(...others)) : oneValue(id);
}

const usableFacts = factIds.filter((id) => operatorsFor(id).length > 0);
const leaf = fc.constantFrom(...usableFacts).chain(leafArbitrary);
const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthIdentifier: "tree" },
    leaf,
    fc.record({ all: fc.array(tie("tree"), { minLength: 1, maxLength: 3, depthIdentifier: "tree" }) }),
    fc.record({ any: fc.array(tie("tree"), { minLength: 1, maxLength: 3, depthIdentifier: "tree" }) }),
    fc.record({ not: tie("tree") }),
  ),
})).tree;

const then: fc.Arbitrary<ReleaseRule["then"]> = fc.constantFrom<ReleaseRule["then"]>(
  { decision: { type: "release", reason: "other", params: {} }, effects: [{ type: "openSession", params: {} }] },
  { decision: { type: "hold", reason: "other", params: { retryAfterSeconds: 5 } }, effects: [] },
  { effects: [{ type: "recordDebt", params: { amount: { fact: "fee.due" } } }] },
  { decision: { type: "requestPayment", reason: "feeDue", params: { amount: { fact: "fee.due" } } }, effects: [] },
);

const ruleSets = fc
  .array(
    fc.record({
      group: fc.constantFrom(...ruleGroups),
      when: fc.oneof(
        { weight: 9, arbitrary: condition },
        { weight: 1, arbitrary: fc.constant<Condition>({ all: [] }) },
      ),
      ifUnknown: fc.constantFrom("skip" as const, "holds" as const),
      then,
      enabled: fc.constantFrom(true, true, true, false),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => ({ rules: parts.map((part, index): ReleaseRule => ({ id: `r${index}`, ...part })) }));

/** The fired rules by the library itself: a new engine for each decision, run to the end, in priority order. */
async function firedByLibrary(release: CompiledRelease, facts: Facts): Promise<string[]> {
  const engine = new Engine(structuredClone(release.rules) as never);
  const { results } = await engine.run(structuredClone(facts) as Record<string, unknown>);
  const fired = [...results].sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
  const deciding = fired.findIndex((result) => result.event?.type !== "effects");
  return (deciding < 0 ? fired : fired.slice(0, deciding + 1)).map((result) => result.name);
}

describe("compiled rules", () => {
  it("fire the same rules in json-rules-engine and in our evaluator", async () => {
    await fc.assert(
      fc.asyncProperty(
        ruleSets,
        fc.array(factsArbitrary, { minLength: 1, maxLength: 4 }),
        async (rules, situations) => {
          fc.pre(checkRules(rules).length === 0);
          const release = compileReleaseRules(rules);
          const prepared = prepareRelease(release);
          for (const facts of situations) {
            expect(decideRelease(prepared, facts).firedRuleIds).toEqual(await firedByLibrary(release, facts));
          }
        },
      ),
      { numRuns: runs(400) },
    );
  }, 60_000);

  it("fire the same starter rules in both", async () => {
    const release = compileReleaseRules(starterRules());
    const prepared = prepareRelease(release);
    await fc.assert(
      fc.asyncProperty(factsArbitrary, async (facts) => {
        expect(decideRelease(prepared, facts).firedRuleIds).toEqual(await firedByLibrary(release, facts));
      }),
      { numRuns: runs(200) },
    );
  }, 60_000);

  it("give the same answer to a condition and to the negation of its negation", () => {
    fc.assert(
      fc.property(ruleSets, factsArbitrary, (rules, facts) => {
        const twice = { rules: rules.rules.map((rule) => ({ ...rule, when: { not: { not: rule.when } } })) };
        const plain = decideRelease(prepareRelease(compileReleaseRules(rules)), facts);
        expect(decideRelease(prepareRelease(compileReleaseRules(twice)), facts)).toEqual(plain);
      }),
      { numRuns: runs(200) },
    );
  });
});
