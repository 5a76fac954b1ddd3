import type { Facts, FactValue } from "#contracts/decision.ts";
import type { Trace, TraceCondition } from "#contracts/trace.ts";
import type { LoadedBundle } from "../compile/load-bundle.ts";
import { factsRead } from "../decide/decide.ts";
import { explain } from "../decide/explain.ts";
import { leavesOf } from "../verify/fact-constants.ts";
import type { Formula } from "../verify/formulas.ts";
import { nearest } from "../verify/nearest.ts";
import { type RuleModel, reaching, ruleModel } from "../verify/rule-model.ts";
import type { Scenario } from "./scenario.ts";
import { situationFacts } from "./situation-facts.ts";
import { withoutPersonal } from "./without-personal.ts";

/** A scenario for what no scenario tries: a rule, or one comparison of a rule that has not been seen both ways. */
export type Suggestion = {
  readonly ruleId: string;
  readonly condition: null | {
    /** Its place among the comparisons of the rule. */
    readonly place: number;
    readonly fact: string;
    readonly result: boolean;
  };
  /** Nameless; what is expected is what comes out now. */
  readonly scenario: Scenario;
};

type Gap = { readonly ruleId: string; readonly condition: Suggestion["condition"]; readonly operator: string };

/**
 * Scenarios for rules that no trace matched, then for comparisons of the others that never held or never failed, in the
 * order of the rules. Each differs from an ordinary vehicle in few facts and has been run: it does what it is for. A gap
 * that no vehicle of the lot can close, or only one that is too hard to find, gets none.
 */
export function suggestScenarios(
  bundle: LoadedBundle,
  traces: readonly Trace[],
  { at, max }: { readonly at: number; readonly max: number },
): Suggestion[] {
  const model = ruleModel([bundle.release], { lanes: bundle.bundle.lanes, branchesMax: branchesMax });
  const found: Suggestion[] = [];
  for (const gap of gapsOf(model, traces)) {
    if (found.length >= max) break;
    const suggested = closing(bundle, model, gap, at);
    if (suggested) found.push(suggested);
  }
  return found;
}

/** Far less than a proof may take: what is not found soon is not suggested. */
const branchesMax = 20_000;

function gapsOf(model: RuleModel, traces: readonly Trace[]): Gap[] {
  const { rules } = model.sides[0]!;
  const seen = rules.map(({ name }) => traces.flatMap((trace) => trace.rules.filter(({ ruleId }) => ruleId === name)));
  const unmet = rules.flatMap(({ name }, index): Gap[] => {
    const isMet = seen[index]!.some(({ outcome }) => outcome === "matched");
    return isMet ? [] : [{ ruleId: name, condition: null, operator: "" }];
  });
  const untried = rules.flatMap(({ name }, index) => {
    if (unmet.some(({ ruleId }) => ruleId === name)) return [];
    return untriedOf(
      name,
      seen[index]!.flatMap(({ condition }) => (condition ? [comparisonsOf(condition)] : [])),
    );
  });
  return [...unmet, ...untried];
}

function untriedOf(ruleId: string, runs: readonly (readonly Comparison[])[]): Gap[] {
  // It matched somewhere, so its comparisons were seen.
  return runs[0]!.flatMap(({ fact, operator }, place) =>
    [true, false]
      .filter((result) => runs.every((run) => run[place]?.result !== result))
      .map((result) => ({ ruleId, operator, condition: { place, fact, result } })),
  );
}

type Comparison = Extract<TraceCondition, { kind: "fact" }>;

function comparisonsOf(condition: TraceCondition): Comparison[] {
  return condition.kind === "fact" ? [condition] : condition.conditions.flatMap(comparisonsOf);
}

function closing(bundle: LoadedBundle, model: RuleModel, gap: Gap, at: number): Suggestion | null {
  for (const parts of questionsOf(model, gap)) {
    const point = nearest(model, [model.here, ...parts]);
    if (point === null || point === "undecided") continue;
    // First as a person would tell it, without what is unknown for no reason of its own.
    for (const saysUnknown of [false, true]) {
      const scenario = scenarioOf(bundle, point.facts, { at, saysUnknown });
      const trace = explain(bundle, situationFacts(bundle, scenario.given).facts);
      if (!closes(trace, gap)) continue;
      const { decision, ruleId } = trace.decision;
      return {
        ruleId: gap.ruleId,
        condition: gap.condition,
        scenario: { ...scenario, expected: { decision, ruleId } },
      };
    }
  }
  return null;
}

/** What to ask for: the rule reached and matching; else the rule reached, and a comparison that holds or fails. */
function questionsOf({ formulas, sides }: RuleModel, { ruleId, condition, operator }: Gap): Formula[][] {
  const side = sides[0]!;
  const place = side.rules.findIndex(({ name }) => name === ruleId);
  const [own, ...before] = reaching(formulas, side, place);
  if (!condition) return [[own!, ...before]];
  const leaves = leavesOf([side.rules[place]!.conditions]).filter(
    (leaf) => leaf.fact === condition.fact && leaf.operator === operator,
  );
  return leaves.flatMap((leaf) => {
    const holds = formulas.of(leaf);
    const wanted = condition.result ? holds : formulas.not(holds);
    // The telling case is the one in which the comparison alone makes the difference: tried first where it can be.
    return condition.result
      ? [
          [own!, wanted, ...before],
          [wanted, ...before],
        ]
      : [[wanted, ...before]];
  });
}

function closes({ rules }: Trace, { ruleId, condition }: Gap): boolean {
  const rule = rules.find((each) => each.ruleId === ruleId);
  if (!condition) return rule?.outcome === "matched";
  return rule?.condition ? comparisonsOf(rule.condition)[condition.place]?.result === condition.result : false;
}

/** The situation as somebody would describe it: what the rules read, without what follows from lane and time. */
function scenarioOf(
  bundle: LoadedBundle,
  facts: Facts,
  { at, saysUnknown }: { at: number; saysUnknown: boolean },
): Scenario {
  // What can be at the lanes of the lot is at one of them.
  const laneId = facts["lane.id"] as string;
  const follows = situationFacts(bundle, { laneId, at, facts: {} }).facts;
  const told = factsRead(bundle)
    .filter((id) => id !== "lane.id" && JSON.stringify(facts[id]) !== JSON.stringify(follows[id]))
    .filter((id) => saysUnknown || facts[id] !== null)
    .map((id) => [id, facts[id] as FactValue] as const);
  const given = { laneId, at, facts: withoutPersonal(Object.fromEntries(told)) };
  return { name: "", given, expected: {} };
}
