import { performance } from "node:perf_hooks";
import type { Random } from "./random.ts";

/** One of those measured against each other. `run` does `count` operations, from the `from`th on, and waits for them. */
export type Contestant = { readonly name: string; readonly run: (from: number, count: number) => void | Promise<void> };

export type Rounds = { readonly rounds: number; readonly batchMs: number; readonly random: Random };

/**
 * Runs all contestants in every round, in another order each time, so that what else the machine does falls on all of
 * them alike. How many operations make a batch is found before; that also warms each up.
 */
export async function measure(contestants: readonly Contestant[], options: Rounds): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const contestant of contestants) counts.set(contestant.name, await batchSize(contestant, options.batchMs));
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const contestant of options.random.shuffled(contestants)) {
      const count = counts.get(contestant.name)!;
      const ms = await timed(contestant, round * count, count);
      times.get(contestant.name)!.push((ms * 1_000) / count);
    }
  }
  return new Map([...times].map(([name, all]) => [name, undisturbed(all)]));
}

/** Their lower quartile: what else the machine does only ever adds to a time, and on a busy one to more than half. */
export function undisturbed(times: readonly number[]): number {
  return quantile(times, 0.25);
}

/**
 * The shortest of three times counts: one pause of the machine would make a batch of a few operations, and with it a time
 * that is mostly the clock's.
 */
async function batchSize(contestant: Contestant, batchMs: number): Promise<number> {
  let count = 1;
  for (;;) {
    let ms = Number.POSITIVE_INFINITY;
    for (let time = 0; time < 3; time += 1) ms = Math.min(ms, await timed(contestant, 0, count));
    if (ms >= batchMs) return Math.max(1, Math.round((count * batchMs) / ms));
    count = ms < batchMs / 16 ? count * 8 : count * 2;
  }
}

async function timed({ run }: Contestant, from: number, count: number): Promise<number> {
  const start = performance.now();
  const done = run(from, count);
  if (done) await done;
  return performance.now() - start;
}

/** The 99th percentile of single operations in microseconds: the middle one of several passes. */
export function p99Us(operation: (at: number) => unknown, count: number, passes = 5): number {
  const found: number[] = [];
  let kept: unknown;
  for (let pass = 0; pass < passes; pass += 1) {
    const times = new Float64Array(count);
    for (let at = 0; at < count; at += 1) {
      const start = performance.now();
      kept = operation(at);
      times[at] = performance.now() - start;
    }
    found.push(quantile([...times], 0.99) * 1_000);
  }
  if (kept === p99Us) throw new Error("the result must be used, or it is not computed");
  return quantile(found, 0.5);
}

/** Value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
