import type { ReleaseRules } from "#engine/model/rule.ts";
import type { Finding, Fix } from "#engine/verify/finding.ts";
import { moveBefore, removeRule } from "./edit-rules.ts";

/** The id of the rule that a finding is about; null when it is about them all. */
export function ruleOf({ rules }: ReleaseRules, finding: Finding): string | null {
  const [, list, place] = finding.path;
  return list === "rules" && typeof place === "number" ? (rules[place]?.id ?? null) : null;
}

/** Can the rules page carry out this fix? */
export function isRuleFix(fix: Fix | undefined): boolean {
  return fix?.kind === "removeRule" || fix?.kind === "moveRule";
}

/** The rules after the edit that mends a finding. */
export function fixRules(rules: ReleaseRules, fix: Fix): ReleaseRules {
  if (fix.kind === "removeRule") return removeRule(rules, fix.ruleId);
  if (fix.kind === "moveRule") return moveBefore(rules, fix.ruleId, fix.before);
  return rules;
}
