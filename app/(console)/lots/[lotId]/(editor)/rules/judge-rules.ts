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

/** What is known of rules as they stand in the form; nulls where they are not sound enough to be asked. */
export type Judgement = {
  readonly reach: ReadonlyMap<string, RuleReach> | null;
  readonly findings: readonly SaidFinding[];
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

/** Proves and counts. The module is loaded after the page: it brings compiler, evaluator and verifier. */
export function judgeRules(
  rules: ReleaseRules,
  { lanes, situations, locale, context }: { lanes: Lanes; situations: readonly Facts[] | null } & Speech,
): Judgement {
  if (checkRules(rules, []).some(({ severity }) => severity === "error")) {
    return { reach: null, findings: [], undecided: [] };
  }
  const { findings, undecided } = verifyRules(rules, { lanes }, ["rules"]);
  return {
    reach: situations && ruleReach(rules, situations),
    findings: findings.map((finding) => ({ finding, text: findingText(finding, locale, context) })),
    undecided: undecided.map((open) => undecidedText(open, locale)),
  };
}
