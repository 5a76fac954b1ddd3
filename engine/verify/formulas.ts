import type { CompiledCondition, CompiledLeaf } from "../compile/compiled-rules.ts";
import type { FactId } from "../model/vocabulary.ts";
import { referenceOf } from "./fact-constants.ts";
import { type FactSpace, holds, holdsBetween } from "./fact-space.ts";
import { type FactVariable, hasBit, maskWhere, setBit } from "./fact-variable.ts";
import { truthOf } from "./truth.ts";

/** A condition over the classes of a space. Equal formulas are one object: they may be compared with `===`. */
export type Formula = ConstantFormula | PartFormula;
/** A condition that holds in some situations and not in others. */
export type PartFormula = InFormula | PairFormula | GroupFormula;
type ConstantFormula = { readonly kind: "always" | "never"; readonly id: number };
/** One variable is in one of some classes. */
type InFormula = {
  readonly kind: "in";
  readonly id: number;
  readonly variable: FactVariable;
  readonly mask: Int32Array;
};
/** Two variables stand in a relation: for each class of `left`, the classes of `right` that go with it. */
export type PairFormula = {
  readonly kind: "pair";
  readonly id: number;
  readonly left: FactVariable;
  readonly right: FactVariable;
  readonly rows: readonly Int32Array[];
  readonly columns: readonly Int32Array[];
};
export type GroupFormula = {
  readonly kind: "all" | "any";
  readonly id: number;
  readonly parts: readonly PartFormula[];
  /** Indexes of the variables that it reads. */
  readonly variables: readonly number[];
};

/** Makes the formulas of one space, in negation normal form, each once. */
export class Formulas {
  readonly space: FactSpace;
  readonly always: Formula = { kind: "always", id: 0 };
  readonly never: Formula = { kind: "never", id: 1 };
  /** What compares two facts, each with its own wording: a box of classes alone cannot name it. */
  readonly relations = new Map<PartFormula, CompiledLeaf>();
  readonly #relationIds = new Set<number>();
  readonly #known = new Map<string, PartFormula>();
  readonly #negations = new Map<number, Formula>();
  #lastId = 1;

  constructor(space: FactSpace) {
    this.space = space;
  }

  /** What a compiled condition means: exactly what the evaluator computes. */
  of(condition: CompiledCondition): Formula {
    if ("all" in condition) return this.all(condition.all.map((part) => this.of(part)));
    if ("any" in condition) {
      // json-rules-engine, and so the evaluator, takes an empty `any` for true.
      return condition.any.length === 0 ? this.always : this.any(condition.any.map((part) => this.of(part)));
    }
    return this.#leaf(condition);
  }

  in(variable: FactVariable, mask: Int32Array): Formula {
    let empty = true;
    let full = true;
    for (let bit = 0; bit < variable.classes.length; bit += 1) {
      if (hasBit(mask, bit)) empty = false;
      else full = false;
    }
    if (empty) return this.never;
    if (full) return this.always;
    return this.#once(`${variable.index}:${mask.join()}`, (id) => ({ kind: "in", id, variable, mask }));
  }

  all(parts: readonly Formula[]): Formula {
    return this.#group("all", parts);
  }

  any(parts: readonly Formula[]): Formula {
    return this.#group("any", parts);
  }

  not(formula: PartFormula): PartFormula;
  not(formula: Formula): Formula;
  not(formula: Formula): Formula {
    const found = this.#negations.get(formula.id);
    if (found) return found;
    const made = this.#negate(formula);
    this.#negations.set(formula.id, made);
    this.#negations.set(made.id, formula);
    return made;
  }

  /** A list that is not known has no members: what makes each variable of a list a matter of fact. */
  listShape(): Formula[] {
    return [...this.space.ofFact.values()].flatMap(([first, ...members]) =>
      first!.part === "value" ? [] : members.map((one) => this.any([this.#bit(first!, 0), this.#bit(one, 0)])),
    );
  }

  /** The formula, given that every variable stays inside `domain` (bits of all variables). */
  within(formula: Formula, domain: Int32Array): Formula {
    const truth = truthOf(formula, domain);
    if (truth !== "open") return truth === "yes" ? this.always : this.never;
    return this.isRelation(formula) ? formula : this.#within(formula, domain);
  }

  /** The formula, given the classes of some variables. */
  assuming(formula: Formula, classes: ReadonlyMap<FactVariable, number>): Formula {
    switch (formula.kind) {
      case "in": {
        const bit = classes.get(formula.variable);
        if (bit === undefined) return formula;
        return hasBit(formula.mask, bit) ? this.always : this.never;
      }
      case "pair": {
        const [left, right] = [classes.get(formula.left), classes.get(formula.right)];
        if (left !== undefined) return this.assuming(this.in(formula.right, formula.rows[left]!), classes);
        return right === undefined ? formula : this.in(formula.left, formula.columns[right]!);
      }
      case "all":
      case "any":
        if (!formula.variables.some((index) => classes.has(this.space.variables[index]!))) return formula;
        return this.#group(
          formula.kind,
          formula.parts.map((part) => this.assuming(part, classes)),
        );
      default:
        return formula;
    }
  }

  /** True for a comparison of two facts, or its negation. */
  isRelation(formula: Formula): boolean {
    return this.#relationIds.has(formula.id);
  }

  #relate(formula: Formula, leaf: CompiledLeaf): void {
    if (!isPart(formula) || this.isRelation(formula)) return;
    this.relations.set(formula, leaf);
    this.#relationIds.add(formula.id).add(this.not(formula).id);
  }

  #within(formula: Formula, domain: Int32Array): Formula {
    if (formula.kind !== "all" && formula.kind !== "any") return formula;
    return this.#group(
      formula.kind,
      formula.parts.map((part) => this.within(part, domain)),
    );
  }

  #leaf(leaf: CompiledLeaf): Formula {
    const fact = leaf.fact as FactId;
    const variables = this.space.ofFact.get(fact)!;
    const reference = referenceOf(leaf);
    if (variables[0]!.part !== "value") return this.#listLeaf(leaf, variables, reference);
    const variable = variables[0]!;
    if (reference === null) {
      return this.in(
        variable,
        maskWhere(variable.classes.length, (bit) => holds(leaf, variable.classes[bit]!.value)),
      );
    }
    return this.#pair(variable, this.space.ofFact.get(reference)![0]!, leaf);
  }

  #listLeaf(leaf: CompiledLeaf, variables: readonly FactVariable[], reference: FactId | null): Formula {
    const known = this.#bit(variables[0]!, 0);
    // The compiler's guards are the only comparisons of a list with a constant besides membership.
    if (leaf.value === null) return leaf.operator === "notEqual" ? known : this.not(known);
    const members = variables.slice(1);
    const held = reference === null ? this.#contains(members, leaf.value) : this.#containsFact(members, reference);
    if (reference !== null) this.#relate(held, { ...leaf, operator: "contains" });
    return leaf.operator === "contains" ? this.all([known, held]) : this.all([known, this.not(held)]);
  }

  #contains(members: readonly FactVariable[], value: unknown): Formula {
    const member = members.find((one) => one.member === value);
    return member ? this.#bit(member, 1) : this.never;
  }

  #containsFact(members: readonly FactVariable[], reference: FactId): Formula {
    const other = this.space.ofFact.get(reference)![0]!;
    return this.any(
      other.classes.map((one, bit) => this.all([this.#bit(other, bit), this.#contains(members, one.value)])),
    );
  }

  #bit(variable: FactVariable, bit: number): Formula {
    return this.in(
      variable,
      maskWhere(variable.classes.length, (one) => one === bit),
    );
  }

  #pair(left: FactVariable, right: FactVariable, leaf: CompiledLeaf): Formula {
    const rows = left.classes.map(({ value }) =>
      maskWhere(right.classes.length, (bit) => holdsBetween(leaf, value, right.classes[bit]!.value)),
    );
    const made = this.#pairOf(left, right, rows);
    this.#relate(made, leaf);
    return made;
  }

  #pairOf(left: FactVariable, right: FactVariable, rows: Int32Array[]): PartFormula {
    const columns = right.classes.map((_one, bit) => maskWhere(left.classes.length, (row) => hasBit(rows[row]!, bit)));
    const key = `${left.index}?${right.index}:${rows.map((row) => row.join()).join(";")}`;
    return this.#once(key, (id) => ({ kind: "pair", id, left, right, rows, columns }));
  }

  #negate(formula: Formula): Formula {
    switch (formula.kind) {
      case "always":
        return this.never;
      case "never":
        return this.always;
      case "in": {
        const { variable, mask } = formula;
        return this.in(
          variable,
          maskWhere(variable.classes.length, (bit) => !hasBit(mask, bit)),
        );
      }
      case "pair": {
        const { left, right } = formula;
        const rows = formula.rows.map((row) => maskWhere(right.classes.length, (bit) => !hasBit(row, bit)));
        return this.#pairOf(left, right, rows);
      }
      case "all":
        return this.any(formula.parts.map((part) => this.not(part)));
      case "any":
        return this.all(formula.parts.map((part) => this.not(part)));
    }
  }

  #group(kind: "all" | "any", given: readonly Formula[]): Formula {
    const [neutral, decisive] = kind === "all" ? [this.always, this.never] : [this.never, this.always];
    const parts = new Set<PartFormula>();
    const masks = new Map<FactVariable, Int32Array>();
    const flat = given.flatMap((one): readonly Formula[] =>
      one.kind === kind && !this.isRelation(one) ? one.parts : [one],
    );
    for (const part of flat) {
      if (part === decisive) return decisive;
      if (part.kind === "in") masks.set(part.variable, joined(kind, masks.get(part.variable), part.mask));
      else if (isPart(part)) parts.add(part);
    }
    for (const [variable, mask] of masks) {
      const part = this.in(variable, mask);
      // Classes that are joined can only come to the decisive one: all of them, or none.
      if (!isPart(part)) return decisive;
      parts.add(part);
    }
    if (parts.size === 0) return neutral;
    const sorted = [...parts].sort((a, b) => a.id - b.id);
    if (sorted.length === 1) return sorted[0]!;
    if (sorted.some((part) => parts.has(this.#negations.get(part.id) as PartFormula))) return decisive;
    const variables = [...new Set(sorted.flatMap(variablesOf))];
    return this.#once(`${kind}(${sorted.map(({ id }) => id)})`, (id) => ({ kind, id, parts: sorted, variables }));
  }

  #once(key: string, make: (id: number) => PartFormula): PartFormula {
    const found = this.#known.get(key);
    if (found) return found;
    this.#lastId += 1;
    const made = make(this.#lastId);
    this.#known.set(key, made);
    return made;
  }
}

/** True for a condition that is not settled from the start. */
export function isPart(formula: Formula): formula is PartFormula {
  return formula.kind !== "always" && formula.kind !== "never";
}

/** Indexes of the variables that a formula reads. */
export function variablesOf(formula: Formula): readonly number[] {
  if (formula.kind === "in") return [formula.variable.index];
  if (formula.kind === "pair") return [formula.left.index, formula.right.index];
  return formula.kind === "all" || formula.kind === "any" ? formula.variables : [];
}

/** Is this class of the variable in the domain? */
export function domainHas(domain: Int32Array, variable: FactVariable, bit: number): boolean {
  return ((domain[variable.offset + (bit >> 5)]! >>> (bit & 31)) & 1) === 1;
}

/** The domain in which everything may be anything. */
export function fullDomain({ variables, words }: FactSpace): Int32Array {
  const domain = new Int32Array(words);
  for (const variable of variables) {
    domain.set(
      maskWhere(variable.classes.length, () => true),
      variable.offset,
    );
  }
  return domain;
}

/** The domain with one variable narrowed to some classes. */
export function narrowed(domain: Int32Array, variable: FactVariable, mask: Int32Array): Int32Array {
  const copy = domain.slice();
  for (let at = 0; at < variable.words; at += 1) copy[variable.offset + at]! &= mask[at]!;
  return copy;
}

/** The classes that a variable may have in a domain. */
export function maskOf(domain: Int32Array, variable: FactVariable): Int32Array {
  return domain.slice(variable.offset, variable.offset + variable.words);
}

function joined(kind: "all" | "any", mask: Int32Array | undefined, other: Int32Array): Int32Array {
  if (!mask) return other;
  return mask.map((word, at) => (kind === "all" ? word & other[at]! : word | other[at]!));
}

/** A mask of one class. */
export function onlyBit(variable: FactVariable, bit: number): Int32Array {
  const mask = new Int32Array(variable.words);
  setBit(mask, bit);
  return mask;
}
