import { createHash } from "node:crypto";
import type pg from "pg";
import type { Sql } from "../report/sql.ts";

/**
 * Runs `work` in one transaction on a connection of the pool; a rejection rolls back. A connection that broke is thrown
 * away, and that it broke is the rejection's business alone.
 */
export async function inTransaction<Result>(pool: pg.Pool, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  const ignoreLoss = () => undefined; // the statement that meets the lost connection rejects with the same error
  client.on("error", ignoreLoss);
  let failure: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(sqlOf(client));
    await client.query("COMMIT");
    return result;
  } catch (error) {
    failure = error as Error;
    await client.query("ROLLBACK").then(
      () => {
        failure = undefined; // the connection is sound
      },
      () => undefined,
    );
    throw error;
  } finally {
    client.off("error", ignoreLoss);
    client.release(failure);
  }
}

const names = new Map<string, string>();
const namesMax = 500;

/** Statements of a connection, each prepared once under a name that follows from its text. */
function sqlOf(client: pg.PoolClient): Sql {
  return async (text, values = []) => {
    if (values.length === 0) return (await client.query(text)).rows;
    return (await client.query({ name: nameOf(text), text, values: [...values] })).rows;
  };
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known) return known;
  if (names.size >= namesMax) return undefined;
  const name = createHash("sha256").update(text).digest("hex").slice(0, 32);
  names.set(text, name);
  return name;
}
