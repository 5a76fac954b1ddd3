import type { Decision, Facts } from "#contracts/decision.ts";
import type { Undecided } from "./finding.ts";
import type { Region } from "./region.ts";

/**
 * Situations in which two sets of rules do not do the same. The regions of one comparison have no situation in common,
 * and together they are every difference.
 */
export type RuleDifference = {
  readonly region: Region;
  /** The weightiest of what differs. */
  readonly changed: "decision" | "reason" | "params" | "effects";
  /** The situation of the region that is nearest to an ordinary vehicle, and what each set of rules does with it. */
  readonly witness: { readonly facts: Facts; readonly before: Decision; readonly after: Decision };
};

export type RuleDifferences = { readonly differences: RuleDifference[]; readonly undecided: Undecided[] };
