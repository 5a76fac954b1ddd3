import type { PhotoLoss, PhotoMediaType, PhotoRef } from "#contracts/photo.ts";
import { notifyPassages } from "./notify-passages.ts";
import type { PassageKey } from "./passage-row.ts";
import type { Sql } from "./sql.ts";
import type { EdgeIdentity } from "./stream-rows.ts";

/** A photo that a record names. */
export type NamedPhoto = PassageKey & { readonly edgeId: string; readonly ref: PhotoRef };
/** A photo that an edge says will never come. */
export type LostPhoto = PassageKey & { readonly edgeId: string; readonly kind: string; readonly why: PhotoLoss };

/** Notes which photos passages have, in the caller's transaction. What is known of one stays. */
export async function namePhotos(sql: Sql, photos: readonly NamedPhoto[]): Promise<void> {
  if (photos.length === 0) return;
  await sql(
    `INSERT INTO passage_photo (operator_id, lot_id, passage_id, kind, edge_id, sha256, bytes, media_type, lost)
     SELECT p."operatorId", p."lotId", p."passageId", p.kind, p."edgeId", p.sha256, p.bytes, p."mediaType", p.lost
     FROM jsonb_to_recordset($1::jsonb) AS p("operatorId" text, "lotId" text, "passageId" text, kind text,
       "edgeId" text, sha256 text, bytes integer, "mediaType" text, lost text)
     ON CONFLICT (operator_id, lot_id, passage_id, kind) DO UPDATE
       SET sha256 = excluded.sha256, bytes = excluded.bytes, media_type = excluded.media_type
       WHERE passage_photo.sha256 IS NULL AND passage_photo.erased_at IS NULL`,
    [JSON.stringify(photos.map(({ ref, ...key }) => ({ ...key, ...ref })))],
  );
}

/** Notes that photos will never come. The word of it may be here before the record that names them. */
export async function losePhotos(sql: Sql, photos: readonly LostPhoto[]): Promise<void> {
  if (photos.length === 0) return;
  await sql(
    `INSERT INTO passage_photo (operator_id, lot_id, passage_id, kind, edge_id, lost)
     SELECT p."operatorId", p."lotId", p."passageId", p.kind, p."edgeId", p.why
     FROM jsonb_to_recordset($1::jsonb) AS p("operatorId" text, "lotId" text, "passageId" text, kind text,
       "edgeId" text, why text)
     ON CONFLICT (operator_id, lot_id, passage_id, kind) DO UPDATE SET lost = excluded.lost`,
    [JSON.stringify(photos)],
  );
  await notifyPassages(sql, photos);
}

/** What is known of a content address of an edge. */
export type PhotoStanding = {
  /** Its file is here. */
  readonly stored: { readonly bytes: number; readonly mediaType: PhotoMediaType } | null;
  /** Records name it. */
  readonly isNamed: boolean;
  /** Records named it, and all of them were erased. */
  readonly isUnwanted: boolean;
};

/** `locks`: what an erasure would change waits until the caller's transaction is over. */
export async function readStanding(
  sql: Sql,
  edge: EdgeIdentity,
  sha256: string,
  locks = false,
): Promise<PhotoStanding> {
  const place = [edge.operatorId, edge.lotId, edge.edgeId, sha256];
  const where = "operator_id = $1 AND lot_id = $2 AND edge_id = $3 AND sha256 = $4::bpchar";
  const names = await sql(
    `SELECT erased_at IS NOT NULL OR lost = 'expired' AS "isGone" FROM passage_photo WHERE ${where}${locks ? " FOR SHARE" : ""}`,
    place,
  );
  const [stored] = await sql(
    `SELECT bytes, media_type AS "mediaType" FROM photo WHERE ${where} AND removed_at IS NULL`,
    place,
  );
  return {
    stored: (stored as PhotoStanding["stored"] | undefined) ?? null,
    isNamed: names.length > 0,
    isUnwanted: names.length > 0 && names.every(({ isGone }) => isGone === true),
  };
}

/** How many photos of an edge are here that no record names yet. */
export async function countUnnamed(sql: Sql, edge: EdgeIdentity): Promise<number> {
  const [row] = await sql(
    `SELECT count(*)::float8 AS count FROM photo p
     WHERE p.operator_id = $1 AND p.lot_id = $2 AND p.edge_id = $3 AND NOT EXISTS (
       SELECT 1 FROM passage_photo n WHERE n.operator_id = p.operator_id AND n.lot_id = p.lot_id
         AND n.edge_id = p.edge_id AND n.sha256 = p.sha256)`,
    [edge.operatorId, edge.lotId, edge.edgeId],
  );
  return Number(row?.count ?? 0);
}

/** Notes that a photo's file is here, and tells the pages of its passages. */
export async function storePhoto(
  sql: Sql,
  edge: EdgeIdentity,
  photo: { sha256: string; bytes: number; mediaType: PhotoMediaType },
): Promise<void> {
  const place = [edge.operatorId, edge.lotId, edge.edgeId, photo.sha256];
  await sql(
    `INSERT INTO photo (operator_id, lot_id, edge_id, sha256, bytes, media_type)
     VALUES ($1, $2, $3, $4::bpchar, $5, $6)
     ON CONFLICT (operator_id, lot_id, edge_id, sha256) DO UPDATE SET removed_at = NULL, stored_at = now()`,
    [...place, photo.bytes, photo.mediaType],
  );
  const passages = await sql(
    `SELECT operator_id AS "operatorId", lot_id AS "lotId", passage_id AS "passageId" FROM passage_photo
     WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3 AND sha256 = $4::bpchar`,
    place,
  );
  await notifyPassages(sql, passages as readonly PassageKey[]);
}

/** Marks the photos of a passage erased, and their files as to be removed unless another passage names them too. */
export async function erasePhotos(sql: Sql, { operatorId, lotId, passageId }: PassageKey): Promise<number> {
  const erased = await sql(
    `UPDATE passage_photo SET erased_at = now()
     WHERE operator_id = $1 AND lot_id = $2 AND passage_id = $3 AND erased_at IS NULL RETURNING kind`,
    [operatorId, lotId, passageId],
  );
  await sql(
    `UPDATE photo p SET removed_at = now()
     FROM passage_photo n
     WHERE n.operator_id = $1 AND n.lot_id = $2 AND n.passage_id = $3
       AND p.operator_id = n.operator_id AND p.lot_id = n.lot_id AND p.edge_id = n.edge_id AND p.sha256 = n.sha256
       AND p.removed_at IS NULL AND NOT EXISTS (
         SELECT 1 FROM passage_photo other WHERE other.operator_id = p.operator_id AND other.lot_id = p.lot_id
           AND other.edge_id = p.edge_id AND other.sha256 = p.sha256 AND other.erased_at IS NULL)`,
    [operatorId, lotId, passageId],
  );
  return erased.length;
}

/** Forgets a photo whose file has gone, unless it has come anew meanwhile. */
export async function dropPhotoRow(
  sql: Sql,
  photo: { operatorId: string; lotId: string; edgeId: string; sha256: string },
): Promise<void> {
  await sql(
    `DELETE FROM photo WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3 AND sha256 = $4::bpchar
       AND removed_at IS NOT NULL`,
    [photo.operatorId, photo.lotId, photo.edgeId, photo.sha256],
  );
}
