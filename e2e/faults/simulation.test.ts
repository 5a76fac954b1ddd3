import { expect, test } from "vitest";
import { runSimulation } from "../sim/run-simulation.ts";
import { plantedBugs } from "../sim/world.ts";

// LIFTGATE_SEEDS says how many runs, LIFTGATE_SEED which one alone.
const only = process.env.LIFTGATE_SEED;
const seeds = Number(process.env.LIFTGATE_SEEDS ?? 1_000);
const firstSeed = 1;
const controlSeeds = 300;

function tellOf(seed: number, result: ReturnType<typeof runSimulation>): string {
  return `LIFTGATE_SEED=${seed} repeats it\n  ${[...result.violations, ...result.story].join("\n  ")}`;
}

test("T0: whatever fails, every record reaches the cloud once and unaltered, and no gate opens without one", () => {
  const startedAt = performance.now();
  const failures: string[] = [];
  let records = 0;
  let faults = 0;
  const chosen = only ? [Number(only)] : Array.from({ length: seeds }, (_, index) => firstSeed + index);
  for (const seed of chosen) {
    const result = runSimulation(seed);
    records += result.records;
    faults += result.faults;
    if (result.violations.length > 0) failures.push(tellOf(seed, result));
    if (failures.length >= 3) break;
  }
  expect(failures.join("\n")).toBe("");
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`simulation: ${chosen.length} seeds, ${records} records, ${faults} faults, nothing lost; ${seconds} s`);
});

test("the same seed gives the same run", () => {
  expect(runSimulation(42)).toEqual(runSimulation(42));
});

test.each(plantedBugs)("a planted fault is caught: %s", (bug) => {
  for (let seed = 1; seed <= controlSeeds; seed++) if (runSimulation(seed, bug).violations.length > 0) return;
  expect.fail(`${controlSeeds} runs did not show the planted fault`);
});
