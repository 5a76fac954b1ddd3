import type { FactValue } from "#contracts/decision.ts";
import type { FactId } from "../model/vocabulary.ts";

/** A part of a fact's values. Numbers: `from` and `to` belong to it unless open; `rest` is every text not named. */
export type Piece =
  | { readonly kind: "unknown" }
  | { readonly kind: "value"; readonly value: string | boolean }
  | { readonly kind: "rest" }
  | NumberPiece;
export type NumberPiece = {
  readonly kind: "number";
  readonly from: number;
  readonly fromOpen: boolean;
  readonly to: number;
  readonly toOpen: boolean;
};

/** Values between which no rule in question can tell the difference, and one of them. */
type FactClass = { readonly value: FactValue; readonly unit: number };

/** Classes that have one name for people: facts that are compared with each other have several classes a unit. */
export type FactUnit = { readonly pieces: readonly Piece[]; readonly mask: Int32Array };

/**
 * What can vary in a situation: a fact, or a part of a list ("is it known", "does it contain m"). A set of its classes
 * is a row of bits that starts at `offset` among those of all variables.
 */
export type FactVariable = {
  readonly index: number;
  readonly fact: FactId;
  readonly part: "value" | "listKnown" | "listMember";
  /** The member that `listMember` asks for. */
  readonly member: string;
  /** The member stands for any that no rule names: what is asked of it is asked of two facts, and said so. */
  readonly standsIn: boolean;
  readonly classes: readonly FactClass[];
  readonly units: readonly FactUnit[];
  readonly offset: number;
  readonly words: number;
};

export function hasBit(mask: Int32Array, bit: number): boolean {
  return ((mask[bit >> 5]! >>> (bit & 31)) & 1) === 1;
}

export function setBit(mask: Int32Array, bit: number): void {
  mask[bit >> 5]! |= 1 << (bit & 31);
}

/** The classes for which `holds`, as bits. */
export function maskWhere(count: number, holds: (bit: number) => boolean): Int32Array {
  const mask = new Int32Array((count + 31) >> 5);
  for (let bit = 0; bit < count; bit += 1) if (holds(bit)) setBit(mask, bit);
  return mask;
}

/** True when the piece holds the value, a known one. `named`: the texts that have a piece of their own. */
export function pieceHolds(piece: Piece, value: FactValue, named: ReadonlySet<FactValue>): boolean {
  if (piece.kind === "rest") return typeof value === "string" && !named.has(value);
  if (piece.kind !== "number") return piece.kind === "value" && value === piece.value;
  return (
    typeof value === "number" &&
    (piece.fromOpen ? value > piece.from : value >= piece.from) &&
    (piece.toOpen ? value < piece.to : value <= piece.to)
  );
}
