import type { Facts } from "#contracts/decision.ts";
import type { DecisionBody } from "#contracts/record-body.ts";

/** A passage as its decision record holds it, the stay made whole (`wholeStay`). */
export type RecordedPassage = {
  readonly body: Pick<
    DecisionBody,
    "passageId" | "lotId" | "laneId" | "stamp" | "basis" | "facts" | "stay" | "decision"
  >;
  /** Facts of the personal part; null once it has been erased. */
  readonly personalFacts: Facts | null;
};
