import type { DecisionWord } from "../../../../ui/status/decision-status.tsx";

/**
 * The word for what became of a car. A gate that was told to open and did not is never called open:
 * then a person has to see to it.
 */
export function shownDecision(row: { decision: string; outcome: string | null }): DecisionWord {
  return row.decision === "release" && row.outcome === "notOpened" ? "requestConfirm" : (row.decision as DecisionWord);
}
