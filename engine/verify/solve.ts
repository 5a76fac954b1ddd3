import { type FactVariable, hasBit } from "./fact-variable.ts";
import { domainHas, type Formula, type Formulas, type GroupFormula, type PairFormula } from "./formulas.ts";

/** A box in which every situation meets the formulas; null when no situation does; "undecided" past the bound. */
export type Answer = Int32Array | null | "undecided";

/** Far above what rules of any real lot need; reached, the answer is that there is none. */
const BRANCHES_MAX = 20_000;

export type Search = {
  readonly formulas: Formulas;
  /** For each variable the class that is tried first. */
  readonly preferred: readonly number[];
};

/**
 * Looks for situations inside `domain` that meet every one of `parts`. Exact: it narrows the domain by what must hold
 * and tries one alternative after the other of what is left open, so it either ends in a box of which every point
 * meets all of them or has ruled out everything.
 */
export function solve(search: Search, parts: readonly Formula[], domain: Int32Array): Answer {
  const state: State = { search, branches: 0 };
  const start = domain.slice();
  const open: OpenFormula[] = [];
  for (const part of parts) if (!assert(part, start, open)) return null;
  return explore(state, start, open);
}

type State = { readonly search: Search; branches: number };
type OpenFormula = GroupFormula | PairFormula;
type Truth = "yes" | "no" | "open";

function explore(state: State, domain: Int32Array, given: OpenFormula[]): Answer {
  let open = given;
  for (;;) {
    const settled = propagate(domain, open);
    if (settled === null) return null;
    open = settled;
    const chosen = narrowest(domain, open);
    if (chosen === null) return domain;
    state.branches += 1;
    if (state.branches > BRANCHES_MAX) return "undecided";
    const rest = open.filter((one) => one !== chosen);
    const { formulas } = state.search;
    const alternative =
      chosen.kind === "pair" ? splitPair(domain, chosen, formulas) : bestPart(state.search, domain, chosen);
    const inside = domain.slice();
    const opened = chosen.kind === "pair" ? [...rest, chosen] : rest.slice();
    if (assert(alternative, inside, opened)) {
      const found = explore(state, inside, opened);
      if (found !== null) return found;
    }
    open = rest;
    const others = chosen.kind === "pair" ? chosen : formulas.any(chosen.parts.filter((part) => part !== alternative));
    if (!assert(others, domain, open)) return null;
    if (!assert(formulas.not(alternative), domain, open)) return null;
  }
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

/** Draws every forced conclusion. What is met for sure is dropped; null: something cannot be met. */
function propagate(domain: Int32Array, given: OpenFormula[]): OpenFormula[] | null {
  let open = given;
  for (;;) {
    const before = domain.slice();
    const kept: OpenFormula[] = [];
    let grew = false;
    for (const formula of open) {
      const size = kept.length;
      if (formula.kind === "pair") {
        if (!narrowPair(formula, domain)) return null;
        if (truthOfPair(formula, domain) === "open") kept.push(formula);
        continue;
      }
      const only = onlyPart(formula, domain);
      if (only === "none") return null;
      if (only === "met") continue;
      if (only === "several") kept.push(formula);
      else {
        if (!assert(only, domain, kept)) return null;
        grew ||= kept.length > size;
      }
    }
    open = kept;
    if (!grew && domain.every((word, at) => word === before[at])) return open;
  }
}

function onlyPart(formula: GroupFormula, domain: Int32Array): Formula | "met" | "none" | "several" {
  let only: Formula | null = null;
  let count = 0;
  for (const part of formula.parts) {
    const truth = truthOf(part, domain);
    if (truth === "yes") return "met";
    if (truth === "no") continue;
    count += 1;
    only ??= part;
  }
  if (only === null) return "none";
  return count === 1 ? only : "several";
}

function truthOf(formula: Formula, domain: Int32Array): Truth {
  switch (formula.kind) {
    case "always":
      return "yes";
    case "never":
      return "no";
    case "in": {
      const { variable, mask } = formula;
      let inside = 0;
      let outside = 0;
      for (let at = 0; at < variable.words; at += 1) {
        const word = domain[variable.offset + at]!;
        inside |= word & mask[at]!;
        outside |= word & ~mask[at]!;
      }
      if (inside === 0) return "no";
      return outside === 0 ? "yes" : "open";
    }
    case "pair":
      return truthOfPair(formula, domain);
    default:
      return truthOfGroup(formula, domain);
  }
}

function truthOfGroup({ kind, parts }: GroupFormula, domain: Int32Array): Truth {
  const [decisive, neutral]: [Truth, Truth] = kind === "all" ? ["no", "yes"] : ["yes", "no"];
  let result: Truth = neutral;
  for (const part of parts) {
    const truth = truthOf(part, domain);
    if (truth === decisive) return decisive;
    if (truth === "open") result = "open";
  }
  return result;
}

function truthOfPair({ left, right, rows }: PairFormula, domain: Int32Array): Truth {
  let some = false;
  let every = true;
  for (let bit = 0; bit < rows.length; bit += 1) {
    if (!domainHas(domain, left, bit)) continue;
    const row = rows[bit]!;
    for (let at = 0; at < right.words; at += 1) {
      const word = domain[right.offset + at]!;
      if ((word & row[at]!) !== 0) some = true;
      if ((word & ~row[at]!) !== 0) every = false;
    }
    if (some && !every) return "open";
  }
  if (!some) return "no";
  return every ? "yes" : "open";
}

/** Takes away what has no partner on the other side. */
function narrowPair({ left, right, rows, columns }: PairFormula, domain: Int32Array): boolean {
  return narrowSide(domain, left, right, rows) && narrowSide(domain, right, left, columns);
}

function narrowSide(
  domain: Int32Array,
  side: FactVariable,
  other: FactVariable,
  partners: readonly Int32Array[],
): boolean {
  let left = false;
  for (let bit = 0; bit < partners.length; bit += 1) {
    if (!domainHas(domain, side, bit)) continue;
    const row = partners[bit]!;
    let has = false;
    for (let at = 0; at < other.words; at += 1) if ((domain[other.offset + at]! & row[at]!) !== 0) has = true;
    if (has) left = true;
    else domain[side.offset + (bit >> 5)]! &= ~(1 << (bit & 31));
  }
  return left;
}

/** The open formula with the fewest alternatives: what fails should fail early. */
function narrowest(domain: Int32Array, open: readonly OpenFormula[]): OpenFormula | null {
  let best: OpenFormula | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const formula of open) {
    if (formula.kind === "pair") {
      best ??= formula;
      continue;
    }
    let count = 0;
    for (const part of formula.parts) if (truthOf(part, domain) === "open") count += 1;
    if (count < fewest) {
      fewest = count;
      best = formula;
    }
    if (fewest === 2) break;
  }
  return best;
}

/** The alternative nearest to what is preferred. */
function bestPart(search: Search, domain: Int32Array, formula: GroupFormula): Formula {
  const parts = formula.parts.filter((part) => truthOf(part, domain) === "open");
  return parts.find((part) => isPreferred(search, part)) ?? parts[0]!;
}

function isPreferred(search: Search, formula: Formula): boolean {
  switch (formula.kind) {
    case "always":
      return true;
    case "never":
      return false;
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

/** One class of a side that has several: a pair is met or not once both sides are single. */
function splitPair(domain: Int32Array, { left, right }: PairFormula, formulas: Formulas): Formula {
  const side = bitsOf(domain, left).length > 1 ? left : right;
  const bit = bitsOf(domain, side)[0]!;
  const mask = new Int32Array(side.words);
  mask[bit >> 5]! |= 1 << (bit & 31);
  return formulas.in(side, mask);
}

/** The classes that a variable may have in a domain, in order. */
export function bitsOf(domain: Int32Array, variable: FactVariable): number[] {
  return variable.classes.map((_one, bit) => bit).filter((bit) => domainHas(domain, variable, bit));
}
