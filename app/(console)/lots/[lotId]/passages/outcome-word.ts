/** The word for what happened at the gate. A gate that nobody told to open stayed closed; that is no fault. */
export function outcomeWord(decision: string, result: string | null | undefined) {
  if (!result) return "none";
  if (result === "notOpened" && decision !== "release") return "stayedClosed";
  return result as "passed" | "reversed" | "timeout" | "unknown" | "notOpened";
}
