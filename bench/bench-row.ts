/** One measured figure, beside its baseline where it has one. */
export type BenchRow = {
  figure: string;
  value: number;
  unit: string;
  baseline?: string;
  baselineValue?: number;
  ratio?: number;
  target?: string;
  met?: boolean;
};
