import type { Sql } from "./sql.ts";

const monthsBack = 13;
const monthsAhead = 3;

/** First days of the months whose passages have a partition of their own, around `now`. */
export function partitionMonths(now: number): string[] {
  const today = new Date(now);
  return Array.from({ length: monthsBack + 1 + monthsAhead }, (_, index) => {
    const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - monthsBack + index, 1);
    return new Date(first).toISOString().slice(0, 10);
  });
}

/**
 * Makes the partition of one month, moving what stands in the default partition. Runs in a transaction of its own: writers
 * wait at the parent for the moment, since one that had already chosen the default partition would be refused there.
 * Returns whether it had to be made.
 */
export async function ensurePassageMonth(sql: Sql, firstDay: string): Promise<boolean> {
  const name = `passage_${firstDay.slice(0, 7).replace("-", "")}`;
  const [found] = await sql("SELECT to_regclass($1) IS NOT NULL AS exists", [`parts.${name}`]);
  if (found?.exists === true) return false;
  await sql("SET LOCAL lock_timeout = '5s'");
  await sql("LOCK TABLE ONLY passage IN SHARE ROW EXCLUSIVE MODE");
  const [made] = await sql("SELECT parts.ensure_passage_month($1::date) AS made", [firstDay]);
  return made?.made === true;
}
