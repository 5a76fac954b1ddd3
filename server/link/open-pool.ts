import pg from "pg";
import { log } from "./log.ts";

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 20_000;

/** A bounded pool of database connections in which no call waits for ever and a lost connection is not a crash. */
export function openPool(connectionString: string, { name, max }: { name: string; max: number }): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    application_name: `liftgate ${name}`,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 1_000,
    keepAlive: true,
  });
  pool.on("error", (error) => log.warn({ reason: error.message }, "an idle database connection was lost"));
  return pool;
}
