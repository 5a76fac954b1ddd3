import type { Condition, ParamValue, ReleaseRule } from "./rule.ts";

/** The ids of every fact that a rule reads: in its condition, and in the parameters of its decision and effects. */
export function factsOfRule({ when, then }: ReleaseRule): ReadonlySet<string> {
  const read = new Set<string>();
  addCondition(when, read);
  for (const action of [then.decision, ...then.effects]) {
    for (const value of Object.values(action?.params ?? {})) addParam(value, read);
  }
  return read;
}

function addCondition(condition: Condition, read: Set<string>): void {
  if ("all" in condition) for (const part of condition.all) addCondition(part, read);
  else if ("any" in condition) for (const part of condition.any) addCondition(part, read);
  else if ("not" in condition) addCondition(condition.not, read);
  else {
    read.add(condition.fact);
    if (typeof condition.value === "object" && "fact" in condition.value) read.add(condition.value.fact);
  }
}

function addParam(value: ParamValue, read: Set<string>): void {
  if (typeof value === "object" && "fact" in value) read.add(value.fact);
}
