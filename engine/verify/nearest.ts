import type { Facts } from "#contracts/decision.ts";
import { domainHas, type Formula, maskOf, narrowed, onlyBit } from "./formulas.ts";
import type { RuleModel } from "./rule-model.ts";
import { situationOf } from "./situation-of.ts";
import { type Direction, directions } from "./situations.ts";
import { bitsOf, type Problem, reduce, solveProblem } from "./solve.ts";

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
  const whole = reduce(parts, { domain: start, open: [] });
  if (whole === null) return null;
  let problem: Problem = whole;
  let box = solveProblem(search, problem);
  if (box === null || box === "undecided") return box;
  for (const variable of variables) {
    const preferred = search.preferred[variable.index]!;
    const ordinary = narrowed(problem.domain, variable, onlyBit(variable, preferred));
    if (domainHas(box, variable, preferred)) {
      box = narrowed(box, variable, onlyBit(variable, preferred));
      problem = reduce([], { domain: ordinary, open: problem.open })!;
      continue;
    }
    const found = domainHas(problem.domain, variable, preferred)
      ? solveProblem(search, { domain: ordinary, open: problem.open })
      : null;
    const kept =
      found === null || found === "undecided" ? onlyBit(variable, bitsOf(box, variable)[0]!) : maskOf(found, variable);
    box = narrowed(found === null || found === "undecided" ? box : found, variable, kept);
    problem = reduce([], { domain: narrowed(problem.domain, variable, kept), open: problem.open })!;
  }
  const point = box;
  const classes = variables.map((variable) => bitsOf(point, variable)[0]!);
  return { classes, facts: situationOf(model, classes, direction), direction };
}
