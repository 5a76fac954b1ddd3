import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { beforeEach, expect, inject, test } from "vitest";
import type {} from "./integration-services.ts";
import { migrate } from "./migrate.ts";

let folder: string;
let databaseUrl: string;

const write = (name: string, sql: string) => {
  fs.mkdirSync(path.join(folder, name), { recursive: true });
  fs.writeFileSync(path.join(folder, name, "migration.sql"), sql);
};

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-migrations-"));
  const name = `migrate_${path.basename(folder).slice(-6).toLowerCase()}`;
  databaseUrl = Object.assign(new URL(inject("postgresUrl")), { pathname: `/${name}` }).href;
  write("1_first", "CREATE TABLE car (plate text); DO $$ BEGIN PERFORM 1; END $$;");
  await migrate(databaseUrl, { folder });
  return async () => {
    const name = new URL(databaseUrl).pathname.slice(1);
    databaseUrl = inject("postgresUrl");
    await query(`DROP DATABASE "${name}" WITH (FORCE)`);
    fs.rmSync(folder, { recursive: true, force: true });
  };
});

test("makes the database, applies what is missing and nothing twice", async () => {
  write("2_second", "ALTER TABLE car ADD COLUMN seen int");
  await migrate(databaseUrl, { folder });
  await migrate(databaseUrl, { folder });
  expect(await query("SELECT migration_name FROM _prisma_migrations ORDER BY 1")).toEqual([
    { migration_name: "1_first" },
    { migration_name: "2_second" },
  ]);
});

test("two starts at once apply each migration once", async () => {
  write("2_second", "CREATE TABLE lane (id int)");
  await Promise.all([migrate(databaseUrl, { folder }), migrate(databaseUrl, { folder })]);
  expect(await query("SELECT count(*)::int FROM _prisma_migrations")).toEqual([{ count: 2 }]);
});

test("refuses an edited migration", async () => {
  write("1_first", "CREATE TABLE car (plate text, colour text)");
  await expect(migrate(databaseUrl, { folder })).rejects.toThrow(/1_first was edited .* write the change as a new/);
});

test("keeps nothing of a migration that fails, and applies it once it is mended", async () => {
  write("2_second", "CREATE TABLE lane (id int); SELECT 1/0");
  await expect(migrate(databaseUrl, { folder })).rejects.toThrow(/2_second failed, nothing of it was kept: division/);
  write("2_second", "CREATE TABLE lane (id int)");
  await migrate(databaseUrl, { folder });
  expect(await query("SELECT count(*)::int FROM lane")).toEqual([{ count: 0 }]);
});

test("refuses a database of a newer version", async () => {
  write("2_second", "CREATE TABLE lane (id int)");
  await migrate(databaseUrl, { folder });
  fs.rmSync(path.join(folder, "2_second"), { recursive: true });
  await expect(migrate(databaseUrl, { folder })).rejects.toThrow(/newer version, which has 2_second/);
});
