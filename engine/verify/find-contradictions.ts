import type { Condition, ReleaseRule } from "../model/rule.ts";
import type { FactId } from "../model/vocabulary.ts";
import type { Formula } from "./formulas.ts";
import { nearest } from "./nearest.ts";
import { isDeciding, reaching } from "./rule-model.ts";
import type { RuleQuestion } from "./rule-question.ts";
import { solve } from "./solve.ts";

/**
 * Two rules of one group that ask about the same facts, decide differently, and both match in some situation, while
 * each also matches where the other does not. Nobody wrote one as the exception of the other: only their order decides.
 * Rules that ask about different facts overlap all the time and are no contradiction; a rule that lies inside an
 * earlier one is hidden, and an earlier one inside a later one is its exception.
 */
export function findContradictions({ model, side, rules, found, undecided }: RuleQuestion): void {
  const { formulas } = model;
  const asks = new Map(rules.rules.map((rule) => [rule.id, factsAsked(rule)]));
  const can = (parts: readonly Formula[]) => solve(model.searches.exit, [model.possible, ...parts], model.domain);
  for (const [place, rule] of side.rules.entries()) {
    for (let earlier = 0; earlier < place; earlier += 1) {
      const other = side.rules[earlier]!;
      if (!isDeciding(rule) || !isDeciding(other) || rule.event.type === other.event.type) continue;
      if (rule.event.params.group !== other.event.params.group || asks.get(rule.name) !== asks.get(other.name))
        continue;
      const [own, first] = [side.when[place]!, side.when[earlier]!];
      const answers = [
        [own, first],
        [own, formulas.not(first)],
        [first, formulas.not(own)],
      ].map(can);
      if (answers.includes(null)) continue;
      const point = answers.includes("undecided")
        ? "undecided"
        : nearest(model, [model.possible, own, ...reaching(formulas, side, earlier)]);
      if (point === "undecided") undecided(place, "rule.contradicts");
      else if (point !== null) {
        const witness = { kind: "situation" as const, facts: point.facts };
        found(place, "rule.contradicts", { rule: other.name }, { witness });
      }
    }
  }
}

/** The facts that a rule asks about, in one text. */
export function factsAsked({ when }: ReleaseRule): string {
  const facts = new Set<FactId>();
  const open: Condition[] = [when];
  for (let condition = open.pop(); condition !== undefined; condition = open.pop()) {
    if ("fact" in condition) {
      facts.add(condition.fact);
      if (typeof condition.value === "object" && "fact" in condition.value) facts.add(condition.value.fact);
    } else if ("not" in condition) open.push(condition.not);
    else open.push(...("all" in condition ? condition.all : condition.any));
  }
  return [...facts].sort().join();
}
