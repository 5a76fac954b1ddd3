import { buildProgram } from "./build-program.ts";
import { rowOf } from "./index-column.ts";
import { type Absent, type FactSlots, factSlots, loadFacts } from "./load-facts.ts";
import { holdsFrom, type Program } from "./program.ts";
import type { ReadRule } from "./read-rule.ts";
import type { RunFacts } from "./rule-document.ts";
import { buildIndex, type RuleIndex } from "./rule-index.ts";
import { testsOf } from "./rule-test.ts";

/** Finds the rules that match, in order, looking at no more than it must. Holds no state: runs may interleave. */
export type Matcher = {
  /** Calls `visit` with the place of each matching rule until it returns true. */
  readonly visit: (facts: RunFacts, visit: (place: number) => boolean) => void;
};

/** `rules` in the order in which they are tried. Without the index every rule is tried. */
export function buildMatcher(rules: readonly ReadRule[], absent: Absent, useIndex: boolean): Matcher {
  const places = new Map<string, number>();
  const tested = rules.map((rule) => testsOf(rule, places));
  const slots = factSlots([...places.keys()]);
  const { index, isAnswered } = buildIndex(tested, slots.names.length, useIndex);
  const program = buildProgram(tested, isAnswered);
  return { visit: (facts, found) => visit({ index, program, slots, absent }, facts, found) };
}

type Parts = {
  readonly index: RuleIndex;
  readonly program: Program;
  readonly slots: FactSlots;
  readonly absent: Absent;
};

function visit({ index, program, slots, absent }: Parts, facts: RunFacts, found: (place: number) => boolean): void {
  const values = loadFacts(slots, facts, absent);
  const { columns, bits, words } = index;
  const rows = new Array<number>(columns.length);
  let isAnswered = true;
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at]!;
    const row = rowOf(column, values[column.slot], words);
    rows[at] = row < 0 ? 0 : row;
    // A value of no class leaves every rule possible, and what the index answers is tested with the rest.
    if (row < 0) isAnswered = false;
  }
  const starts = isAnswered ? program.restStarts : program.starts;
  for (let word = 0; word < words; word += 1) {
    let open = bits[word]!;
    for (let at = 0; at < rows.length && open !== 0; at += 1) open &= bits[rows[at]! + word]!;
    while (open !== 0) {
      const lowest = open & -open;
      open ^= lowest;
      const place = word * 32 + 31 - Math.clz32(lowest);
      if (holdsFrom(program, starts[place]!, values) && found(place)) return;
    }
  }
}
