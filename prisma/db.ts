import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "./client/client.ts";

export type Db = PrismaClient;
/** The database inside a transaction. */
export type Tx = Prisma.TransactionClient;

const poolMax = 8;
const connectTimeoutMs = 5_000;

/** A client with a small pool of its own. The caller ends it with `$disconnect()`. */
export function openDb(databaseUrl: string): Db {
  const adapter = new PrismaPg({
    connectionString: databaseUrl,
    max: poolMax,
    connectionTimeoutMillis: connectTimeoutMs,
  });
  return new PrismaClient({ adapter });
}

const shared = globalThis as typeof globalThis & { liftgateDb?: Db };

/** The process's one client on DATABASE_URL. The console's routes are separate bundles, so it hangs on the process. */
export function processDb(): Db {
  shared.liftgateDb ??= openDb(requiredUrl());
  return shared.liftgateDb;
}

function requiredUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set");
  return url;
}
