import { defineConfig } from "vitest/config";

// Faults of disk, power and clock on real files and processes. Each test says in its name what it skips where the machine cannot run it.
export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    name: "torture",
    include: ["e2e/torture/*.test.ts"],
    // photos end in the database; the others do without
    globalSetup: "tools/integration-services.ts",
    setupFiles: "tools/integration-environment.ts",
    // whoever runs this suite wants its full length, unless they say otherwise
    env: { LIFTGATE_TORTURE: process.env.LIFTGATE_TORTURE ?? "full" },
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
