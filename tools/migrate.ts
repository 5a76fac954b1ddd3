import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";

type Migration = { name: string; sql: string; checksum: string };
type MigrateOptions = { folder: string; say?: (line: string) => void };

/** The advisory lock that Prisma Migrate takes, so that both never run at once. */
const prismaLock = 72_707_369;
const historyTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
  migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

/**
 * Applies the migrations that the database lacks, with Prisma's own bookkeeping, so that `prisma migrate status` and
 * `deploy` agree with it. Makes the database when it is missing. A migration that failed half-way is rolled back as a
 * whole and can be tried again; one that was edited after it was applied is refused.
 */
export async function migrate(databaseUrl: string, { folder, say }: MigrateOptions): Promise<void> {
  await createMissingDatabase(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [prismaLock]);
    await client.query(historyTable);
    const applied = await readHistory(client);
    for (const migration of readMigrations(folder)) {
      const checksum = applied.get(migration.name);
      applied.delete(migration.name);
      if (checksum === undefined) await apply(client, migration, say);
      else if (checksum !== migration.checksum) throw new Error(editedWords(migration.name));
    }
    const newer = [...applied.keys()];
    if (newer.length > 0) throw new Error(`the database was made by a newer version, which has ${newer.join(", ")}`);
  } finally {
    await client.end();
  }
}

/** Every migration of the folder in the order in which they apply. */
export function readMigrations(folder: string): Migration[] {
  if (!fs.existsSync(folder)) return [];
  const names = fs.readdirSync(folder).filter((name) => fs.existsSync(path.join(folder, name, "migration.sql")));
  return names.sort().map((name) => {
    const sql = fs.readFileSync(path.join(folder, name, "migration.sql"), "utf8");
    return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
  });
}

async function createMissingDatabase(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    if ((error as { code?: string }).code !== "3D000") throw error; // 3D000: no such database
    const url = new URL(databaseUrl);
    const name = decodeURIComponent(url.pathname.slice(1));
    url.pathname = "/postgres";
    const admin = new pg.Client({ connectionString: url.href });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(name)}`).finally(() => admin.end());
  }
}

async function readHistory(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  const unfinished = rows.find((row) => row.finished_at === null);
  if (unfinished) {
    const name = unfinished.migration_name;
    throw new Error(`migration ${name} failed before: repair, then npx prisma migrate resolve --rolled-back ${name}`);
  }
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration, say?: MigrateOptions["say"]) {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK");
    throw new Error(`migration ${name} failed, nothing of it was kept: ${(cause as Error).message}`, { cause });
  }
  say?.(`migration ${name} applied`);
}

function editedWords(name: string): string {
  return (
    `migration ${name} was edited after this database had applied it: a migration that has landed is never edited. ` +
    `Put the old text back (git log -p -- prisma/migrations/${name}) and write the change as a new migration`
  );
}
