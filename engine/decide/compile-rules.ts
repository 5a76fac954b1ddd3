import { buildMatcher } from "./rules/matcher.ts";
import { type ReadRule, readRule } from "./rules/read-rule.ts";
import type { RuleDocument, RuleEvent, RuleOptions, RuleResult, RunFacts, RunResult } from "./rules/rule-document.ts";
import { resolveEvent, runRule } from "./rules/run-rule.ts";

/** Compiled rules. Holds no state: runs may interleave. */
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
  const rules = sortByPriority(documents.map((document, index) => readRule(document, index, options)));
  const allowUndefined = options.allowUndefinedFacts ?? false;
  const matcher = buildMatcher(rules, allowUndefined ? "undefined" : "throws", options.index ?? true);
  const explain = (facts: RunFacts) => rules.map((rule) => runRule(rule, facts, allowUndefined));
  const first = (facts: RunFacts): FirstMatch | null => {
    let match: FirstMatch | null = null;
    matcher.visit(facts, (place) => {
      const rule = rules[place]!;
      match = { name: rule.name, priority: rule.priority, event: resolveEvent(rule, facts, allowUndefined) };
      return true;
    });
    return match;
  };
  return { run: (facts) => split(explain(facts)), first, explain };
}

/** Higher first, unreadable last, document order inside one priority. */
function sortByPriority(rules: ReadRule[]): ReadRule[] {
  const rank = ({ priority }: ReadRule) => (Number.isNaN(priority) ? -Infinity : priority);
  return rules.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
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
