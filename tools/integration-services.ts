import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { ensureClient } from "./build.ts";
import { migrate } from "./migrate.ts";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The database `postgres` of the server, for those who make databases. */
    postgresUrl: string;
    /** A migrated and empty database to copy from. */
    templateDatabase: string;
  }
}

type Services = { postgresUrl: string; stop: () => Promise<void> };

/**
 * Starts PostgreSQL once for a run of integration tests, with a migrated database to copy from. With
 * LIFTGATE_TEST_POSTGRES_URL the run goes against that server instead (its database `postgres`, as a superuser).
 */
export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  await ensureClient();
  const given = process.env.LIFTGATE_TEST_POSTGRES_URL;
  const services = given ? { postgresUrl: given, stop: async () => {} } : await startOwnServer();
  const templateDatabase = `template_${randomUUID().replaceAll("-", "")}`;
  const templateUrl = Object.assign(new URL(services.postgresUrl), { pathname: `/${templateDatabase}` }).href;
  await migrate(templateUrl, { folder: path.join(import.meta.dirname, "../prisma/migrations") });
  project.provide("postgresUrl", services.postgresUrl);
  project.provide("templateDatabase", templateDatabase);
  return async () => {
    const client = new pg.Client({ connectionString: services.postgresUrl });
    await client.connect();
    await client.query(`DROP DATABASE ${templateDatabase} WITH (FORCE)`).finally(() => client.end());
    await services.stop();
  };
}

async function startOwnServer(): Promise<Services> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-test-"));
  const server = await startPostgres({
    folder: path.join(folder, "pg"),
    port: 15_450,
    password: "integration",
    logFile: path.join(folder, "pg.log"),
    settings: { fsync: "off", synchronous_commit: "off" }, // its data live only as long as the run
  });
  const stop = async () => {
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  return { postgresUrl: server.url("postgres"), stop };
}
