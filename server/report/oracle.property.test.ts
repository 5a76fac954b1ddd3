import fc from "fast-check";
import { expect, test } from "vitest";
import { compileReleaseRules } from "#engine/compile/compile-rules.ts";
import { decideRelease } from "#engine/decide/decide.ts";
import { prepareRelease } from "#engine/decide/prepare-release.ts";
import { enums } from "#engine/model/enums.ts";
import { totalFacts } from "#engine/model/facts.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { type FactDefinition, factIds, factOf } from "#engine/model/vocabulary.ts";
import { decideByOracle } from "./oracle.ts";

function anyValueOf(fact: FactDefinition): fc.Arbitrary<unknown> {
  const values = fact.values
    ? fc.constantFrom(...(enums[fact.values] as readonly string[]))
    : fc.constantFrom("a", "b");
  if (fact.type === "boolean") return fc.boolean();
  if (fact.type === "list") return fc.array(values, { maxLength: 3 });
  if (fact.type === "decimal") return fc.double({ min: fact.min ?? 0, max: fact.max ?? 1, noNaN: true });
  if (fact.type === "integer" || fact.type === "instant") return fc.integer({ min: fact.min ?? 0, max: 2000 });
  return values;
}

const someFacts = fc.record(
  Object.fromEntries(factIds.map((id) => [id, fc.option(anyValueOf(factOf(id)), { nil: null, freq: 3 })])),
);

test("json-rules-engine and the evaluator decide alike on any facts", async () => {
  const release = compileReleaseRules(starterRules());
  const prepared = prepareRelease(release);
  await fc.assert(
    fc.asyncProperty(someFacts, async (partial) => {
      const facts = totalFacts(partial as Parameters<typeof totalFacts>[0]);
      expect(await decideByOracle({ release }, facts)).toEqual(decideRelease(prepared, facts));
    }),
    { numRuns: 150 },
  );
});
