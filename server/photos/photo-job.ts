import type pg from "pg";
import { parsePhotoUploadId } from "#contracts/photo.ts";
import { inTransaction } from "../link/in-transaction.ts";
import { log } from "../link/log.ts";
import { dropPhotoRow } from "../report/photo-rows.ts";
import type { Sql } from "../report/sql.ts";
import type { PhotoFiles, PhotoPlace } from "./photo-files.ts";

export type PhotoJobOptions = { pool: pg.Pool; files: PhotoFiles; keptDays: number; everyMs?: number };

const defaultEveryMs = 60_000;
const atOnceMax = 500;
/** A photo whose record has not come after so long will not be looked at through any passage. */
const unnamedDays = 7;
const uploadKeptMs = 7 * 24 * 60 * 60_000;

/** Removes photos whose time is over, that were erased, or that no record ever named. */
export class PhotoJob {
  readonly #options: PhotoJobOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopping = false;

  constructor(options: PhotoJobOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.sweep();
    } catch (error) {
      log.warn({ reason: (error as Error).message }, "photos could not be cleared away, trying again");
    }
    if (this.#isStopping) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, this.#options.everyMs ?? defaultEveryMs);
  }

  /** One round. */
  async sweep(): Promise<void> {
    const { pool, files, keptDays } = this.#options;
    await inTransaction(pool, (sql) => markOld(sql, keptDays));
    for (let isMore = true; isMore && !this.#isStopping; ) {
      const going = await inTransaction(pool, readRemoved);
      for (const { operatorId, ...place } of going) {
        // the file first: a row without a file shows nothing, a file without a row would stay for ever
        await files.remove(place);
        await files.removeUpload(place);
        await inTransaction(pool, (sql) => dropPhotoRow(sql, { operatorId, ...place }));
      }
      isMore = going.length === atOnceMax;
    }
    for (const id of await files.oldUploads(uploadKeptMs)) {
      const place = parsePhotoUploadId(id);
      if (place !== null) await files.removeUpload(place);
    }
  }
}

/** A photo that is shown no longer says so at its passages. */
async function markOld(sql: Sql, keptDays: number): Promise<void> {
  await sql(
    `WITH old AS (
       UPDATE photo SET removed_at = now()
       WHERE removed_at IS NULL AND stored_at < now() - make_interval(days => $1::integer)
       RETURNING operator_id, lot_id, edge_id, sha256)
     UPDATE passage_photo n SET lost = 'expired' FROM old
     WHERE n.operator_id = old.operator_id AND n.lot_id = old.lot_id AND n.edge_id = old.edge_id
       AND n.sha256 = old.sha256 AND n.erased_at IS NULL`,
    [keptDays],
  );
  await sql(
    `UPDATE photo p SET removed_at = now()
     WHERE removed_at IS NULL AND stored_at < now() - make_interval(days => $1::integer) AND NOT EXISTS (
       SELECT 1 FROM passage_photo n WHERE n.operator_id = p.operator_id AND n.lot_id = p.lot_id
         AND n.edge_id = p.edge_id AND n.sha256 = p.sha256)`,
    [unnamedDays],
  );
}

async function readRemoved(sql: Sql): Promise<(PhotoPlace & { operatorId: string })[]> {
  const rows = await sql(
    `SELECT operator_id AS "operatorId", lot_id AS "lotId", edge_id AS "edgeId", sha256::text FROM photo
     WHERE removed_at IS NOT NULL ORDER BY removed_at LIMIT $1::integer`,
    [atOnceMax],
  );
  return rows as unknown as (PhotoPlace & { operatorId: string })[];
}
