import type { Facts } from "#contracts/decision.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Stay } from "../price/stay.ts";
import type { Region } from "./region.ts";

/**
 * Something wrong or doubtful in what a well-formed draft means, found by proof and shown by example. Its words stand
 * with those of other diagnostics; `path` leads to the value at fault from the root of the draft.
 */
export type Finding = Diagnostic & {
  /** A situation or stays in which it happens. It has been run through the evaluator before it is shown. */
  readonly witness?: Witness;
  /** All situations in which it happens (or one of the largest sets of them that conditions can name). */
  readonly region?: Region;
  /** The rules that hide the rule at fault: none of them can be left out. */
  readonly hiddenBy?: readonly string[];
  /** An edit of the draft after which this is not found any more. */
  readonly fix?: Fix;
};

/** An example that a person can check by hand. `facts` are total over the vocabulary; `feeMinor` is in minor units. */
export type Witness =
  | { readonly kind: "situation"; readonly facts: Facts }
  | { readonly kind: "stays"; readonly stays: readonly { readonly stay: Stay; readonly feeMinor: number }[] }
  /** A stretch `[fromAt, toAt)` of time, epoch ms. */
  | { readonly kind: "time"; readonly fromAt: number; readonly toAt: number };

/** An edit of the draft that mends a finding. */
export type Fix =
  | { readonly kind: "removeRule"; readonly ruleId: string }
  | { readonly kind: "moveRule"; readonly ruleId: string; readonly before: string }
  /** Puts a value at a path of the draft; one past the end of a list adds to it. */
  | { readonly kind: "setValue"; readonly path: Diagnostic["path"]; readonly value: unknown }
  | { readonly kind: "removeValue"; readonly path: Diagnostic["path"] };

/** A question that could not be answered within its bounds. It is said, never guessed. */
export type Undecided = { readonly path: Diagnostic["path"]; readonly question: string };
