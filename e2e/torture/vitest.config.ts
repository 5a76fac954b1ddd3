import { defineConfig } from "vitest/config";

// T0 to T11: faults of processes, links, disks, power and clocks, one after the other. Each test says in its name what it
// skips where the machine cannot run it; the last lines count what ran and what was skipped.
export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    name: "torture",
    include: ["e2e/torture/*.test.ts", "e2e/faults/{simulation,kill-nine}.test.ts"],
    reporters: ["verbose"],
    // photos end in the database; the others do without
    globalSetup: "tools/integration-services.ts",
    setupFiles: "tools/integration-environment.ts",
    // whoever runs this suite wants its full length, unless they say otherwise
    env: {
      LIFTGATE_TORTURE: process.env.LIFTGATE_TORTURE ?? "full",
      LIFTGATE_SEEDS: process.env.LIFTGATE_SEEDS ?? (process.env.LIFTGATE_TORTURE === "short" ? "1000" : "5000"),
    },
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
});
