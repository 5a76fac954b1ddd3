import pg from "pg";

/** Signs of sessions that were open: worth nothing to an upgrade, and not for a repository. */
const leftOut = ["_prisma_migrations", "auth_session", "auth_verification", "auth_rate_limit"];

/**
 * All rows of a database as JSON text, with the name of the last migration that it has applied. The numbers stay as
 * PostgreSQL wrote them: parsing them here would lose digits.
 */
export async function takeSnapshot(databaseUrl: string): Promise<{ migration: string; text: string }> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT max(migration_name) AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL",
    );
    const migration = rows[0]?.name ?? "";
    const tables: string[] = [];
    for (const table of await listTables(client)) {
      const { rows } = await client.query<{ content: string }>(
        `SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text AS content FROM ${client.escapeIdentifier(table)} t`,
      );
      tables.push(`${JSON.stringify(table)}: ${rows[0]?.content}`);
    }
    return { migration, text: `{"migration": ${JSON.stringify(migration)}, "tables": {\n${tables.join(",\n")}\n}}\n` };
  });
}

/** Puts a snapshot into an empty database that has applied the snapshot's migrations. Returns the rows of each table. */
export async function loadSnapshot(databaseUrl: string, text: string): Promise<Record<string, number>> {
  const { tables } = JSON.parse(text) as { tables: Record<string, unknown[]> };
  await withClient(databaseUrl, async (client) => {
    await client.query("SET session_replication_role = replica"); // the order of tables does not matter then
    for (const table of Object.keys(tables)) {
      const name = `public.${client.escapeIdentifier(table)}`; // "record" alone is a type of PostgreSQL
      const columns = (await listColumns(client, table)).map((column) => client.escapeIdentifier(column)).join(", ");
      await client.query(
        `INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE
         SELECT ${columns} FROM jsonb_populate_recordset(NULL::${name}, $1::jsonb -> 'tables' -> $2)`,
        [text, table],
      );
    }
  });
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length]));
}

/** Ordinary and partitioned tables; a partition's rows come with its parent. */
async function listTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> ALL($1)
     ORDER BY c.relname`,
    [leftOut],
  );
  return rows.map(({ name }) => name);
}

async function listColumns(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  );
  return rows.map(({ name }) => name);
}

async function withClient<Result>(databaseUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return work(client).finally(() => client.end());
}
