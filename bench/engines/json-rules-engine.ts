import { Engine, type RuleProperties } from "json-rules-engine";
import type { BenchFacts } from "../rulesets.ts";
import { type BenchEngine, otherwise } from "./engine.ts";

/** One engine for all decisions, stopped at the first rule that holds: its fastest use, safe only one call at a time. */
export function jsonRulesEngine(documents: readonly object[], events: readonly BenchFacts[]): BenchEngine {
  const engine = new Engine([...structuredClone(documents)] as RuleProperties[]);
  engine.on("success", () => engine.stop());
  return { name: "json-rules-engine, stop on first", decide: (at) => firstOf(engine, events[at]!) };
}

/** The same engine running every rule, which is what its trace needs. */
export function jsonRulesEngineFull(documents: readonly object[], events: readonly BenchFacts[]): BenchEngine {
  const engine = new Engine([...structuredClone(documents)] as RuleProperties[]);
  return { name: "json-rules-engine, full run", decide: (at) => firstOf(engine, events[at]!) };
}

async function firstOf(engine: Engine, facts: BenchFacts): Promise<string> {
  const { results } = await engine.run(facts);
  return results[0]?.name ?? otherwise;
}
