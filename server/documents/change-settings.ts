import { documentEntry, entryValue } from "#contracts/document-entry.ts";
import { type EdgeSettings, edgeSettingsSchema } from "#contracts/edge-settings.ts";
import type { Sql } from "../report/sql.ts";
import { changeDocument } from "./change-document.ts";

type EdgePlace = { readonly operatorId: string; readonly lotId: string; readonly edgeId: string };

/** The settings of an edge as they stand in its lot's document; empty where nothing was ever changed. */
export async function readSettings(sql: Sql, { operatorId, lotId, edgeId }: EdgePlace): Promise<EdgeSettings> {
  const [row] = await sql(
    `SELECT line FROM document_entry WHERE operator_id = $1 AND lot_id = $2 AND name = 'settings' AND key = $3`,
    [operatorId, lotId, edgeId],
  );
  return row === undefined ? {} : (entryValue(edgeSettingsSchema, row.line as string) ?? {});
}

/** Gives an edge other settings, in the caller's transaction; an edge hears of them once it has committed. */
export async function changeSettings(
  sql: Sql,
  { operatorId, lotId, edgeId }: EdgePlace,
  settings: EdgeSettings,
): Promise<void> {
  const isEmpty = Object.keys(settings).length === 0;
  const line = isEmpty ? null : documentEntry(edgeId, settings).line;
  await changeDocument(sql, { operatorId, lotId, name: "settings" }, [{ key: edgeId, line }]);
}
