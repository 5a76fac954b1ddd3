import { defineConfig } from "vitest/config";

const rooms = "{contracts,engine,server,edge-runner,app,prisma,tools}";
const integrationTests = "{server,edge-runner,prisma,tools,e2e}/**/*.integration.test.ts";

const brokerDoor = "tools/cli/broker-passwords.integration.test.ts";
/** What the link promises, on the operator's own broker too. */
const brokerTests = [
  "server/link/{desired,hostile-messages,ingest,outages,poison,second-opinions}.integration.test.ts",
  brokerDoor,
  "e2e/faults/{commands,step-upload}.integration.test.ts",
];
/** One real PostgreSQL for all files, a database of its own for each. */
const onServices = {
  globalSetup: "tools/integration-services.ts",
  setupFiles: "tools/integration-environment.ts",
  testTimeout: 30_000,
  hookTimeout: 30_000,
  maxWorkers: 2,
  retry: 1, // named at the end of `npm test`
};

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: [`${rooms}/**/*.test.ts`], exclude: [integrationTests], testTimeout: 20_000 } },
      { test: { name: "integration", include: [integrationTests], exclude: [brokerDoor], ...onServices } },
      {
        test: {
          name: "mosquitto",
          include: brokerTests,
          env: { LIFTGATE_TEST_BROKER: "mosquitto" },
          ...onServices,
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
