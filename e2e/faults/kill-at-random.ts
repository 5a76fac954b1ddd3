import { setTimeout as sleep } from "node:timers/promises";
import type { ManagedChild } from "#tools/managed-child.ts";

export type KillPlan = {
  times: number;
  fromMs: number;
  toMs: number;
  random: () => number;
  /** Does it do its work (again)? A process that is hit while it starts has nothing to lose. */
  isWorking: () => boolean;
};

const workTimeoutMs = 60_000;
/** One that comes back late works for a while, at random, before it is hit again. */
const lateWorkMs = 1_500;

/**
 * Kills a child with SIGKILL at random moments, one in each equal part of the time; one that has not come back by then is
 * waited for. Returns how many kills hit it at work.
 */
export async function killAtRandom(child: ManagedChild, plan: KillPlan): Promise<number> {
  const { times, fromMs, toMs, random, isWorking } = plan;
  const startedAt = Date.now();
  const partMs = (toMs - fromMs) / times;
  let kills = 0;
  for (let part = 0; part < times; part += 1) {
    const momentMs = fromMs + (part + random()) * partMs;
    await sleep(Math.max(0, startedAt + momentMs - Date.now()));
    const deadline = Date.now() + workTimeoutMs;
    while (!isWorking()) {
      if (Date.now() > deadline) throw new Error(`${child.name} did not come back after ${kills} kills`);
      await sleep(10);
      if (isWorking()) await sleep(random() * lateWorkMs);
    }
    if (child.kill("SIGKILL")) kills += 1;
    while (isWorking()) await sleep(5);
  }
  return kills;
}
