import type { Diagnostic } from "../model/diagnostic.ts";
import type { Condition, ReleaseRules } from "../model/rule.ts";

/** Warns of conditions that name a lane the lot does not have, most often after a lane was removed. */
export function checkLaneValues(
  { rules }: ReleaseRules,
  lanes: ReadonlySet<string>,
  base: Diagnostic["path"] = [],
): Diagnostic[] {
  return rules.flatMap((rule, index) =>
    laneValues(rule.when, [...base, "rules", index, "when"])
      .filter(({ lane }) => !lanes.has(lane))
      .map(({ lane, path }) => ({
        code: "condition.laneUnknown" as const,
        severity: "warning" as const,
        path,
        params: { ruleId: rule.id, lane },
      })),
  );
}

function laneValues(condition: Condition, path: Diagnostic["path"]): { lane: string; path: Diagnostic["path"] }[] {
  if ("not" in condition) return laneValues(condition.not, [...path, "not"]);
  if ("all" in condition) return condition.all.flatMap((part, index) => laneValues(part, [...path, "all", index]));
  if ("any" in condition) return condition.any.flatMap((part, index) => laneValues(part, [...path, "any", index]));
  if (condition.fact !== "lane.id") return [];
  const values = Array.isArray(condition.value) ? condition.value : [condition.value];
  return values.filter((one) => typeof one === "string").map((lane) => ({ lane, path: [...path, "value"] }));
}
