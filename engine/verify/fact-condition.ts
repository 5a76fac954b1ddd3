import { enums } from "../model/enums.ts";
import type { OperatorId } from "../model/operators.ts";
import { operators } from "../model/operators.ts";
import type { Condition, Leaf, LeafValue } from "../model/rule.ts";
import { ruleBounds } from "../model/rule.ts";
import { type FactId, factOf } from "../model/vocabulary.ts";
import { boundsOf, isNumeric } from "./fact-constants.ts";
import { type FactVariable, hasBit, maskWhere, type NumberPiece, type Piece } from "./fact-variable.ts";
import { domainHas, type Formulas, maskOf, type PairFormula, type PartFormula } from "./formulas.ts";

/** A formula as a condition that a rule could have. Inside `domain` it holds in exactly the same situations. */
export function conditionOf(formulas: Formulas, formula: PartFormula, domain: Int32Array): Condition {
  if (formula.kind === "pair" || formulas.isRelation(formula)) return relationCondition(formulas, formula, domain);
  if (formula.kind === "in") return factCondition(formula.variable, formula.mask, domain);
  const parts = formula.parts.map((part) => conditionOf(formulas, part, domain));
  return formula.kind === "all" ? { all: parts } : { any: parts };
}

const toldBefore = new WeakMap<FactVariable, Map<string, Condition>>();

/** "The fact has one of these values", where values outside `domain` need not be told apart. Kept: rules ask alike. */
export function factCondition(variable: FactVariable, mask: Int32Array, domain: Int32Array): Condition {
  const known = toldBefore.get(variable) ?? new Map<string, Condition>();
  toldBefore.set(variable, known);
  const key = `${mask.join()} ${maskOf(domain, variable).join()}`;
  const condition = known.get(key) ?? tellFact(variable, mask, domain);
  known.set(key, condition);
  return condition;
}

function tellFact(variable: FactVariable, mask: Int32Array, domain: Int32Array): Condition {
  const { fact, part, member } = variable;
  if (part === "listKnown") return { fact, operator: hasBit(mask, 0) ? "isKnown" : "isUnknown" };
  if (part === "listMember") {
    const contains = leaf(fact, "contains", member);
    return hasBit(mask, 1)
      ? contains
      : { any: [{ fact, operator: "isUnknown" }, leaf(fact, "doesNotContain", member)] };
  }
  const asked = piecesOf(variable, mask);
  const others = piecesOf(
    variable,
    maskOf(domain, variable).map((word, at) => word & ~mask[at]!),
  );
  const holdsUnknown = asked.some(isUnknownPiece);
  const leavesUnknown = others.some(isUnknownPiece);
  const known = asked.filter((piece) => !isUnknownPiece(piece));
  const otherKnown = others.filter((piece) => !isUnknownPiece(piece));
  if (known.length === 0) return { fact, operator: "isUnknown" };
  if (otherKnown.length === 0 && leavesUnknown) return { fact, operator: "isKnown" };
  const told = isNumeric(fact) ? numberCondition(fact, known) : valueCondition(variable, known);
  return holdsUnknown ? { any: [{ fact, operator: "isUnknown" }, told] } : told;
}

function isUnknownPiece(piece: Piece): boolean {
  return piece.kind === "unknown";
}

/** The pieces of the units that meet a mask. */
function piecesOf({ units }: FactVariable, mask: Int32Array): Piece[] {
  return units.flatMap((unit) => (unit.mask.some((word, at) => (word & mask[at]!) !== 0) ? unit.pieces : []));
}

function leaf(fact: FactId, operator: OperatorId, value: LeafValue): Leaf {
  const skips = factOf(fact).unknown === "never" ? {} : { ifUnknown: "skip" as const };
  return { fact, operator, value, ...skips };
}

/** Some values of a text, a closed list or a yes-or-no fact: those that are meant, or shorter, those that are not. */
function valueCondition({ fact, units }: FactVariable, pieces: readonly Piece[]): Condition {
  const named = units.flatMap((unit) => unit.pieces).flatMap(valueOfPiece);
  const meant = pieces.flatMap(valueOfPiece);
  const isOpen = pieces.some((piece) => piece.kind === "rest");
  if (factOf(fact).type === "boolean") return leaf(fact, "equal", meant[0] === "true");
  const others = named.filter((value) => !meant.includes(value));
  const { values } = factOf(fact);
  const isShort = values !== undefined && meant.length > enums[values].length / 2;
  if (isOpen || (isShort && others.length > 0)) return oneOf(fact, others, "notEqual", "notIn");
  return oneOf(fact, meant, "equal", "in");
}

function valueOfPiece(piece: Piece): string[] {
  return piece.kind === "value" ? [String(piece.value)] : [];
}

function oneOf(fact: FactId, values: readonly string[], one: "equal" | "notEqual", several: "in" | "notIn"): Condition {
  if (values.length === 1) return leaf(fact, one, values[0]!);
  if (values.length <= ruleBounds.listMax) return leaf(fact, several, [...values]);
  const chunks = Array.from({ length: Math.ceil(values.length / ruleBounds.listMax) }, (_, index) =>
    leaf(fact, several, values.slice(index * ruleBounds.listMax, (index + 1) * ruleBounds.listMax)),
  );
  return several === "in" ? { any: chunks } : { all: chunks };
}

function numberCondition(fact: FactId, pieces: readonly Piece[]): Condition {
  const ranges: NumberPiece[] = [];
  const sorted = pieces.filter((piece) => piece.kind === "number").sort((a, b) => a.from - b.from || a.to - b.to);
  for (const piece of sorted) {
    const last = ranges.at(-1);
    if (last && last.to === piece.from && last.toOpen !== piece.fromOpen) {
      ranges[ranges.length - 1] = { ...last, to: piece.to, toOpen: piece.toOpen };
    } else ranges.push(piece);
  }
  const told = ranges.map((range) => rangeCondition(fact, range));
  return told.length === 1 ? told[0]! : { any: told };
}

function rangeCondition(fact: FactId, { from, fromOpen, to, toOpen }: NumberPiece): Condition {
  const { min, max } = boundsOf(fact);
  if (from === to) return leaf(fact, "equal", from);
  const parts = [
    ...(from === min && !fromOpen ? [] : [leaf(fact, fromOpen ? "greaterThan" : "greaterThanInclusive", from)]),
    ...(to === max && !toOpen ? [] : [leaf(fact, toOpen ? "lessThan" : "lessThanInclusive", to)]),
  ];
  if (parts.length === 0) return leaf(fact, "greaterThanInclusive", min);
  return parts.length === 1 ? parts[0]! : { all: parts };
}

/** A comparison of two facts, or the denial of one, in its own words. */
function relationCondition(formulas: Formulas, formula: PartFormula, domain: Int32Array): Condition {
  const own = formulas.relations.get(formula);
  const found = own ?? formulas.relations.get(formulas.not(formula))!;
  const fact = found.fact as FactId;
  const operator = (own ? found.operator : operators[found.operator as OperatorId].opposite) as OperatorId;
  const told = leaf(fact, operator, found.value as LeafValue);
  const other = (found.value as { fact: FactId }).fact;
  const compared: Condition = factOf(other).unknown === "never" ? told : { ...told, ifUnknown: "skip" };
  if (formula.kind !== "pair") return own ? compared : { any: [...unknowns([fact, other]), compared] };
  const open = unknownParts(formula, domain);
  return open.length === 0 ? compared : { any: [...open, compared] };
}

function unknowns(facts: readonly FactId[]): Condition[] {
  return facts.filter((fact) => factOf(fact).unknown !== "never").map((fact) => ({ fact, operator: "isUnknown" }));
}

/** What the comparison says where one side is unknown: rules guard against it, so that it is mostly out of the domain. */
function unknownParts({ left, right, rows }: PairFormula, domain: Int32Array): Condition[] {
  const parts: Condition[] = [];
  const add = (side: FactVariable, other: FactVariable, holds: (bit: number) => boolean): void => {
    const mask = maskWhere(other.classes.length, (bit) => domainHas(domain, other, bit) && holds(bit));
    if (mask.every((word) => word === 0)) return;
    parts.push({ all: [{ fact: side.fact, operator: "isUnknown" }, factCondition(other, mask, domain)] });
  };
  const leftUnknown = left.classes.findIndex(({ value }) => value === null);
  const rightUnknown = right.classes.findIndex(({ value }) => value === null);
  if (leftUnknown >= 0 && domainHas(domain, left, leftUnknown))
    add(left, right, (bit) => hasBit(rows[leftUnknown]!, bit));
  if (rightUnknown >= 0 && domainHas(domain, right, rightUnknown)) {
    add(right, left, (bit) => bit !== leftUnknown && hasBit(rows[bit]!, rightUnknown));
  }
  return parts;
}
