import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { inTransaction } from "#server/link/in-transaction.ts";
import type { Sql } from "#server/report/sql.ts";
import { projectFolder } from "../freshness.ts";
import { BadInputError } from "./bad-input-error.ts";

export type OperatorDatabase = <Result>(work: (sql: Sql) => Promise<Result>) => Promise<Result>;

const connectTimeoutMs = 5_000;

/**
 * Gives `work` a way to run transactions on the database that DATABASE_URL names, or else on that of the `npm start` in
 * this checkout. No statement has a time limit: a proof of years of records takes what it takes.
 */
export async function withOperatorDatabase<Result>(
  work: (transaction: OperatorDatabase) => Promise<Result>,
): Promise<Result> {
  const pool = new pg.Pool({
    connectionString: databaseAddress(),
    max: 1,
    application_name: "liftgate command",
    connectionTimeoutMillis: connectTimeoutMs,
  });
  pool.on("error", () => undefined); // the next statement rejects with the same
  try {
    await pool.query("SELECT FROM record LIMIT 1").catch(refuse);
    return await work((statements) => inTransaction(pool, statements));
  } finally {
    await pool.end();
  }
}

function databaseAddress(): string {
  const { DATABASE_URL: given, LIFTGATE_DATA_DIR: dataDir, LIFTGATE_DATABASE_PASSWORD: password } = process.env;
  if (given && !URL.canParse(given)) throw new BadInputError(["DATABASE_URL is not an address"]);
  if (given) {
    const address = new URL(given);
    if (address.password === "" && password) address.password = password;
    return address.href;
  }
  const file = path.join(path.resolve(dataDir ?? path.join(projectFolder, ".data")), "secrets/database-url");
  if (fs.existsSync(file)) return fs.readFileSync(file, "utf8").trim();
  throw new BadInputError(["set DATABASE_URL to the address of the cloud's database; npm start has not run here"]);
}

function refuse(cause: unknown): never {
  const { message, code } = cause as NodeJS.ErrnoException; // a refused connection says its code alone
  throw new BadInputError([`the database cannot be read: ${message || code}`], { cause });
}
