import type { Diagnostic } from "../model/diagnostic.ts";
import type { DiagnosticCode } from "../model/diagnostic-code.ts";
import type { ReleaseRules } from "../model/rule.ts";
import type { Finding, Undecided } from "./finding.ts";
import type { RuleModel, RuleSide } from "./rule-model.ts";

/** What each search for findings gets: the rules, and where to put what it finds. */
export type RuleQuestion = {
  readonly model: RuleModel;
  readonly side: RuleSide;
  /** As they were authored; `side` has them sorted and without those that are switched off. */
  readonly rules: ReleaseRules;
  /** Notes a finding about the rule at a place of `side`, or about all rules (null). */
  readonly found: (place: number | null, code: DiagnosticCode, params: Diagnostic["params"], more: FindingMore) => void;
  readonly undecided: (place: number | null, code: DiagnosticCode) => void;
};

type FindingMore = Partial<Pick<Finding, "witness" | "region" | "hiddenBy" | "fix" | "severity">>;

/** Questions about `rules`, with paths from `base`, and the lists that the answers fill. */
export function askRules(
  model: RuleModel,
  rules: ReleaseRules,
  base: Diagnostic["path"],
): { question: RuleQuestion; findings: Finding[]; open: Undecided[] } {
  const findings: Finding[] = [];
  const open: Undecided[] = [];
  const side = model.sides[0]!;
  const pathOf = (place: number | null): Diagnostic["path"] => {
    if (place === null) return [...base, "rules"];
    const { name } = side.rules[place]!;
    return [...base, "rules", rules.rules.findIndex(({ id }) => id === name)];
  };
  const nameOf = (place: number | null): Diagnostic["params"] =>
    place === null ? {} : { ruleId: side.rules[place]!.name };
  const question: RuleQuestion = {
    model,
    side,
    rules,
    found: (place, code, params, more) => {
      findings.push({
        code,
        severity: "warning",
        path: pathOf(place),
        params: { ...nameOf(place), ...params },
        ...more,
      });
    },
    undecided: (place, code) => open.push({ path: pathOf(place), question: code }),
  };
  return { question, findings, open };
}
