import type { FactValue } from "#contracts/decision.ts";
import type { CompiledCondition, CompiledLeaf } from "../compile/compiled-rules.ts";
import { comparisonOf } from "../decide/rules/comparison.ts";
import { type FactId, factOf } from "../model/vocabulary.ts";
import {
  boundsOf,
  type FactGroup,
  groupFacts,
  isNumeric,
  leavesOf,
  namedValues,
  valuesBetween,
} from "./fact-constants.ts";
import { type FactUnit, type FactVariable, maskWhere, type Piece, pieceHolds } from "./fact-variable.ts";

/**
 * Everything that can vary in the situations that some conditions tell apart, cut into finitely many classes. Exact:
 * two situations of the same classes meet the same conditions, and every combination of classes is some situation.
 */
export type FactSpace = {
  readonly variables: readonly FactVariable[];
  /** Variables of a fact: one, or for a list "is it known" and one for each member. */
  readonly ofFact: ReadonlyMap<FactId, readonly FactVariable[]>;
  /** Bits of all variables in a row, each variable from an offset of its own. */
  readonly words: number;
};

/** The space in which `conditions` can be told apart. */
export function factSpace(conditions: readonly CompiledCondition[]): FactSpace {
  const leaves = leavesOf(conditions);
  const variables: FactVariable[] = [];
  let words = 0;
  const add = (made: Omit<FactVariable, "index" | "offset" | "words">): void => {
    const size = (made.classes.length + 31) >> 5;
    variables.push({ ...made, index: variables.length, offset: words, words: size });
    words += size;
  };
  for (const group of groupFacts(leaves)) {
    for (const fact of group.facts) for (const made of variablesOf(fact, group, leaves)) add(made);
  }
  const ofFact = new Map<FactId, FactVariable[]>();
  for (const variable of variables) ofFact.set(variable.fact, [...(ofFact.get(variable.fact) ?? []), variable]);
  return { variables, ofFact, words };
}

/** The class that holds a value of an ordinary vehicle, whose lists are empty. */
export function classOf(variable: FactVariable, value: FactValue): number {
  if (variable.part === "listKnown") return value === null ? 1 : 0;
  if (variable.part === "listMember") return 0;
  const exact = variable.classes.findIndex((one) => one.value === value);
  if (exact >= 0) return exact;
  const named = new Set(
    variable.units.flatMap(({ pieces }) => pieces.map((piece) => (piece.kind === "value" ? piece.value : null))),
  );
  const unit = variable.units.findIndex(({ pieces }) => pieces.some((piece) => pieceHolds(piece, value, named)));
  return variable.classes.findIndex((one) => one.unit === unit);
}

type Made = Omit<FactVariable, "index" | "offset" | "words">;

function variablesOf(fact: FactId, group: FactGroup, leaves: readonly CompiledLeaf[]): Made[] {
  if (factOf(fact).type === "list") return listVariables(fact, group);
  const cut = isNumeric(fact) ? numberCells(fact, group) : textCells(fact, group);
  const cells = canBeUnknown(fact) ? [...cut, { value: null, piece: { kind: "unknown" as const } }] : cut;
  const isAlone = group.facts.length === 1;
  return [
    {
      fact,
      part: "value",
      member: "",
      standsIn: false,
      ...(isAlone ? mergeCells(fact, cells, leaves) : keepCells(cells)),
    },
  ];
}

function canBeUnknown(fact: FactId): boolean {
  return factOf(fact).unknown !== "never";
}

function listVariables(fact: FactId, group: FactGroup): Made[] {
  const { named, rest } = namedValues(group);
  const binary = (part: "listKnown" | "listMember", member: string, standsIn = false): Made => ({
    fact,
    part,
    member,
    standsIn,
    classes: [
      { value: part === "listKnown" ? [] : null, unit: 0 },
      { value: part === "listKnown" ? null : [member], unit: 1 },
    ],
    units: [0, 1].map((unit) => ({ pieces: [], mask: maskWhere(2, (bit) => bit === unit) })),
  });
  return [
    binary("listKnown", ""),
    ...named.map((member) => binary("listMember", String(member))),
    ...rest.map((member) => binary("listMember", member, true)),
  ];
}

/** A value, and the part of the fact's values that it stands for. */
type Cell = { readonly value: FactValue; readonly piece: Piece };

function textCells(_fact: FactId, group: FactGroup): Cell[] {
  const { named, rest } = namedValues(group);
  return [
    ...named.map((value) => ({ value, piece: { kind: "value" as const, value } })),
    ...rest.map((value) => ({ value, piece: { kind: "rest" as const } })),
  ];
}

/**
 * Constants, and between two of them as many values as there are facts that are compared: any order that those facts
 * can have inside a gap, they have among these values.
 */
function numberCells(fact: FactId, group: FactGroup): Cell[] {
  const isWhole = factOf(fact).type !== "decimal";
  const bounds = group.facts.map(boundsOf);
  const ends = bounds.flatMap(({ min, max }) => [min, max]);
  const points = [...new Set([...([...group.constants] as number[]), ...ends])].sort((a, b) => a - b);
  const { min, max } = boundsOf(fact);
  const cells: Cell[] = [];
  for (const [index, point] of points.entries()) {
    const next = points[index + 1] ?? point;
    if (point >= min && point <= max) cells.push({ value: point, piece: range(point, false, point, false) });
    if (point < min || next > max) continue;
    for (const value of valuesBetween(point, next, group.facts.length, isWhole)) {
      cells.push({ value, piece: range(point, true, next, true) });
    }
  }
  return cells;
}

function range(from: number, fromOpen: boolean, to: number, toOpen: boolean): Piece {
  return { kind: "number", from, fromOpen, to, toOpen };
}

/** Cells that no comparison tells apart become one class. */
function mergeCells(
  fact: FactId,
  cells: readonly Cell[],
  leaves: readonly CompiledLeaf[],
): Pick<Made, "classes" | "units"> {
  const asked = leaves.filter((leaf) => leaf.fact === fact);
  const merged = new Map<string, Cell[]>();
  for (const cell of cells) {
    const answers = asked.map((leaf) => (holds(leaf, cell.value) ? "1" : "0")).join("");
    // Unknown stays apart even where nothing asks for it: people are told of it by name.
    const key = cell.value === null ? "unknown" : answers;
    merged.set(key, [...(merged.get(key) ?? []), cell]);
  }
  const groups = [...merged.values()];
  return {
    classes: groups.map((group, unit) => ({ value: group[0]!.value, unit })),
    units: groups.map((group, unit) => ({
      pieces: group.map(({ piece }) => piece),
      mask: maskWhere(groups.length, (bit) => bit === unit),
    })),
  };
}

/** Each cell a class; cells of the same piece share a unit. */
function keepCells(cells: readonly Cell[]): Pick<Made, "classes" | "units"> {
  const names = [...new Set(cells.map(({ piece }) => JSON.stringify(piece)))];
  const unitOf = (cell: Cell): number => names.indexOf(JSON.stringify(cell.piece));
  const units: FactUnit[] = names.map((name, unit) => ({
    pieces: [JSON.parse(name) as Piece],
    mask: maskWhere(cells.length, (bit) => unitOf(cells[bit]!) === unit),
  }));
  return { classes: cells.map((cell) => ({ value: cell.value, unit: unitOf(cell) })), units };
}

/** The evaluator's own answer, for a comparison with a constant. */
export function holds({ operator, value }: CompiledLeaf, seen: FactValue): boolean {
  return comparisonOf(operator, {})!(seen, value) === true;
}

/** A leaf that compares two facts, on values of both. */
export function holdsBetween({ operator }: CompiledLeaf, left: FactValue, right: FactValue): boolean {
  return comparisonOf(operator, {})!(left, right) === true;
}
