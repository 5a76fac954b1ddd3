import { documentEntry, type GrantItem } from "#contracts/document-entry.ts";
import { limits } from "#contracts/limits.ts";
import type { Sql } from "../report/sql.ts";
import { changeDocument } from "./change-document.ts";

type Lot = { readonly operatorId: string; readonly lotId: string };
type Row = {
  plate: string;
  kind: GrantItem["kind"];
  reason: string | null;
  from: number | null;
  until: number | null;
};

/**
 * Makes the entries of these plates in the lot's `grants` of what its lists say, in the caller's transaction. Throws
 * `MassChangeError` unless `isForced`, and `DocumentFullError`.
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
  await changeDocument(sql, { operatorId, lotId, name: "grants" }, changes, { isForced });
}

function itemOf({ kind, reason, from, until }: Row): GrantItem {
  if (kind === "permit") return { kind, from, until };
  if (kind === "paid") return { kind, from: from!, until: until! };
  return { kind, reason, from, until };
}
