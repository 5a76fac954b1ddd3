import type { Condition } from "../model/rule.ts";

/**
 * A set of situations: all of `where` and of `usual` hold and none of `unless` does. Each condition says itself what it
 * means for an unknown fact, so that a rule with these conditions matches in exactly these situations.
 */
export type Region = {
  /** What makes the situations special: mostly one fact each. */
  readonly where: readonly Condition[];
  /** Needed too, but met by every ordinary vehicle (not exempt, lane open, plate read): left out of a sentence. */
  readonly usual: readonly Condition[];
  readonly unless: readonly Condition[];
};
