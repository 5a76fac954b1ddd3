import type { Facts } from "#contracts/decision.ts";
import { compileCondition } from "../../compile/compile-condition.ts";
import type { CompiledCondition, CompiledRelease } from "../../compile/compiled-rules.ts";
import { decideRelease } from "../../decide/decide.ts";
import { prepareRelease } from "../../decide/prepare-release.ts";
import type { Condition } from "../../model/rule.ts";
import type { Region } from "../region.ts";

type Test = (facts: Facts) => boolean;

/** Does the condition hold? Asked of the real evaluator, by a rule of its own. */
export function compiledTest(condition: CompiledCondition): Test {
  const release = prepareRelease({
    rules: [
      {
        name: "asked",
        priority: 1,
        conditions: "fact" in condition ? { all: [condition] } : condition,
        event: { type: "release", params: { group: "safety", reason: "other", params: {}, effects: [] } },
      },
    ],
  });
  return (facts) => decideRelease(release, facts).ruleId === "asked";
}

/** Is a situation in the region? Its conditions are rules' conditions, and mean what they mean in rules. */
export function regionTest({ where, usual, unless }: Region): Test {
  const needed = [...where, ...usual].map(conditionTest);
  const excluded = unless.map(conditionTest);
  return (facts) => needed.every((holds) => holds(facts)) && !excluded.some((holds) => holds(facts));
}

function conditionTest(condition: Condition): Test {
  return compiledTest(compileCondition(condition, "skip"));
}

/** For each rule, in the order in which they are tried, whether it matches in each situation. */
export function matchTable({ rules }: CompiledRelease, situations: readonly Facts[]): boolean[][] {
  return rules.map((rule) => situations.map(compiledTest(rule.conditions)));
}
