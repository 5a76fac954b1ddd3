import type { ReleaseRule, ReleaseRules } from "../model/rule.ts";
import { ruleGroups } from "../model/rule-order.ts";

/** The rules that take part, in the order in which they are tried: by group, then by place in the list. */
export function sortRules({ rules }: ReleaseRules): ReleaseRule[] {
  const live = rules.filter((rule) => rule.enabled !== false);
  return ruleGroups.flatMap((group) => live.filter((rule) => rule.group === group));
}
