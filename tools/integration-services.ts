import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { ensureClient } from "./build.ts";
import { migrate } from "./migrate.ts";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
    templateDatabase: string;
  }
}

const templateDatabase = "template_liftgate";

/** Starts PostgreSQL once for a run of integration tests, with a migrated database to copy from. */
export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  await ensureClient();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-test-"));
  const server = await startPostgres({
    folder: path.join(folder, "pg"),
    port: 15_450,
    password: "integration",
    logFile: path.join(folder, "pg.log"),
    settings: { fsync: "off", synchronous_commit: "off" }, // its data live only as long as the run
  });
  await migrate(server.url(templateDatabase), { folder: path.join(import.meta.dirname, "../prisma/migrations") });
  project.provide("postgresUrl", server.url("postgres"));
  project.provide("templateDatabase", templateDatabase);
  return async () => {
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
}
