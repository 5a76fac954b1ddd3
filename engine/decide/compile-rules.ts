import { frozenCopy } from "./rules/frozen-copy.ts";
import { type FactSlots, loadFacts } from "./rules/load-facts.ts";
import { buildMatcher } from "./rules/matcher.ts";
import { type ReadRule, type RuleSet, readRules } from "./rules/read-rule.ts";
import type { RuleDocument, RuleEvent, RuleOptions, RuleResult, RunFacts, RunResult } from "./rules/rule-document.ts";
import { RuleError } from "./rules/rule-error.ts";
import { resolveEvent, type TracedRule, TracedRun, tracedRule } from "./rules/run-rule.ts";
import { isPlannedFor, runTracePlan } from "./rules/run-trace-plan.ts";
import { planTraces, type TracePlan } from "./rules/trace-plan.ts";

/** Compiled rules. Their answers depend on the facts alone: runs may interleave. */
export type CompiledRules = {
  /** Every rule with what was seen, as `Engine.run` of json-rules-engine gives it, rules of one priority in document order. */
  readonly run: (facts: RunFacts) => RunResult;
  /** The first rule that matches, and nothing more; null when none does. */
  readonly first: (facts: RunFacts) => FirstMatch | null;
  /** Every rule in the order in which it is tried, matched or not, with what was seen. */
  readonly explain: (facts: RunFacts) => readonly RuleResult[];
};

type FirstMatch = { readonly name: unknown; readonly priority: number; readonly event: RuleEvent };

/**
 * Compiles json-rules-engine 7.3 rules without generating code. Answers as the library does on every document that it
 * accepts; what it refuses it refuses here, with a `RuleError` that names the rule (`docs/rule-evaluation.md` lists the
 * differences). Facts are plain values: a fact that is missing ends `run` and `first` in an `UndefinedFactError` unless
 * `allowUndefinedFacts` is set.
 *
 * @example compileRules([{ conditions: { all: [{ fact: "due", operator: "equal", value: 0 }] }, event: { type: "open" } }]).first({ due: 0 })
 */
export function compileRules(documents: readonly RuleDocument[], options: RuleOptions = {}): CompiledRules {
  const copies = documents.map((document, at) => copyOf(document, String(at)));
  const conditions = options.conditions && copyOf(options.conditions, "conditions");
  const own: RuleOptions = conditions ? { ...options, conditions } : options;
  const allowUndefined = own.allowUndefinedFacts ?? false;
  const set = readRules(copies, own);
  const useIndex = own.index ?? true;
  const matcher = buildMatcher(set, useIndex);
  const absent = allowUndefined ? "undefined" : "throws";
  const heads = set.rules.map(headOf);
  const explain = explainer(() => tracedSet(readRules(copies, own), useIndex), allowUndefined);
  const first = (facts: RunFacts): FirstMatch | null => {
    const place = matcher.find(loadFacts(matcher.slots, facts, absent), null);
    if (place < 0) return null;
    const head = heads[place]!;
    return { name: head.name, priority: head.priority, event: resolveEvent(head, facts, allowUndefined) };
  };
  return { run: (facts) => split(explain(facts)), first, explain };
}

/** Levels of JSON, more than conditions may nest; keeps the copy within the stack. */
const DEPTH_MAX = 1_000;

/** What `first` needs of a rule once its conditions are in the program. */
type RuleHead = Pick<ReadRule, "name" | "priority" | "event" | "references">;

function headOf({ name, priority, event, references }: ReadRule): RuleHead {
  return { name, priority, event, references };
}

function copyOf<Value>(document: Value, rule: string): Value {
  const copy = frozenCopy({ document }, DEPTH_MAX);
  if (copy === null) throw new RuleError("depth", { rule, path: "" }, `nests deeper than ${DEPTH_MAX}`);
  return copy.document;
}

/** Trees of conditions take several times the room of the program and few ask for them: they are made when somebody does. */
function explainer(make: () => TracedSet, allowUndefined: boolean): CompiledRules["explain"] {
  let made: TracedSet | null = null;
  return (facts) => {
    made ??= make();
    const values = loadFacts(made.slots, facts, "asGiven");
    const run = new TracedRun(facts, values, allowUndefined);
    const { rules, plan, unplanned } = made;
    if (!isPlannedFor(plan, values)) return rules.map((rule) => run.run(rule));
    const results = runTracePlan(plan, values);
    for (const place of unplanned) results[place] = run.run(rules[place]!);
    return results;
  };
}

type TracedSet = {
  readonly slots: FactSlots;
  readonly rules: readonly TracedRule[];
  readonly plan: TracePlan;
  /** Places of the rules that the plan does not hold. */
  readonly unplanned: readonly number[];
};

function tracedSet({ rules: read, slots }: RuleSet, useIndex: boolean): TracedSet {
  const rules = read.map(tracedRule);
  const plan = planTraces(rules, slots, useIndex);
  const planned = new Set(plan.rules.map(({ place }) => place));
  const unplanned = [...rules.keys()].filter((place) => !planned.has(place));
  return { slots, rules, plan, unplanned };
}

function split(all: readonly RuleResult[]): RunResult {
  const results = all.filter((one) => one.result);
  const failureResults = all.filter((one) => !one.result);
  return {
    events: results.map((one) => one.event),
    failureEvents: failureResults.map((one) => one.event),
    results,
    failureResults,
  };
}
