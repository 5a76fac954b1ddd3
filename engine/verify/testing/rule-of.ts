import type { Condition, Leaf, LeafValue, ReleaseRule } from "../../model/rule.ts";

type Action = "release" | "hold" | "refuse" | "effects";

/** A rule of the group `money` that does not match on what is unknown, unless `more` says otherwise. */
export function ruleOf(
  id: string,
  when: Condition | Condition[],
  action: Action,
  more: Partial<ReleaseRule> = {},
): ReleaseRule {
  return {
    id,
    group: "money",
    when: Array.isArray(when) ? { all: when } : when,
    ifUnknown: "skip",
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    then:
      action === "effects"
        ? { effects: [{ type: "display", params: { template: "pleaseWait" } }] }
        : { decision: { type: action, reason: "other", params: {} }, effects: [] },
    ...more,
  };
}

export function leafOf(fact: Leaf["fact"], operator: Leaf["operator"], value?: LeafValue): Leaf {
  return value === undefined ? { fact, operator } : { fact, operator, value };
}
