import type { Outputs } from "../../../../../ui/trpc/outputs.ts";

export type GuardKind = Outputs["plans"]["get"]["guards"][number]["kind"];
export const guardKinds = ["holdsPerHundred", "decideP95", "revenuePerExit"] as const satisfies readonly GuardKind[];

/** What a plan does when a guard fails or an edge refuses. */
export const onFailures = ["tell", "pause", "rollBack"] as const;
export type OnFailure = (typeof onFailures)[number];
