import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { makeSecrets } from "./secrets.ts";

// Runs before each integration test file: the file finds the environment of a real start, with a migrated and empty
// database, a data folder and secrets that are its own.
const database = `test_${randomUUID().replaceAll("-", "")}`;
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-data-"));

await administer(`CREATE DATABASE ${database} TEMPLATE ${inject("templateDatabase")}`);
process.env.DATABASE_URL = Object.assign(new URL(inject("postgresUrl")), { pathname: `/${database}` }).href;
process.env.LIFTGATE_DATA_DIR = dataDir;
Object.assign(process.env, makeSecrets(dataDir, {}).environment);

afterAll(async () => {
  await administer(`DROP DATABASE ${database} WITH (FORCE)`);
  fs.rmSync(dataDir, { recursive: true, force: true });
});

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
