import { defineConfig } from "vitest/config";

const rooms = "{contracts,engine,server,edge-runner,app,prisma,tools}";
const integrationTests = "{server,edge-runner,prisma,tools,e2e}/**/*.integration.test.ts";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: [`${rooms}/**/*.test.ts`], exclude: [integrationTests], testTimeout: 20_000 } },
      {
        test: {
          name: "integration",
          include: [integrationTests],
          // one real PostgreSQL for all files, a database of its own for each
          globalSetup: "tools/integration-services.ts",
          setupFiles: "tools/integration-environment.ts",
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "faults",
          include: ["e2e/faults/*.test.ts"],
          exclude: [integrationTests],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
