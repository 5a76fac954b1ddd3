import type { ReleaseRule, ReleaseRules, RuleGroup } from "#engine/model/rule.ts";
import { ruleGroups } from "#engine/model/rule-order.ts";

/** Rules as they are tried, switched-off ones in their place: by group, then by place in the list. */
export function inOrder({ rules }: ReleaseRules): ReleaseRule[] {
  return ruleGroups.flatMap((group) => rules.filter((rule) => rule.group === group));
}

export function replaceRule(rules: ReleaseRules, rule: ReleaseRule): ReleaseRules {
  return { rules: rules.rules.map((other) => (other.id === rule.id ? rule : other)) };
}

export function removeRule(rules: ReleaseRules, id: string): ReleaseRules {
  return { rules: rules.rules.filter((rule) => rule.id !== id) };
}

/** Swaps a rule with its neighbour in its order group. */
export function moveRule(rules: ReleaseRules, id: string, by: 1 | -1): ReleaseRules {
  const neighbour = neighbourOf(rules, id, by);
  const own = rules.rules.find((rule) => rule.id === id);
  if (!neighbour || !own) return rules;
  const swapped = rules.rules.map((rule) => {
    if (rule.id === id) return neighbour;
    return rule.id === neighbour.id ? own : rule;
  });
  return { rules: swapped };
}

/** Puts a rule right before another, into that one's order group. */
export function moveBefore(rules: ReleaseRules, id: string, before: string): ReleaseRules {
  const own = rules.rules.find((rule) => rule.id === id);
  const target = rules.rules.find((rule) => rule.id === before);
  if (!own || !target || own === target) return rules;
  const moved = { ...own, group: target.group };
  return { rules: rules.rules.flatMap((rule) => (rule === own ? [] : rule === target ? [moved, rule] : [rule])) };
}

function neighbourOf(rules: ReleaseRules, id: string, by: 1 | -1): ReleaseRule | null {
  const own = rules.rules.find((rule) => rule.id === id);
  const group = rules.rules.filter((rule) => rule.group === own?.group);
  const at = group.findIndex((rule) => rule.id === id);
  return at < 0 ? null : (group[at + by] ?? null);
}

/** A new rule at the end of a group: a paid stay that left the pay point lately opens. */
export function addRule(rules: ReleaseRules, group: RuleGroup): { rules: ReleaseRules; id: string } {
  const taken = new Set(rules.rules.map((rule) => rule.id));
  let n = 1;
  while (taken.has(`rule-${n}`)) n += 1;
  const id = `rule-${n}`;
  const rule: ReleaseRule = {
    id,
    group,
    when: {
      all: [
        { fact: "lane.direction", operator: "equal", value: "exit" },
        { fact: "payment.age", operator: "lessThan", value: 15 },
      ],
    },
    ifUnknown: "skip",
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    then: {
      decision: { type: "release", reason: "paid", params: {} },
      effects: [{ type: "closeSession", params: {} }],
    },
  };
  return { rules: { rules: [...rules.rules, rule] }, id };
}
