import { setTimeout as sleep } from "node:timers/promises";
import type { ManagedChild } from "#tools/managed-child.ts";

export type KillPlan = { times: number; fromMs: number; toMs: number; random: () => number };

/**
 * Kills a child with SIGKILL at random moments, each time only once it runs (or starts) again, so that every kill counts.
 * Returns how many there were.
 */
export async function killAtRandom(child: ManagedChild, { times, fromMs, toMs, random }: KillPlan): Promise<number> {
  const startedAt = Date.now();
  const moments = Array.from({ length: times }, () => fromMs + random() * (toMs - fromMs)).sort((a, b) => a - b);
  let kills = 0;
  for (const moment of moments) {
    await sleep(Math.max(0, startedAt + moment - Date.now()));
    while (!child.kill("SIGKILL")) await sleep(5);
    kills += 1;
  }
  return kills;
}
