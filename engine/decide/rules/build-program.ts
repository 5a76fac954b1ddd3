import { type Comparison, comparisons } from "./comparison.ts";
import { type ConditionNode, type LeafNode, orderedParts, resolved } from "./condition-node.ts";
import { FAILED, MATCHED, type Program, STEP_WORDS, stepKinds } from "./program.ts";
import type { TestedRule } from "./rule-test.ts";

/** Where a walk goes on; `step` is known once the step has been written. */
type Label = { step: number };
/** `isLoose`: a comparison's own value counts when it is truthy, not only when it is true. */
type Exits = { readonly yes: Label; readonly no: Label; readonly isLoose: boolean };

/** Longer lists are looked up in a set, shorter ones compared one by one. */
const CHAIN_MAX = 8;

const unknownStep = -3;
const kindOf = new Map<Comparison, number>([
  [comparisons.equal, stepKinds.equal],
  [comparisons.lessThan, stepKinds.lessThan],
  [comparisons.lessThanInclusive, stepKinds.lessThanInclusive],
  [comparisons.greaterThan, stepKinds.greaterThan],
  [comparisons.greaterThanInclusive, stepKinds.greaterThanInclusive],
]);

/**
 * Rules as a program. `isAnswered(place, at)`: the index answers the test at this place of the rule's list. Those tests
 * come first: they compare with constants and cannot throw.
 */
export function buildProgram(
  rules: readonly TestedRule[],
  isAnswered: (place: number, at: number) => boolean,
): Program {
  const writer = new ProgramWriter();
  const starts = new Int32Array(rules.length);
  const restStarts = new Int32Array(rules.length);
  rules.forEach(({ tests, isRaw }, place) => {
    const answered: ConditionNode[] = [];
    const rest: ConditionNode[] = [];
    for (let at = 0; at < tests.length; at += 1) (isAnswered(place, at) ? answered : rest).push(tests[at]!);
    starts[place] = writer.next;
    restStarts[place] = writer.writeRule(answered, rest, isRaw);
  });
  return { ...writer.finish(), starts, restStarts };
}

class ProgramWriter {
  readonly #steps: number[] = [];
  readonly #labels: Label[] = [];
  readonly #constants: unknown[] = [];
  readonly #placeOf = new Map<unknown, number>();

  get next(): number {
    return this.#steps.length;
  }

  /** Gives the first step of `rest`. */
  writeRule(answered: readonly ConditionNode[], rest: readonly ConditionNode[], isLoose: boolean): number {
    const no: Label = { step: FAILED };
    const restLabel: Label = { step: unknownStep };
    if (answered.length > 0) this.#writeAll(answered, { yes: restLabel, no, isLoose });
    this.#begin(restLabel);
    this.#writeAll(rest, { yes: { step: MATCHED }, no, isLoose });
    return restLabel.step;
  }

  finish(): { steps: Int32Array; constants: readonly unknown[] } {
    const steps = new Int32Array(this.#steps);
    for (let at = 0; at < steps.length; at += STEP_WORDS) {
      steps[at + 3] = this.#labels[steps[at + 3]!]!.step;
      steps[at + 4] = this.#labels[steps[at + 4]!]!.step;
    }
    return { steps, constants: this.#constants.slice() };
  }

  #begin(label: Label): void {
    label.step = this.#steps.length;
  }

  #write(kind: number, slot: number, constant: unknown, { yes, no }: Pick<Exits, "yes" | "no">): void {
    this.#steps.push(kind, slot, this.#constantPlace(constant), this.#labels.length, this.#labels.length + 1);
    this.#labels.push(yes, no);
  }

  #constantPlace(constant: unknown): number {
    // A map takes -0 for 0, and so does every comparison.
    const known = this.#placeOf.get(constant);
    if (known !== undefined) return known;
    this.#placeOf.set(constant, this.#constants.length);
    return this.#constants.push(constant) - 1;
  }

  #writeAll(tests: readonly ConditionNode[], exits: Exits): void {
    if (tests.length === 0) this.#writeAlways(exits.yes);
    tests.forEach((test, at) => {
      const next = at === tests.length - 1 ? exits.yes : { step: unknownStep };
      this.#writeTest(test, { ...exits, yes: next });
      if (next !== exits.yes) this.#begin(next);
    });
  }

  #writeAny(tests: readonly ConditionNode[], exits: Exits): void {
    if (tests.length === 0) this.#writeAlways(exits.yes);
    tests.forEach((test, at) => {
      const next = at === tests.length - 1 ? exits.no : { step: unknownStep };
      this.#writeTest(test, { ...exits, no: next });
      if (next !== exits.no) this.#begin(next);
    });
  }

  #writeTest(test: ConditionNode, exits: Exits): void {
    const node = resolved(test);
    const { yes, no } = exits;
    if (node.kind === "leaf") this.#writeLeaf(node, exits);
    else if (node.kind === "all") this.#writeAll(orderedParts(node), { yes, no, isLoose: false });
    else if (node.kind === "any") this.#writeAny(orderedParts(node), { yes, no, isLoose: false });
    else if (node.kind === "not") this.#writeTest(node.parts[0]!, { yes: no, no: yes, isLoose: true });
    else this.#writeAlways(no);
  }

  #writeAlways(next: Label): void {
    this.#write(stepKinds.always, 0, undefined, { yes: next, no: next });
  }

  #writeLeaf(leaf: LeafNode, exits: Exits): void {
    const { slot, compare, value } = leaf;
    const flipped = { yes: exits.no, no: exits.yes };
    const kind = stepKindOf(leaf);
    if (kind !== stepKinds.isTrue) this.#write(kind, slot, value, exits);
    else if (isPlain(leaf) && compare === comparisons.notEqual) this.#write(stepKinds.equal, slot, value, flipped);
    else if (isPlain(leaf) && compare === comparisons.in && isList(value)) this.#writeIn(slot, value, exits);
    else if (isPlain(leaf) && compare === comparisons.notIn && isList(value)) this.#writeIn(slot, value, flipped);
    else this.#write(exits.isLoose ? stepKinds.isTruthy : stepKinds.isTrue, slot, leaf, exits);
  }

  #writeIn(slot: number, list: readonly unknown[], { yes, no }: Pick<Exits, "yes" | "no">): void {
    if (list.length === 0) this.#writeAlways(no);
    if (list.length > CHAIN_MAX) {
      this.#write(stepKinds.isInSet, slot, new Set(list), { yes, no });
      return;
    }
    list.forEach((value, at) => {
      const next = at === list.length - 1 ? no : { step: unknownStep };
      this.#write(stepKinds.equal, slot, value, { yes, no: next });
      if (next !== no) this.#begin(next);
    });
  }
}

/** Compares a fact's own value with a constant. */
function isPlain({ reference, read }: LeafNode): boolean {
  return reference === null && read.steps?.length === 0;
}

/** The kind of step that does what this comparison does; `isTrue` when only the comparison itself can. */
function stepKindOf(leaf: LeafNode): number {
  const kind = isPlain(leaf) ? kindOf.get(leaf.compare) : undefined;
  if (kind === undefined) return stepKinds.isTrue;
  return kind === stepKinds.equal || typeof leaf.value === "number" ? kind : stepKinds.isTrue;
}

/** NaN is left out: a set finds it, a list does not. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((one) => !Number.isNaN(one));
}
