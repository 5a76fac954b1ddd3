import { compileReleaseRules } from "#engine/compile/compile-rules.ts";
import { compileRules } from "#engine/decide/compile-rules.ts";
import { decide } from "#engine/decide/decide.ts";
import { prepareRelease } from "#engine/decide/prepare-release.ts";
import type { RuleDocument } from "#engine/decide/rules/rule-document.ts";
import type { ReleaseRules } from "#engine/model/rule.ts";
import type { BenchFacts, PlainDocument } from "../rulesets.ts";
import { type BenchEngine, otherwise } from "./engine.ts";

/** `compileRules(...).first(facts)`. */
export function ours(documents: readonly PlainDocument[], events: readonly BenchFacts[], index = true): BenchEngine {
  const rules = compileRules(documents as readonly RuleDocument[], { index });
  return {
    name: index ? "liftgate first()" : "liftgate first(), index off",
    decide: (at) => (rules.first(events[at]!)?.name as string | undefined) ?? otherwise,
  };
}

/** `compileRules(...).explain(facts)`: every rule with every condition and what it saw. */
export function oursTraced(documents: readonly PlainDocument[], events: readonly BenchFacts[]): BenchEngine {
  const rules = compileRules(documents as readonly RuleDocument[]);
  return {
    name: "liftgate explain()",
    decide: (at) => (rules.explain(events[at]!).find(({ result }) => result)?.name as string) ?? otherwise,
  };
}

/** `decide(bundle, facts)` as an edge calls it: the same rules, every comparison guarded against unknown facts. */
export function oursBundle(rules: ReleaseRules, events: readonly BenchFacts[]): BenchEngine {
  const bundle = { release: prepareRelease(compileReleaseRules(rules)) };
  return { name: "liftgate decide(bundle)", decide: (at) => decide(bundle, events[at]!).ruleId };
}
