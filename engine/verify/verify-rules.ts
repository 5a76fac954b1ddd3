import { compileReleaseRules } from "../compile/compile-rules.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ReleaseRules } from "../model/rule.ts";
import { findContradictions } from "./find-contradictions.ts";
import { findDeadRules } from "./find-dead-rules.ts";
import { findGaps } from "./find-gaps.ts";
import { findRedundantRules } from "./find-redundant-rules.ts";
import { findTrappedVehicles } from "./find-trapped-vehicles.ts";
import type { Finding, Undecided } from "./finding.ts";
import { type RuleSetting, ruleModel } from "./rule-model.ts";
import { askRules } from "./rule-question.ts";

export type Verified = { readonly findings: Finding[]; readonly undecided: Undecided[] };

/**
 * What is wrong or doubtful in sound release rules, each with a situation that shows it. Exact over every situation
 * that the vocabulary allows; what could not be answered is in `undecided`. Paths start with `base`.
 */
export function verifyRules(rules: ReleaseRules, setting: RuleSetting, base: Diagnostic["path"] = []): Verified {
  const model = ruleModel([compileReleaseRules(rules)], setting);
  const { question, findings, open } = askRules(model, rules, base);
  const dead = findDeadRules(question);
  findRedundantRules(question, dead);
  findContradictions(question);
  findTrappedVehicles(question);
  findGaps(question);
  return { findings, undecided: open };
}
