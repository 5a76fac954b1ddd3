/** An engine under test with one rule set: names the rule that decides. */
export type BenchEngine = {
  readonly name: string;
  readonly decide: (at: number) => string | Promise<string>;
  /** Decides several at once, for an engine that works on several threads; answers in order. */
  readonly decideAll?: (ats: readonly number[]) => Promise<string[]>;
};

/** Said by every engine when no rule holds. */
export const otherwise = "otherwise";
