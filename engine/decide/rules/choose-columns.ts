import type { ConditionNode } from "./condition-node.ts";
import { type ColumnPlan, columnRows, planColumn } from "./index-column.ts";

/** The tests on one fact, by the place of their rule. */
export type FactTests = { readonly slot: number; readonly byPlace: ReadonlyMap<number, readonly ConditionNode[]> };

/** A column with its rows of bits. */
export type FilledColumn = { readonly plan: ColumnPlan; readonly rows: Int32Array };

/** What looking up a value and testing one more rule cost, in about nanoseconds: only their ratio matters. */
const costs = { column: 30, columnWord: 0.8, rule: 14 } as const;
/** Rows beyond these are sampled. */
const rowsMax = 256;
/** Words that the rows of one index may take together, 16 MiB: long lists of constants could ask for far more. */
const indexWordsMax = 4 * 1_024 * 1_024;

type Share = readonly [place: number, share: number];
type Candidate = { readonly tests: FactTests; column?: FilledColumn; spared?: readonly Share[] };

/**
 * The columns that pay: each spares more tests of rules than looking up its value costs, given those before it. The
 * one that leaves the fewest rules comes first. All values of a kind that rules name count as equally likely. A column
 * that could not pay if it left nothing is not even computed: that keeps loading fast.
 */
export function chooseColumns(facts: readonly FactTests[], everyRule: Int32Array, ruleCount: number): FilledColumn[] {
  const words = everyRule.length;
  const left = new Float64Array(ruleCount).fill(1);
  const chosen: FilledColumn[] = [];
  let open: Candidate[] = facts.map((tests) => ({ tests }));
  let wordsLeft = indexWordsMax;
  for (;;) {
    let best: { candidate: Candidate; gain: number } | null = null;
    for (const { candidate, most } of byMost(open, left, words)) {
      if (most <= (best?.gain ?? 0)) break;
      fill(candidate, everyRule, wordsLeft);
      const gain = candidate.spared ? gainOf(candidate.spared, left, words) : 0;
      if (gain > (best?.gain ?? 0)) best = { candidate, gain };
    }
    if (best === null) return chosen;
    const { candidate } = best;
    open = open.filter((other) => other !== candidate);
    chosen.push(candidate.column!);
    wordsLeft -= candidate.column!.rows.length;
    for (const [place, share] of candidate.spared!) left[place]! *= 1 - share;
  }
}

/** With what each could gain if it left out every one of its rules, the greatest first. */
function byMost(open: readonly Candidate[], left: Float64Array, words: number) {
  return open
    .map((candidate) => {
      let rules = 0;
      for (const place of candidate.tests.byPlace.keys()) rules += left[place]!;
      return { candidate, most: gain(rules, words) };
    })
    .sort((a, b) => b.most - a.most);
}

function gain(rulesSpared: number, words: number): number {
  return rulesSpared * costs.rule - costs.column - words * costs.columnWord;
}

function gainOf(spared: readonly Share[], left: Float64Array, words: number): number {
  return gain(
    spared.reduce((sum, [place, share]) => sum + left[place]! * share, 0),
    words,
  );
}

/** Computes the column, unless its rows are more than there is room for. */
function fill(candidate: Candidate, everyRule: Int32Array, wordsLeft: number): void {
  if (candidate.column) return;
  const plan = planColumn(candidate.tests.slot, candidate.tests.byPlace);
  if (plan.rowCount * everyRule.length > wordsLeft) return;
  candidate.column = { plan, rows: columnRows(plan, everyRule) };
  candidate.spared = sparedShares(candidate.column);
}

/** By rule: for what share of values the column leaves it out. */
function sparedShares({ plan, rows }: FilledColumn): Share[] {
  const words = rows.length / plan.rowCount;
  const likely = likelyRows(plan);
  return plan.rules.map(({ place }) => {
    const out = likely.filter((row) => (rows[row * words + (place >> 5)]! & (1 << (place & 31))) === 0).length;
    return [place, out / likely.length];
  });
}

/** The rows of values of the kinds that rules name: texts where texts are named, numbers where numbers are; else yes and no. */
function likelyRows({ numbers, others, rowCount }: ColumnPlan): number[] {
  const numberRows = numbers.length === 0 ? 0 : numbers.length * 2 + 1;
  const othersAt = numbers.length * 2 + 1;
  const rows = Array.from({ length: numberRows }, (_, row) => row);
  const namesText = others.some((value) => typeof value === "string");
  others.forEach((value, at) => {
    const isLikely = typeof value === "string" || (typeof value === "boolean" && !namesText && numberRows === 0);
    if (isLikely) rows.push(othersAt + at);
  });
  if (namesText) rows.push(rowCount - 1);
  const stride = Math.ceil(rows.length / rowsMax);
  return rows.filter((_row, at) => at % stride === 0);
}
