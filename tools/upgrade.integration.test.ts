import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { openDb } from "#prisma/db.ts";
import { loadSnapshot, takeSnapshot } from "./data-snapshot.ts";
import { projectFolder } from "./freshness.ts";
import type {} from "./integration-services.ts";
import { migrate, readMigrations } from "./migrate.ts";

const migrations = path.join(projectFolder, "prisma/migrations");
const snapshots = path.join(projectFolder, "prisma/snapshots");

/** Migrations up to the one that the snapshot was taken at. */
function migrationsUpTo(last: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-upgrade-"));
  for (const { name, sql } of readMigrations(migrations)) {
    if (name > last) continue;
    fs.mkdirSync(path.join(folder, name));
    fs.writeFileSync(path.join(folder, name, "migration.sql"), sql);
  }
  return folder;
}

async function count(databaseUrl: string, table: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(`SELECT count(*)::int AS n FROM "${table}"`).finally(() => client.end());
  return rows[0]?.n;
}

test.each(fs.readdirSync(snapshots).sort())("data of %s are taken over whole and can be read", async (file) => {
  const text = fs.readFileSync(path.join(snapshots, file), "utf8");
  const { migration } = JSON.parse(text) as { migration: string };
  const database = `upgrade_${randomUUID().replaceAll("-", "")}`;
  const databaseUrl = Object.assign(new URL(inject("postgresUrl")), { pathname: `/${database}` }).href;
  await migrate(databaseUrl, { folder: migrationsUpTo(migration) });
  const rows = await loadSnapshot(databaseUrl, text);
  expect(Object.values(rows).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(20);
  expect((await takeSnapshot(databaseUrl)).text.length).toBe(text.length);

  await migrate(databaseUrl, { folder: migrations });

  for (const [table, n] of Object.entries(rows)) expect([table, await count(databaseUrl, table)]).toEqual([table, n]);
  const db = openDb(databaseUrl);
  const models = Object.values(db).filter((value) => typeof value?.findMany === "function");
  expect(models.length).toBeGreaterThan(10);
  for (const model of models) await model.findMany({ take: 1_000 });
  await db.$disconnect();
});
