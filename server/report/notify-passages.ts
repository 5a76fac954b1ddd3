import type { PassageKey } from "./passage-row.ts";
import type { Sql } from "./sql.ts";

/** Tells open pages, once the transaction commits, that these passages say something new. */
export async function notifyPassages(sql: Sql, passages: readonly PassageKey[]): Promise<void> {
  if (passages.length === 0) return;
  await sql("SELECT pg_notify('liftgate_passage', payload) FROM unnest($1::text[]) AS payload", [
    passages.map(({ operatorId, lotId, passageId }) => JSON.stringify({ operatorId, lotId, passageId })),
  ]);
}
