import type { Facts } from "#contracts/decision.ts";
import { checkRules } from "#engine/compile/check-rules.ts";
import type { ReleaseRules } from "#engine/model/rule.ts";
import { type FactColumns, unpackFacts } from "#engine/scenario/fact-columns.ts";
import { type RuleReach, ruleReach } from "#engine/scenario/rule-reach.ts";
import type { Finding, Undecided } from "#engine/verify/finding.ts";
import { verifyRules } from "#engine/verify/verify-rules.ts";

/** What is known of rules as they stand in the form; nulls where they are not sound enough to be asked. */
export type Judgement = {
  readonly reach: ReadonlyMap<string, RuleReach> | null;
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
};

type Lanes = Parameters<typeof verifyRules>[1]["lanes"];

/** Unpacks the situations that rules are counted on. */
export function situationsOf(columns: FactColumns, rows: number): Facts[] {
  return Array.from({ length: rows }, (_, row) => unpackFacts(columns, row));
}

/** Proves and counts. The module is loaded after the page: it brings compiler, evaluator and verifier. */
export function judgeRules(rules: ReleaseRules, lanes: Lanes, situations: readonly Facts[] | null): Judgement {
  if (checkRules(rules, []).some(({ severity }) => severity === "error")) {
    return { reach: null, findings: [], undecided: [] };
  }
  return { reach: situations && ruleReach(rules, situations), ...verifyRules(rules, { lanes }, ["rules"]) };
}
