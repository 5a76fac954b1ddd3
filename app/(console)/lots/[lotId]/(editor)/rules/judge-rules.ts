import type { Facts } from "#contracts/decision.ts";
import { checkRules } from "#engine/compile/check-rules.ts";
import type { ReleaseRules } from "#engine/model/rule.ts";
import { type FactColumns, unpackFacts } from "#engine/scenario/fact-columns.ts";
import { type RuleReach, ruleReach } from "#engine/scenario/rule-reach.ts";
import type { Finding } from "#engine/verify/finding.ts";
import { verifyRules } from "#engine/verify/verify-rules.ts";
import { findingText, undecidedText } from "#engine/words/finding-text.ts";
import type { Locale } from "#engine/words/locale.ts";
import type { TextContext } from "#engine/words/value-text.ts";
import { ruleOf } from "./fix-rules.ts";

/** What is known of rules as they stand in the form; nulls where they are not sound enough to be asked. */
export type Judgement = {
  readonly reach: ReadonlyMap<string, RuleReach> | null;
  /** What was found, by the rule that it is about; under null what is about them all. */
  readonly findings: ReadonlyMap<string | null, readonly SaidFinding[]>;
  /** What could not be settled, as sentences. */
  readonly undecided: readonly string[];
};
export type SaidFinding = { readonly finding: Finding; readonly text: string };

type Lanes = Parameters<typeof verifyRules>[1]["lanes"];

/** Unpacks the situations that rules are counted on. */
export function situationsOf(columns: FactColumns, rows: number): Facts[] {
  return Array.from({ length: rows }, (_, row) => unpackFacts(columns, row));
}

type Speech = { readonly locale: Locale; readonly context: TextContext };

/** Proves and counts. It brings compiler, evaluator and verifier, and takes seconds on a thousand rules: a worker does it. */
export function judgeRules(
  rules: ReleaseRules,
  { lanes, situations, locale, context }: { lanes: Lanes; situations: readonly Facts[] | null } & Speech,
): Judgement {
  if (checkRules(rules, []).some(({ severity }) => severity === "error")) {
    return { reach: null, findings: new Map(), undecided: [] };
  }
  const { findings, undecided } = verifyRules(rules, { lanes }, ["rules"]);
  const byRule = new Map<string | null, SaidFinding[]>();
  for (const finding of findings) {
    const about = ruleOf(rules, finding);
    byRule.set(about, [...(byRule.get(about) ?? []), { finding, text: findingText(finding, locale, context) }]);
  }
  return {
    reach: situations && ruleReach(rules, situations),
    findings: byRule,
    undecided: undecided.map((open) => undecidedText(open, locale)),
  };
}
