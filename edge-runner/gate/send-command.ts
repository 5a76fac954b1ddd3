import { setTimeout as sleep } from "node:timers/promises";
import type { BarrierAnswer } from "./barrier.ts";

/** How one attempt at a command ended. */
export type AttemptOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "noAnswer"; readonly error: string };

const attemptsMax = 3;
export const attemptTimeoutMs = 1_000;
const errorCharsMax = 200;

/**
 * Tries a command until the hardware says yes or no, three times at most, always the same command. Durations are
 * monotonic. When nobody answers, nothing is known: the command may have been carried out.
 */
export async function sendCommand(
  attempt: () => Promise<AttemptOutcome>,
  random: () => number,
): Promise<BarrierAnswer> {
  const start = performance.now();
  const elapsedMs = () => Math.round((performance.now() - start) * 1000) / 1000;
  let last = "";
  for (let attempts = 1; attempts <= attemptsMax; attempts++) {
    const outcome = await attempt();
    if (outcome.kind === "done") return { accepted: true, commandMs: elapsedMs(), error: null };
    const error = outcome.error.slice(0, errorCharsMax);
    if (outcome.kind === "refused") return { accepted: false, commandMs: elapsedMs(), error };
    last = error;
    if (attempts < attemptsMax) await sleep(100 * attempts * (0.5 + random()));
  }
  return { accepted: null, commandMs: elapsedMs(), error: last };
}
