import type { FaultSet } from "./mutation-fault.ts";

/** Faults in decisions. Each would open or hold a gate wrongly. */
export const evaluationFaults: FaultSet = {
  name: "evaluation",
  tests: [
    "engine/decide/decide.test.ts",
    "engine/model/starter-rules.test.ts",
    "engine/decide/compile-rules.test.ts",
    "engine/decide/rules/rule-index.test.ts",
    "engine/compile/check-rules.test.ts",
    "engine/compile/load-bundle.test.ts",
    "engine/words/sentences.test.ts",
    "engine/compile/compile-rules.property.test.ts",
    "engine/decide/compile-rules.property.test.ts",
  ],
  faults: [
    {
      what: "rules after the deciding one act too",
      file: "engine/decide/decide.ts",
      find: "return deciding !== null;",
      put: "return false;",
    },
    {
      what: "a rule that only acts decides",
      file: "engine/decide/decide.ts",
      find: "if (rule.event.type !== effectsOnly) deciding = rule;",
      put: "deciding = rule;",
    },
    {
      what: "the effects of a rule that decides are lost",
      file: "engine/decide/decide.ts",
      find: "addEffects(effects, rule, facts);",
      put: "if (rule.event.type === effectsOnly) addEffects(effects, rule, facts);",
    },
    {
      what: "nobody is called when no rule decides",
      file: "engine/decide/decide.ts",
      find: "effects: [...effects, callSupport],",
      put: "effects,",
    },
    {
      what: "an amount is not read from the quote",
      file: "engine/decide/decide.ts",
      find: "resolved[name] = facts[value.fact] ?? null;",
      put: "resolved[name] = null;",
    },
    {
      what: "at most excludes the limit",
      file: "engine/decide/rules/comparison.ts",
      find: "isNumeric(fact) && (fact as number) <= (value as number)",
      put: "isNumeric(fact) && (fact as number) < (value as number)",
    },
    {
      what: "a list that is unknown contains nothing of what it must not",
      file: "engine/decide/rules/comparison.ts",
      find: "doesNotContain: (fact, value) => Array.isArray(fact) &&",
      put: "doesNotContain: (fact, value) => !Array.isArray(fact) ||",
    },
    {
      what: "a value in the list is not in it",
      file: "engine/decide/rules/comparison.ts",
      find: "in: (fact, value) => (value as List).indexOf(fact) > -1",
      put: "in: (fact, value) => (value as List).indexOf(fact) > 0",
    },
    {
      what: "an unknown fact meets a condition that skips it",
      file: "engine/compile/compile-condition.ts",
      find: '(leaf.ifUnknown ?? ifUnknown) === "holds"',
      put: '(leaf.ifUnknown ?? ifUnknown) !== "holds"',
    },
    {
      what: "a negated comparison stays as it is",
      file: "engine/compile/compile-condition.ts",
      find: "negated ? operators[leaf.operator].opposite : leaf.operator",
      put: "leaf.operator",
    },
    {
      what: "a negated list of all stays one of all",
      file: "engine/compile/compile-condition.ts",
      find: "group(condition.all, !negated, ifUnknown, negated)",
      put: "group(condition.all, true, ifUnknown, negated)",
    },
    {
      what: "a rule that is switched off takes part",
      file: "engine/compile/sort-rules.ts",
      find: "rule.enabled !== false",
      put: "rule.id !== undefined",
    },
    {
      what: "rules are tried in the order in which they were written",
      file: "engine/compile/sort-rules.ts",
      find: "return ruleGroups.flatMap((group) => live.filter((rule) => rule.group === group));",
      put: "return ruleGroups.length > 0 ? live : [];",
    },
    {
      what: "somebody is asked to pay an amount that is not known",
      file: "engine/compile/compile-rules.ts",
      find: "if (needed.length > 0) return",
      put: "if (needed.length > 99) return",
    },
    {
      what: "the index takes a number between two constants for one of them",
      file: "engine/decide/rules/index-column.ts",
      find: "numbers[low] === value ? low * 2 + 1 : low * 2",
      put: "low * 2 + 1",
    },
    {
      what: "the index forgets rules beyond the first thirty-two",
      file: "engine/decide/rules/rule-index.ts",
      find: "everyRule[place >> 5]! |= 1 << (place & 31);",
      put: "everyRule[0]! |= 1 << (place & 31);",
    },
    {
      what: "a value of no class leaves no rule tested",
      file: "engine/decide/rules/matcher.ts",
      find: "if (row === NO_ROW) isAnswered = false;",
      put: "",
    },
    {
      what: "an empty list of alternatives never holds",
      file: "engine/decide/rules/run-rule.ts",
      find: "let result = isAll || parts.length === 0;",
      put: "let result = isAll;",
    },
    {
      what: "a rule that was not reached is explained as if it had been",
      file: "engine/decide/explain.ts",
      find: "if (name === decision.ruleId) isReached = false;",
      put: "",
    },
  ],
};
