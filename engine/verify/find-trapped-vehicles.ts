import { maskWhere } from "./fact-variable.ts";
import { nearest } from "./nearest.ts";
import { reaching } from "./rule-model.ts";
import type { RuleQuestion } from "./rule-question.ts";
import { solve } from "./solve.ts";

/**
 * Exits that no vehicle without privilege can leave by: whatever its driver or the staff do (pay, show a plate, wait,
 * be granted a release), no rule opens.
 */
export function findTrappedVehicles({ model, side, found, undecided }: RuleQuestion): void {
  const { formulas } = model;
  const lane = formulas.space.ofFact.get("lane.id")![0]!;
  for (const { id, direction } of model.lanes) {
    if (direction !== "exit") continue;
    const atLane = formulas.in(
      lane,
      maskWhere(lane.classes.length, (bit) => lane.classes[bit]!.value === id),
    );
    const start = [model.here, model.unprivileged, atLane];
    const answers = side.rules.map((rule, place) =>
      rule.event.type === "release"
        ? solve(model.searches.exit, [...start, ...reaching(formulas, side, place)], model.domain)
        : null,
    );
    if (answers.some((answer) => answer !== null && answer !== "undecided")) continue;
    if (answers.includes("undecided")) {
      undecided(null, "lane.noWayOut");
      continue;
    }
    const point = nearest(model, start);
    const shown =
      point === null || point === "undecided" ? {} : { witness: { kind: "situation" as const, facts: point.facts } };
    found(null, "lane.noWayOut", { lane: id }, { severity: "error", ...shown });
  }
}
