import type { ColumnPlan } from "./index-column.ts";

/** A column with its rows of bits. */
export type FilledColumn = { readonly plan: ColumnPlan; readonly rows: Int32Array };

/** What looking up a value and testing one more rule cost, in about nanoseconds: only their ratio matters. */
const costs = { column: 9, columnWord: 0.4, rule: 14 } as const;
/** Rows beyond these are sampled. */
const rowsMax = 256;

/**
 * The columns that pay: each spares more tests of rules than looking up its value costs, given those before it. The
 * one that leaves the fewest rules comes first. All values of a kind that rules name count as equally likely.
 */
export function chooseColumns(filled: readonly FilledColumn[], ruleCount: number): FilledColumn[] {
  const left = new Float64Array(ruleCount).fill(1);
  const open = filled.map((column) => ({ column, spared: sparedShares(column) }));
  const chosen: FilledColumn[] = [];
  for (;;) {
    const gains = open.map(({ column, spared }) => gainOf(column, spared, left));
    const best = gains.indexOf(Math.max(...gains, 0));
    if (best < 0) return chosen;
    const [next] = open.splice(best, 1);
    chosen.push(next!.column);
    for (const [place, share] of next!.spared) left[place]! *= 1 - share;
  }
}

function gainOf({ plan, rows }: FilledColumn, spared: readonly (readonly [number, number])[], left: Float64Array) {
  const rulesSpared = spared.reduce((sum, [place, share]) => sum + left[place]! * share, 0);
  return rulesSpared * costs.rule - costs.column - (rows.length / plan.rowCount) * costs.columnWord;
}

/** By rule: for what share of values the column leaves it out. */
function sparedShares({ plan, rows }: FilledColumn): [place: number, share: number][] {
  const words = rows.length / plan.rowCount;
  const likely = likelyRows(plan);
  return plan.rules.map(({ place }) => {
    const out = likely.filter((row) => (rows[row * words + (place >> 5)]! & (1 << (place & 31))) === 0).length;
    return [place, out / likely.length];
  });
}

/** The rows of values of the kinds that rules name: texts where texts are named, numbers where numbers are. */
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
  if (rows.length === 0) return [othersAt + others.indexOf(null)];
  const stride = Math.ceil(rows.length / rowsMax);
  return rows.filter((_row, at) => at % stride === 0);
}
