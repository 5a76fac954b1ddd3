import type { GuardKind } from "../guard-kinds.ts";

/** Two more holds among a hundred cars are chance; the server says the same when it judges. */
const holdsSlack = 2;

/** Between which figures a guard passes. Money counts in both directions, so that it has a lower bound as well. */
export function guardLimit(
  kind: GuardKind,
  { baseline, worsePercent }: { baseline: number; worsePercent: number },
): { min: number | null; max: number } {
  const share = worsePercent / 100;
  if (kind === "revenuePerExit") return { min: baseline * (1 - share), max: baseline * (1 + share) };
  return { min: null, max: baseline * (1 + share) + (kind === "holdsPerHundred" ? holdsSlack : 0) };
}
