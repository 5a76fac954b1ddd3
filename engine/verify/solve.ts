import { type FactVariable, hasBit } from "./fact-variable.ts";
import {
  domainHas,
  type Formula,
  type Formulas,
  type GroupFormula,
  onlyBit,
  type PairFormula,
  type PartFormula,
} from "./formulas.ts";
import { truthOf, truthOfPair } from "./truth.ts";

/** A box in which every situation meets the formulas; null when no situation does; "undecided" past the bound. */
export type Answer = Int32Array | null | "undecided";

/** Far above what rules of any real lot need; reached, the answer is that there is none. */
export const BRANCHES_MAX = 20_000;

export type Search = {
  readonly formulas: Formulas;
  /** Most alternatives that one question may try. */
  readonly branchesMax: number;
  /** For each variable the class that is tried first. */
  readonly preferred: readonly number[];
};

/** What is left to meet inside a domain once every forced conclusion has been drawn. */
export type Problem = { readonly domain: Int32Array; readonly open: readonly OpenFormula[] };

/**
 * Looks for situations inside `domain` that meet every one of `parts`. Exact: it narrows the domain by what must hold
 * and tries one alternative after the other of what is left open, so it either ends in a box of which every point
 * meets all of them or has ruled out everything.
 */
export function solve(search: Search, parts: readonly Formula[], domain: Int32Array): Answer {
  const problem = reduce(parts, { domain, open: [] });
  return problem && solveProblem(search, problem);
}

/** A problem with more to meet; null: it cannot be met. Asking it several times costs only what is left open. */
export function reduce(parts: readonly Formula[], { domain, open }: Problem): Problem | null {
  const start = domain.slice();
  const asked = open.slice();
  for (const part of parts) if (!assert(part, start, asked)) return null;
  const settled = propagate(start, asked);
  return settled && { domain: start, open: settled.open };
}

/** As {@link solve}, for a problem. Its domain leaves every variable a class. */
export function solveProblem(search: Search, { domain, open }: Problem): Answer {
  return explore({ search, branches: 0 }, domain.slice(), open);
}

type State = { readonly search: Search; branches: number };
type OpenFormula = GroupFormula | PairFormula;

function explore(state: State, domain: Int32Array, given: readonly OpenFormula[]): Answer {
  let open = given;
  let isOpen = true;
  while (isOpen) {
    const settled = propagate(domain, open);
    if (settled === null) return null;
    const { chosen } = settled;
    if (chosen === null) return domain;
    state.branches += 1;
    if (state.branches > state.search.branchesMax) return "undecided";
    const rest = settled.open.filter((one) => one !== chosen);
    const { formulas } = state.search;
    const alternative =
      chosen.kind === "pair" ? splitPair(domain, chosen, formulas) : bestPart(state.search, domain, chosen);
    const inside = domain.slice();
    const opened = chosen.kind === "pair" ? [...rest, chosen] : rest.slice();
    if (assert(alternative, inside, opened)) {
      const found = explore(state, inside, opened);
      if (found !== null) return found;
    }
    // Once the classes of a plain alternative are gone, the formula has only its others: no new one need be made.
    if (chosen.kind === "pair" || alternative.kind === "in") rest.push(chosen);
    else isOpen = assert(formulas.any(chosen.parts.filter((part) => part !== alternative)), domain, rest);
    isOpen = isOpen && assert(formulas.not(alternative), domain, rest);
    open = rest;
  }
  return null;
}

/** Makes a formula hold: narrows the domain, and keeps what narrows nothing yet. False: it cannot hold. */
function assert(formula: Formula, domain: Int32Array, open: OpenFormula[]): boolean {
  switch (formula.kind) {
    case "always":
      return true;
    case "never":
      return false;
    case "in":
      return narrow(domain, formula.variable, formula.mask);
    case "all":
      for (const part of formula.parts) if (!assert(part, domain, open)) return false;
      return true;
    default:
      open.push(formula);
      return true;
  }
}

function narrow(domain: Int32Array, variable: FactVariable, mask: Int32Array): boolean {
  let left = 0;
  for (let at = 0; at < variable.words; at += 1) {
    domain[variable.offset + at]! &= mask[at]!;
    left |= domain[variable.offset + at]!;
  }
  return left !== 0;
}

type Settled = { readonly open: OpenFormula[]; readonly chosen: OpenFormula | null };

/**
 * Draws every forced conclusion. What is met for sure is dropped; of the rest the one with the fewest alternatives is
 * chosen to go on with, since what fails should fail early. Null: something cannot be met.
 */
function propagate(domain: Int32Array, given: readonly OpenFormula[]): Settled | null {
  let open = given;
  for (;;) {
    const kept: OpenFormula[] = [];
    let chosen: OpenFormula | null = null;
    let fewest = Number.POSITIVE_INFINITY;
    let isForced = false;
    for (const formula of open) {
      if (formula.kind === "pair") {
        const narrowing = narrowPair(formula, domain);
        if (narrowing === "empty") return null;
        isForced ||= narrowing === "smaller";
        if (truthOfPair(formula, domain) !== "open") continue;
        kept.push(formula);
        chosen ??= formula;
        continue;
      }
      let count = 0;
      let only: Formula | null = null;
      let isMet = false;
      for (const part of formula.parts) {
        const truth = truthOf(part, domain);
        if (truth === "no") continue;
        if (truth === "yes") {
          isMet = true;
          break;
        }
        count += 1;
        only = part;
      }
      if (isMet) continue;
      if (only === null || (count === 1 && !assert(only, domain, kept))) return null;
      if (count === 1) {
        isForced = true;
        continue;
      }
      kept.push(formula);
      if (count < fewest) {
        fewest = count;
        chosen = formula;
      }
    }
    open = kept;
    // What was forced may force more.
    if (!isForced) return { open: kept, chosen };
  }
}

type Narrowing = "same" | "smaller" | "empty";

/** Takes away what has no partner on the other side. */
function narrowPair({ left, right, rows, columns }: PairFormula, domain: Int32Array): Narrowing {
  const one = narrowSide(domain, left, right, rows);
  if (one === "empty") return one;
  // What is left on one side has a partner on the other, so that it is never empty.
  const other = narrowSide(domain, right, left, columns);
  return one === "same" ? other : one;
}

function narrowSide(
  domain: Int32Array,
  side: FactVariable,
  other: FactVariable,
  partners: readonly Int32Array[],
): Narrowing {
  let isEmpty = true;
  let isSmaller = false;
  for (let bit = 0; bit < partners.length; bit += 1) {
    if (!domainHas(domain, side, bit)) continue;
    const row = partners[bit]!;
    let has = false;
    for (let at = 0; at < other.words; at += 1) if ((domain[other.offset + at]! & row[at]!) !== 0) has = true;
    if (has) isEmpty = false;
    else {
      domain[side.offset + (bit >> 5)]! &= ~(1 << (bit & 31));
      isSmaller = true;
    }
  }
  if (isEmpty) return "empty";
  return isSmaller ? "smaller" : "same";
}

/** The alternative nearest to what is preferred. */
function bestPart(search: Search, domain: Int32Array, formula: GroupFormula): PartFormula {
  const parts = formula.parts.filter((part) => truthOf(part, domain) === "open");
  return parts.find((part) => isPreferred(search, part)) ?? parts[0]!;
}

function isPreferred(search: Search, formula: PartFormula): boolean {
  switch (formula.kind) {
    case "in":
      return hasBit(formula.mask, search.preferred[formula.variable.index]!);
    case "pair":
      return hasBit(formula.rows[search.preferred[formula.left.index]!]!, search.preferred[formula.right.index]!);
    case "all":
      return formula.parts.every((part) => isPreferred(search, part));
    case "any":
      return formula.parts.some((part) => isPreferred(search, part));
  }
}

/** One class of the left side. It has several: once it is single, what is left of the right side goes with it. */
function splitPair(domain: Int32Array, { left }: PairFormula, formulas: Formulas): Formula {
  return formulas.in(left, onlyBit(left, bitsOf(domain, left)[0]!));
}

/** The classes that a variable may have in a domain, in order. */
export function bitsOf(domain: Int32Array, variable: FactVariable): number[] {
  return variable.classes.map((_one, bit) => bit).filter((bit) => domainHas(domain, variable, bit));
}
