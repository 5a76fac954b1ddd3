import { type FactId, factOf } from "../model/vocabulary.ts";

import type { Formula } from "./formulas.ts";
import { largestBox } from "./largest-region.ts";
import { nearest, type Point } from "./nearest.ts";
import { boxRegion } from "./region-of.ts";
import { reaching } from "./rule-model.ts";
import type { RuleQuestion } from "./rule-question.ts";
import { unhandledPoint, unhandledRegion, unknownsFor } from "./unhandled-unknown.ts";

/** More regions than a person reads are counted, not listed; more than are worth counting are "at least". */
const REGIONS_SHOWN_MAX = 8;
const REGIONS_COUNTED_MAX = 32;
/**
 * Situations that no rule decides, so that the fixed "otherwise" holds the vehicle and calls support. Those come first
 * in which a fact is unknown and some rule decides whatever its value is: there a rule forgot to say what unknown does.
 * Each is told by what is unusual in it; situations with the same in common are told once.
 */
export function findGaps(question: RuleQuestion): void {
  const { model, side } = question;
  const undecidedBy = [...new Set(reaching(model.formulas, side, side.rules.length))];
  const shown: Formula[] = [];
  for (const fact of model.read) {
    if (factOf(fact).unknown !== "never") findUnhandled(question, fact, undecidedBy, shown);
  }
  findRest(question, undecidedBy, shown);
}

function findUnhandled(question: RuleQuestion, fact: FactId, gap: readonly Formula[], shown: Formula[]): void {
  const { model, found, undecided } = question;
  const { formulas } = model;
  const unknowns = unknownsFor(question, fact, gap);
  while (unknowns && shown.length < REGIONS_SHOWN_MAX) {
    const point = unhandledPoint(
      unknowns,
      shown.map((one) => formulas.not(one)),
    );
    const told = point && point !== "undecided" ? unhandledRegion(unknowns, point) : point;
    if (told === "undecided") undecided(null, "rules.unknownUnhandled");
    if (told === null || told === "undecided") return;
    shown.push(told.special);
    const witness = { kind: "situation" as const, facts: told.facts };
    found(null, "rules.unknownUnhandled", { fact }, { witness, region: told.region });
  }
}

function findRest(question: RuleQuestion, gap: readonly Formula[], shown: Formula[]): void {
  const { model, found, undecided } = question;
  const { formulas } = model;
  let more = 0;
  while (shown.length < REGIONS_COUNTED_MAX) {
    const point = nearest(model, [model.here, ...gap, ...shown.map((one) => formulas.not(one))]);
    if (point === "undecided") {
      undecided(null, "rules.onlyOtherwise");
      return;
    }
    if (point === null) break;
    const { special, region } = around(question, point, gap);
    shown.push(special);
    if (shown.length > REGIONS_SHOWN_MAX) more += 1;
    else found(null, "rules.onlyOtherwise", {}, { witness: { kind: "situation", facts: point.facts }, region });
  }
  if (more > 0) found(null, "rules.moreOtherwise", { count: more }, {});
}

function around({ model }: RuleQuestion, point: Point, every: readonly Formula[]) {
  const box = largestBox(model, point, every, model.here);
  return boxRegion(model, box, point.direction);
}
