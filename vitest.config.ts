import { defineConfig } from "vitest/config";

const rooms = "{contracts,engine,server,edge-runner,app,prisma,tools}";
const integrationTests = "{server,edge-runner,prisma,tools,e2e}/**/*.integration.test.ts";
const pageTests = "app/**/*.test.tsx";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: [`${rooms}/**/*.test.ts`], exclude: [integrationTests], testTimeout: 20_000 } },
      // tsconfig keeps JSX as it is for Next; a page's test compiles it
      {
        oxc: { jsx: { runtime: "automatic" } },
        test: { name: "unit-pages", include: [pageTests], environment: "happy-dom" },
      },
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
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
