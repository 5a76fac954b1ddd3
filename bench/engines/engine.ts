import type { BenchFacts, PlainDocument } from "../rulesets.ts";

/** An engine under test with one rule set: names the rule that decides. */
export type BenchEngine = {
  readonly name: string;
  readonly decide: (at: number) => string | Promise<string>;
  /** Decides several at once, for an engine that works on several threads; answers in order. */
  readonly decideAll?: (ats: readonly number[]) => Promise<string[]>;
};

/** Makes an engine for the rules; what it wants done to the facts it does here, before anything is timed. */
export type MakeEngine = (
  documents: readonly PlainDocument[],
  events: readonly BenchFacts[],
) => BenchEngine | Promise<BenchEngine>;

/** Said by every engine when no rule holds. */
export const otherwise = "otherwise";
