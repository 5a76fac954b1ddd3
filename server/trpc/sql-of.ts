import type { Tx } from "#prisma/db.ts";
import type { Sql } from "../report/sql.ts";

/** Plain SQL in a transaction of the console's. */
export function sqlOf(tx: Tx): Sql {
  return (text, values = []) => tx.$queryRawUnsafe(text, ...values);
}
