import type { BenchRow } from "./bench-row.ts";

/** A row with its numbers cut to what was measured. */
export function row(figure: string, value: number, unit: string, more: Partial<BenchRow> = {}): BenchRow {
  const cut = (number: number) => Number(number.toPrecision(3));
  return {
    figure,
    value: cut(value),
    unit,
    ...more,
    ...(more.baselineValue === undefined ? {} : { baselineValue: cut(more.baselineValue) }),
    ...(more.ratio === undefined ? {} : { ratio: cut(more.ratio) }),
  };
}
