import { buildProgram } from "./build-program.ts";
import { NO_ROW, rowOf } from "./index-column.ts";
import type { FactSlots } from "./load-facts.ts";
import { holdsFrom, type Program } from "./program.ts";
import type { RuleSet } from "./read-rule.ts";
import { buildIndex, type RuleIndex } from "./rule-index.ts";
import { testsOf } from "./rule-test.ts";

/** Finds the rules that match, in order, looking at no more than it must. Holds no state: runs may interleave. */
export type Matcher = {
  /** The facts that conditions read. */
  readonly slots: FactSlots;
  /**
   * The place of the first matching rule that `takes` takes, asked in order; without it, of the first. -1: none.
   * `values`: what {@link loadFacts} gives for the slots.
   */
  readonly find: (values: readonly unknown[], takes: ((place: number) => boolean) | null) => number;
};

/** Without the index every rule is tried. */
export function buildMatcher({ rules, slots }: RuleSet, useIndex: boolean): Matcher {
  const tested = rules.map(testsOf);
  const { index, isAnswered } = buildIndex(tested, slots.names.length, useIndex);
  const program = buildProgram(tested, isAnswered);
  return { slots, find: (values, takes) => find(index, program, values, takes) };
}

function find(
  index: RuleIndex,
  program: Program,
  values: readonly unknown[],
  takes: ((place: number) => boolean) | null,
): number {
  const { columns, bits, words } = index;
  const rows = new Array<number>(columns.length);
  let isAnswered = true;
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at]!;
    const row = rowOf(column, values[column.slot], words);
    // A value of no class leaves every rule possible, and what the index answers is tested with the rest.
    if (row === NO_ROW) isAnswered = false;
    rows[at] = row === NO_ROW ? 0 : row;
  }
  const starts = isAnswered ? program.restStarts : program.starts;
  for (let word = 0; word < words; word += 1) {
    let open = bits[word]!;
    for (let at = 0; at < rows.length && open !== 0; at += 1) open &= bits[rows[at]! + word]!;
    while (open !== 0) {
      const lowest = open & -open;
      open ^= lowest;
      const place = word * 32 + 31 - Math.clz32(lowest);
      if (holdsFrom(program, starts[place]!, values) && (takes === null || takes(place))) return place;
    }
  }
  return -1;
}
