/**
 * Runs one statement with its values and returns the rows. The verbs of this folder take it instead of a driver, so that
 * they work inside a transaction of `pg` (the ingest) as well as of Prisma (a person's verb).
 */
export type Sql = (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
