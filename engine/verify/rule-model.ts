import type { Decision, Facts, FactValue } from "#contracts/decision.ts";
import {
  type CompiledCondition,
  type CompiledRelease,
  type CompiledRule,
  effectsOnly,
} from "../compile/compiled-rules.ts";
import { decideRelease } from "../decide/decide.ts";
import { type PreparedRelease, prepareRelease } from "../decide/prepare-release.ts";
import type { FactId } from "../model/vocabulary.ts";
import { leavesOf, referenceOf } from "./fact-constants.ts";
import { classOf, factSpace } from "./fact-space.ts";
import { maskWhere } from "./fact-variable.ts";
import { type Formula, Formulas, fullDomain, narrowed } from "./formulas.ts";
import { paramComparisons } from "./same-action.ts";
import {
  type Direction,
  directions,
  ordinaryVehicle,
  possibleLanes,
  possibleSituations,
  somewhere,
  type VerifiedLane,
  withoutPrivilege,
} from "./situations.ts";
import { BRANCHES_MAX, type Search } from "./solve.ts";

/** Compiled rules with what each means over the shared space. */
export type RuleSide = {
  /** In the order in which they are tried. */
  readonly rules: readonly CompiledRule[];
  readonly when: readonly Formula[];
  readonly decide: (facts: Facts) => Decision;
};

/** Some sets of rules over one space of situations: everything that the questions are asked of. */
export type RuleModel = {
  readonly formulas: Formulas;
  readonly sides: readonly RuleSide[];
  /** Every situation, bits of all variables. */
  readonly domain: Int32Array;
  /** As `domain`, without the lanes and directions that the lot does not have. */
  readonly hereDomain: Int32Array;
  /** The situations that can be at the lanes of the lot. */
  readonly here: Formula;
  /** As `here`, with a lane of each direction that the lot does not have. */
  readonly possible: Formula;
  /** A vehicle that nobody waved through beforehand. */
  readonly unprivileged: Formula;
  readonly lanes: readonly VerifiedLane[];
  /** Facts that a rule compares or the lanes fix. */
  readonly read: ReadonlySet<FactId>;
  readonly searches: Readonly<Record<Direction, Search>>;
};

export type RuleSetting = {
  readonly lanes: readonly VerifiedLane[];
  /** Most alternatives that one question may try before it is left undecided. */
  readonly branchesMax?: number;
};

export function ruleModel(
  sets: readonly CompiledRelease[],
  { lanes, branchesMax = BRANCHES_MAX }: RuleSetting,
): RuleModel {
  const conditions = [
    ...sets.flatMap(({ rules }) => rules.map((rule): CompiledCondition => rule.conditions)),
    ...paramComparisons(sets),
  ];
  const read = new Set<FactId>(["lane.id", "lane.direction", ...factsOf(conditions)]);
  const relations = possibleSituations(read);
  const [here, toCome] = [possibleLanes(lanes, false), possibleLanes(lanes, true)];
  const privileges = withoutPrivilege.filter(({ fact }) => read.has(fact)).map(anyOf);
  const space = factSpace([...conditions, ...relations, here, toCome, somewhere, ...privileges]);
  const formulas = new Formulas(space);
  const lists = formulas.listShape();
  const all = (parts: readonly CompiledCondition[]): Formula =>
    formulas.all([...lists, ...[...relations, ...parts].map((part) => formulas.of(part))]);
  return {
    formulas,
    sides: sets.map((set) => sideOf(set, formulas)),
    domain: fullDomain(space),
    hereDomain: hereDomain(formulas, formulas.of(here)),
    here: all([here]),
    possible: all([toCome]),
    unprivileged: formulas.all(privileges.map((part) => formulas.of(part))),
    lanes,
    read,
    searches: Object.fromEntries(
      directions.map((direction) => [direction, searchFor(formulas, direction, branchesMax)]),
    ) as RuleModel["searches"],
  };
}

/** True when the rule decides; one that does not only adds effects. */
export function isDeciding(rule: CompiledRule): boolean {
  return rule.event.type !== effectsOnly;
}

/**
 * What must hold for the rule at `place` to be reached and to match: its own condition, and that none before it
 * decides. The place after the last is the fixed otherwise.
 */
export function reaching(formulas: Formulas, { rules, when }: RuleSide, place: number): Formula[] {
  const before = when.slice(0, place).filter((_formula, index) => isDeciding(rules[index]!));
  return [...(place < when.length ? [when[place]!] : []), ...before.map((formula) => formulas.not(formula))];
}

function hereDomain(formulas: Formulas, here: Formula): Int32Array {
  let domain = fullDomain(formulas.space);
  for (const fact of ["lane.id", "lane.direction"] as const) {
    const variable = formulas.space.ofFact.get(fact)![0]!;
    const isThere = (bit: number): boolean => formulas.assuming(here, new Map([[variable, bit]])).kind !== "never";
    domain = narrowed(domain, variable, maskWhere(variable.classes.length, isThere));
  }
  return domain;
}

function sideOf(set: CompiledRelease, formulas: Formulas): RuleSide {
  const rules = [...set.rules].sort((a, b) => b.priority - a.priority);
  let prepared: PreparedRelease | null = null;
  return {
    rules,
    when: rules.map((rule) => formulas.of(rule.conditions)),
    decide: (facts) => {
      prepared ??= prepareRelease(set);
      return decideRelease(prepared, facts);
    },
  };
}

function searchFor(formulas: Formulas, direction: Direction, branchesMax: number): Search {
  const ordinary = ordinaryVehicle(direction);
  const preferred = formulas.space.variables.map((variable) =>
    Math.max(0, classOf(variable, (ordinary[variable.fact] ?? null) as FactValue)),
  );
  return { formulas, preferred, branchesMax };
}

function factsOf(conditions: readonly CompiledCondition[]): FactId[] {
  return leavesOf(conditions).flatMap((leaf) => {
    const other = referenceOf(leaf);
    return other === null ? [leaf.fact as FactId] : [leaf.fact as FactId, other];
  });
}

function anyOf({ fact, values }: (typeof withoutPrivilege)[number]): CompiledCondition {
  return { any: values.map((value) => ({ fact, operator: "equal", value: value as string | boolean | null })) };
}
