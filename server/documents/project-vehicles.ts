import { documentEntry, type GrantItem } from "#contracts/document-entry.ts";
import { limits } from "#contracts/limits.ts";
import { Failure } from "../identity/failure.ts";
import type { Sql } from "../report/sql.ts";
import { changeDocument, DocumentFullError, MassChangeError } from "./change-document.ts";

type Lot = { readonly operatorId: string; readonly lotId: string };
type Row = {
  plate: string;
  kind: GrantItem["kind"];
  reason: string | null;
  from: number | null;
  until: number | null;
};

/**
 * Makes the entries of these plates in the lot's `grants` of what its lists say, in the caller's transaction. Rejects
 * with a conflict that says how much it changes, unless `isForced`.
 */
export async function projectVehicles(
  sql: Sql,
  { operatorId, lotId }: Lot,
  plates: readonly string[],
  { isForced }: { isForced: boolean },
): Promise<void> {
  const wanted = [...new Set(plates)];
  const rows = (await sql(
    `SELECT plate_text AS plate, kind::text, reason, (extract(epoch FROM valid_from) * 1000)::float8 AS from,
       (extract(epoch FROM valid_until) * 1000)::float8 AS until
     FROM vehicle_entry WHERE operator_id = $1 AND lot_id = $2 AND plate_text = ANY ($3::text[]) AND NOT is_past
     ORDER BY plate_text, kind, valid_from, id`,
    [operatorId, lotId, wanted],
  )) as Row[];
  const items = new Map<string, GrantItem[]>();
  for (const row of rows) items.set(row.plate, [...(items.get(row.plate) ?? []), itemOf(row)]);
  const changes = wanted.map((plate) => {
    const found = items.get(plate)?.slice(0, limits.grantItemsMax);
    return { key: plate, line: found === undefined ? null : documentEntry(plate, found).line };
  });
  try {
    await changeDocument(sql, { operatorId, lotId, name: "grants" }, changes, { isForced });
  } catch (error) {
    if (error instanceof MassChangeError) throw new Failure("conflict", error.message, { conflict: { ...error.step } });
    if (error instanceof DocumentFullError) throw new Failure("tooLarge", error.message);
    throw error;
  }
}

function itemOf({ kind, reason, from, until }: Row): GrantItem {
  if (kind === "permit") return { kind, from, until };
  if (kind === "paid") return { kind, from: from!, until: until! };
  return { kind, reason, from, until };
}
