import { gzipSync } from "node:zlib";
import {
  type DocumentChange,
  emptyRoot,
  encodeChanges,
  entryHash,
  type GrantStep,
  isBlocking,
  isMassChange,
  xorRoots,
} from "#contracts/document-entry.ts";
import { limits } from "#contracts/limits.ts";
import type { DocumentName } from "#contracts/names.ts";
import type { Sql } from "../report/sql.ts";

export type DocumentKey = { readonly operatorId: string; readonly lotId: string; readonly name: DocumentName };

/** A change that no list takes unasked; a person who has seen these numbers may confirm it. */
export class MassChangeError extends Error {
  override readonly name = "MassChangeError";
  constructor(readonly step: GrantStep) {
    super("this changes much of the list at once");
  }
}

/** A document has its bound. */
export class DocumentFullError extends Error {
  override readonly name = "DocumentFullError";
}

type Row = { version: string; generation: number; count: number; root: string };

/** What a delta's message has besides its changes. */
const headRoom = 8 * 1024;

/**
 * Gives keys of a document other entries, or none, as its next version, in the caller's transaction; the document's row
 * is locked from here on. Nothing happens where nothing is different. Edges are told once the transaction has committed.
 * Throws {@link MassChangeError} unless `isForced`, and {@link DocumentFullError}.
 */
export async function changeDocument(
  sql: Sql,
  key: DocumentKey,
  wanted: readonly DocumentChange[],
  { isForced = false }: { isForced?: boolean } = {},
): Promise<void> {
  const row = await lockDocument(sql, key);
  const before = await readLines(
    sql,
    key,
    wanted.map((one) => one.key),
  );
  const changes = wanted.filter((one) => (before.get(one.key) ?? null) !== one.line);
  if (changes.length === 0) return;
  const { root, count, step } = after(row, changes, before);
  if (count > limits.documentEntriesMax) throw new DocumentFullError(`at most ${limits.documentEntriesMax} entries`);
  const isMass = key.name === "grants" && isMassChange(step);
  if (isMass && !isForced) throw new MassChangeError(step);
  await writeEntries(sql, key, changes);
  const version = Number(row.version) + 1;
  const gzip = changes.length <= limits.deltaChangesMax ? gzipSync(encodeChanges(changes)) : null;
  const isDelta = gzip !== null && gzip.length <= limits.deltaBytesMax - headRoom;
  if (isDelta) {
    await sql(
      `INSERT INTO document_delta (operator_id, lot_id, name, generation, version, changes, count, root)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [key.operatorId, key.lotId, key.name, row.generation, version, gzip, count, root],
    );
  }
  await sql(
    `UPDATE document SET version = $4, count = $5, root = $6, changed_at = now(),
       deltas_from = CASE WHEN $7 THEN deltas_from ELSE $4 END, forced = CASE WHEN $8 THEN $4 ELSE forced END
     WHERE operator_id = $1 AND lot_id = $2 AND name = $3`,
    [key.operatorId, key.lotId, key.name, version, count, root, isDelta, isMass],
  );
  await tellDocument(sql, key);
}

/** A person confirms the document as it is, so that edges take it however much it changes. */
export async function confirmDocument(sql: Sql, key: DocumentKey): Promise<number> {
  const { version } = await lockDocument(sql, key);
  await sql("UPDATE document SET forced = version WHERE operator_id = $1 AND lot_id = $2 AND name = $3", [
    key.operatorId,
    key.lotId,
    key.name,
  ]);
  await tellDocument(sql, key);
  return Number(version);
}

/** Locks a document's row until the transaction ends; makes the document where there is none. */
export async function lockDocument(sql: Sql, { operatorId, lotId, name }: DocumentKey): Promise<Row> {
  await sql(
    `INSERT INTO document (operator_id, lot_id, name, root) VALUES ($1, $2, $3, $4)
     ON CONFLICT (operator_id, lot_id, name) DO NOTHING`,
    [operatorId, lotId, name, emptyRoot],
  );
  const [row] = await sql(
    `SELECT version::text, generation, count, root::text FROM document
     WHERE operator_id = $1 AND lot_id = $2 AND name = $3 FOR UPDATE`,
    [operatorId, lotId, name],
  );
  return row as Row;
}

async function tellDocument(sql: Sql, { operatorId, lotId, name }: DocumentKey): Promise<void> {
  await sql("SELECT pg_notify('liftgate_document', $1)::text", [JSON.stringify({ operatorId, lotId, name })]);
}

async function readLines(sql: Sql, key: DocumentKey, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql(
    `SELECT key, line FROM document_entry WHERE operator_id = $1 AND lot_id = $2 AND name = $3
       AND key = ANY ($4::text[])`,
    [key.operatorId, key.lotId, key.name, keys],
  );
  return new Map(rows.map((row) => [row.key as string, row.line as string]));
}

function after(row: Row, changes: readonly DocumentChange[], before: ReadonlyMap<string, string>) {
  let { root, count } = row;
  let removed = 0;
  let newlyBlocked = 0;
  for (const { key, line } of changes) {
    const old = before.get(key) ?? null;
    if (old !== null) root = xorRoots(root, entryHash(old));
    if (line !== null) root = xorRoots(root, entryHash(line));
    count += (line === null ? 0 : 1) - (old === null ? 0 : 1);
    if (old !== null && line === null) removed++;
    if (isBlocking(line) && !isBlocking(old)) newlyBlocked++;
  }
  return { root, count, step: { before: row.count, after: count, removed, newlyBlocked } };
}

async function writeEntries(sql: Sql, key: DocumentKey, changes: readonly DocumentChange[]): Promise<void> {
  const { operatorId, lotId, name } = key;
  const gone = changes.filter(({ line }) => line === null).map((one) => one.key);
  const put = changes.filter(({ line }) => line !== null);
  if (gone.length > 0) {
    await sql(
      `DELETE FROM document_entry WHERE operator_id = $1 AND lot_id = $2 AND name = $3 AND key = ANY ($4::text[])`,
      [operatorId, lotId, name, gone],
    );
  }
  if (put.length === 0) return;
  await sql(
    `INSERT INTO document_entry (operator_id, lot_id, name, key, line)
     SELECT $1, $2, $3, e.key, e.line FROM unnest($4::text[], $5::text[]) AS e(key, line)
     ON CONFLICT (operator_id, lot_id, name, key) DO UPDATE SET line = excluded.line`,
    [operatorId, lotId, name, put.map((one) => one.key), put.map(({ line }) => line)],
  );
}
