import type { Outputs } from "../../../../../ui/trpc/outputs.ts";

export type GuardKind = Outputs["plans"]["get"]["guards"][number]["kind"];
export const guardKinds = [
  "holdsPerHundred",
  "manualOpensPerHundred",
  "decideP95",
  "revenuePerPassage",
] as const satisfies readonly GuardKind[];

/** What a plan does when a guard fails or an edge refuses. */
export type OnFailure = Outputs["plans"]["get"]["onFailure"];
export const onFailures = ["tell", "pause", "rollBack"] as const satisfies readonly OnFailure[];
