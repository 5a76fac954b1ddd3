export type RolloutState = "running" | "done" | "refused" | "replaced" | "rolledBack";

type Count = {
  /** Kind of the lot's rollout that came next, if one did. */
  nextKind: "publish" | "rollback" | null;
  total: number;
  live: number;
  refused: number;
  unfinished: number;
};

/** How a rollout stands as a whole. Done means that each of its edges said so. */
export function rolloutState({ nextKind, total, live, refused, unfinished }: Count): RolloutState {
  if (nextKind === "rollback") return "rolledBack";
  if (unfinished > 0) return "running";
  if (refused > 0) return "refused";
  return live === total ? "done" : "replaced";
}
