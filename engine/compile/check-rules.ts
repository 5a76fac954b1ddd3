import type { Diagnostic } from "../model/diagnostic.ts";
import type { DiagnosticCode } from "../model/diagnostic-code.ts";
import { type Condition, otherwiseRuleId, type ReleaseRule, type ReleaseRules, ruleBounds } from "../model/rule.ts";
import { checkDecision, checkEffect } from "./check-action.ts";
import { checkLeaf } from "./check-leaf.ts";

type Path = Diagnostic["path"];
type Params = Diagnostic["params"];

/** What is wrong in well-formed release rules: every error stops a publish. Paths start with `base`. */
export function checkRules({ rules }: ReleaseRules, base: Path = []): Diagnostic[] {
  const seen = new Set<string>();
  return rules.flatMap((rule, index) => {
    const path = [...base, "rules", index];
    const problems = [...checkId(rule, path, seen), ...checkRule(rule, path)];
    seen.add(rule.id);
    return problems;
  });
}

function checkId(rule: ReleaseRule, path: Path, seen: ReadonlySet<string>): Diagnostic[] {
  if (rule.id === otherwiseRuleId) return [error("rule.reservedId", [...path, "id"], rule, {})];
  return seen.has(rule.id) ? [error("rule.duplicateId", [...path, "id"], rule, {})] : [];
}

function checkRule(rule: ReleaseRule, path: Path): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const whenPath = [...path, "when"];
  const leafCount = checkCondition(rule, rule.when, whenPath, 1, problems);
  if (leafCount > ruleBounds.conditionsMax) {
    problems.push(error("rule.tooManyConditions", whenPath, rule, { max: ruleBounds.conditionsMax }));
  }
  const { decision, effects } = rule.then;
  const thenPath = [...path, "then"];
  if (!decision && effects.length === 0) problems.push(error("rule.nothingToDo", thenPath, rule, {}));
  if (decision) {
    for (const found of checkDecision(decision.type, decision.reason, decision.params)) {
      problems.push(error(found.code, [...thenPath, "decision", ...found.at], rule, found.params));
    }
  }
  effects.forEach((effect, index) => {
    for (const found of checkEffect(effect.type, effect.params)) {
      problems.push(error(found.code, [...thenPath, "effects", index, ...found.at], rule, found.params));
    }
  });
  return problems;
}

/** Adds the problems of a condition and returns its number of comparisons. */
function checkCondition(
  rule: ReleaseRule,
  condition: Condition,
  path: Path,
  depth: number,
  problems: Diagnostic[],
): number {
  if (depth > ruleBounds.depthMax) {
    problems.push(error("rule.tooDeep", path, rule, { max: ruleBounds.depthMax }));
    return 0;
  }
  if ("not" in condition) return checkCondition(rule, condition.not, [...path, "not"], depth + 1, problems);
  if ("fact" in condition) {
    const found = checkLeaf(condition.fact, condition.operator, condition.value);
    if (found) problems.push(error(found.code, [...path, found.at], rule, found.params));
    return 1;
  }
  const [key, parts] = "all" in condition ? (["all", condition.all] as const) : (["any", condition.any] as const);
  // Only a whole rule may say "always": an empty group deeper in is a condition someone forgot to finish.
  if (parts.length === 0 && depth > 1) problems.push(error("rule.emptyGroup", path, rule, {}));
  return parts
    .map((part, index) => checkCondition(rule, part, [...path, key, index], depth + 1, problems))
    .reduce((sum, leaves) => sum + leaves, 0);
}

function error(code: DiagnosticCode, path: Path, rule: ReleaseRule, params: Params): Diagnostic {
  return { code, severity: "error", path, params: { ruleId: rule.id, ...params } };
}
