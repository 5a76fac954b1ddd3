/** Order of evaluation: rules are sorted by group, then by their place in the list. */
export const ruleGroups = ["safety", "laneMode", "block", "right", "capacity", "money"] as const;

/** Id of the fixed last rule: hold and call support. No authored rule may carry it. */
export const otherwiseRuleId = "otherwise";

/** What a condition on an unknown fact does: `skip` = it does not hold, `holds` = it counts as holding. */
export const unknownChoices = ["skip", "holds"] as const;
