import type { RateTable } from "#engine/model/rate-table.ts";
import type { Tx } from "#prisma/db.ts";

/** Where a shared table is used: in a lot's draft, in what is live there, or in both. */
export type TableUse = {
  readonly tableId: string;
  readonly lotId: string;
  readonly rateTableId: string;
  readonly rateTableVersion: number;
  /** In the draft: the version that it came from and what the lot has; null where only what is live has it. */
  readonly draft: {
    readonly number: number;
    readonly base: RateTable;
    readonly mine: RateTable;
    /** The lot's draft, whatever of it, is not what is live. */
    readonly toPublish: boolean;
  } | null;
  readonly liveNumber: number | null;
};

type Row = Omit<TableUse, "draft"> & {
  number: number | null;
  base: RateTable | null;
  mine: RateTable | null;
  toPublish: boolean | null;
};

/** Every use of these shared tables, by lot. */
export async function readTableUses(
  tx: Tx,
  { operatorId, tableIds }: { operatorId: string; tableIds: readonly string[] },
): Promise<TableUse[]> {
  const rows = await tx.$queryRaw<Row[]>`
    WITH drafted AS (
      SELECT u.table_id, u.lot_id, u.rate_table_id, u.rate_table_version, u.number, v.content AS base,
             jsonb_path_query_first(d.content, '$.tariff.rateTables[*] ? (@.id == $id && @.version == $version)',
               jsonb_build_object('id', u.rate_table_id, 'version', u.rate_table_version)) AS mine,
             d.content IS DISTINCT FROM b.draft AS to_publish
      FROM shared_table_use u
      JOIN draft d ON d.operator_id = u.operator_id AND d.lot_id = u.lot_id
      JOIN lot l ON l.operator_id = u.operator_id AND l.id = u.lot_id
      LEFT JOIN bundle b ON b.operator_id = l.operator_id AND b.lot_id = l.id AND b.number = l.live_number
      JOIN shared_table_version v ON v.operator_id = u.operator_id AND v.table_id = u.table_id AND v.number = u.number
      WHERE u.operator_id = ${operatorId} AND u.table_id = ANY(${tableIds}::uuid[]) AND u.away_sha256 IS NULL
    ), live AS (
      SELECT s.table_id, s.lot_id, s.rate_table_id, s.rate_table_version, s.number
      FROM lot l
      JOIN bundle_shared_table s ON s.operator_id = l.operator_id AND s.lot_id = l.id AND s.bundle_number = l.live_number
      WHERE l.operator_id = ${operatorId} AND s.table_id = ANY(${tableIds}::uuid[])
    )
    SELECT table_id AS "tableId", lot_id AS "lotId", rate_table_id AS "rateTableId",
           rate_table_version AS "rateTableVersion", drafted.number, base, mine, to_publish AS "toPublish", live.number AS "liveNumber"
    FROM drafted FULL JOIN live USING (table_id, lot_id, rate_table_id, rate_table_version)
    ORDER BY lot_id, rate_table_id, rate_table_version`;
  return rows.map(({ number, base, mine, toPublish, ...use }) => ({
    ...use,
    draft: number !== null && base && mine ? { number, base, mine, toPublish: toPublish === true } : null,
  }));
}
