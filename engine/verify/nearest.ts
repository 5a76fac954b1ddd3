import type { Facts } from "#contracts/decision.ts";
import { domainHas, type Formula, maskOf, narrowed, onlyBit } from "./formulas.ts";
import type { RuleModel } from "./rule-model.ts";
import { situationOf } from "./situation-of.ts";
import { type Direction, directions } from "./situations.ts";
import { bitsOf, solve } from "./solve.ts";

/** A situation, with the class of every variable in it. */
export type Point = { readonly classes: readonly number[]; readonly facts: Facts; readonly direction: Direction };

/**
 * The situation that meets all of `parts` and differs from an ordinary vehicle in as few facts as can be found by
 * making one fact after the other ordinary. Null: there is none.
 */
export function nearest(
  model: RuleModel,
  parts: readonly Formula[],
  domain: Int32Array = model.domain,
): Point | null | "undecided" {
  let answer: Point | null | "undecided" = null;
  for (const direction of directions) {
    const found = nearestAt(model, parts, domain, direction);
    if (found === "undecided") answer = found;
    else if (found !== null) return found;
  }
  return answer;
}

function nearestAt(
  model: RuleModel,
  parts: readonly Formula[],
  domain: Int32Array,
  direction: Direction,
): Point | null | "undecided" {
  const { variables, ofFact } = model.formulas.space;
  const search = model.searches[direction];
  const lane = ofFact.get("lane.direction")![0]!;
  const bit = lane.classes.findIndex(({ value }) => value === direction);
  const start = narrowed(domain, lane, onlyBit(lane, bit));
  const first = solve(search, parts, start);
  if (first === null || first === "undecided") return first;
  let fixed = start;
  let box = first;
  for (const variable of variables) {
    const preferred = search.preferred[variable.index]!;
    const ordinary = onlyBit(variable, preferred);
    const found = domainHas(box, variable, preferred)
      ? narrowed(box, variable, ordinary)
      : domainHas(fixed, variable, preferred)
        ? solve(search, parts, narrowed(fixed, variable, ordinary))
        : null;
    if (found === null || found === "undecided") {
      const kept = onlyBit(variable, bitsOf(box, variable)[0]!);
      fixed = narrowed(fixed, variable, kept);
      box = narrowed(box, variable, kept);
    } else {
      fixed = narrowed(fixed, variable, maskOf(found, variable));
      box = found;
    }
  }
  const classes = variables.map((variable) => bitsOf(box, variable)[0]!);
  return { classes, facts: situationOf(model, classes, direction), direction };
}
