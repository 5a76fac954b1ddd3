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
  tariffName: string | null;
  rightKind: string | null;
  amountMinor: number | null;
  stayCount: number | null;
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
       (extract(epoch FROM valid_until) * 1000)::float8 AS until, tariff_name AS "tariffName", right_kind AS "rightKind",
       amount_minor::float8 AS "amountMinor", stay_count AS "stayCount"
     FROM vehicle_entry WHERE operator_id = $1 AND lot_id = $2 AND plate_text = ANY ($3::text[]) AND NOT is_past
     ORDER BY plate_text, kind, valid_from, id`,
    [operatorId, lotId, wanted],
  )) as Row[];
  const items = new Map<string, GrantItem[]>();
  for (const row of rows) items.set(row.plate, [...(items.get(row.plate) ?? []), itemOf(row)]);
  const changes = wanted.map((plate) => {
    const found = items.has(plate) ? mostTelling(items.get(plate)!) : undefined;
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

/** An entry has room for so many: of what is given again and again the newest. */
function mostTelling(items: readonly GrantItem[]): readonly GrantItem[] {
  if (items.length <= limits.grantItemsMax) return items;
  const isLasting = ({ kind }: GrantItem) => kind !== "validation" && kind !== "paid" && kind !== "reservation";
  const passing = items.filter((item) => !isLasting(item)).sort((a, b) => (b.from ?? 0) - (a.from ?? 0));
  return [...items.filter(isLasting), ...passing].slice(0, limits.grantItemsMax);
}

/** What a row does not say is not in its item, so that a list of old looks as it did. */
function itemOf(row: Row): GrantItem {
  const { kind, reason, until, tariffName, rightKind, amountMinor } = row;
  const times = { from: row.from, until };
  switch (kind) {
    case "block":
      return { kind, reason, ...times };
    case "allow":
    case "exempt":
      return { kind, reason, ...times, ...(tariffName === null ? {} : { entitlement: tariffName }) };
    case "permit": {
      const product = tariffName === null ? {} : { product: tariffName };
      return { kind, ...times, ...product, ...(rightKind === null ? {} : { rightKind }) };
    }
    case "paid": {
      const amount = amountMinor === null ? {} : { amountMinor };
      return {
        kind,
        from: row.from!,
        until: until!,
        ...amount,
        ...(tariffName === null ? {} : { channel: tariffName }),
      };
    }
    case "validation":
      return { kind, type: tariffName!, from: row.from!, until: until! };
    case "reservation":
      return { kind, from: row.from!, until: until! };
    case "autoPay":
      return { kind, limitMinor: amountMinor, ...times };
    case "debt":
      return { kind, amountMinor: amountMinor!, count: row.stayCount ?? 1, ...times };
  }
}
