import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import {
  type DocumentHeadContent,
  type DocumentSource,
  encodeDocumentMessage,
  signDocumentHead,
} from "#contracts/document.ts";
import type { SigningKey } from "#contracts/signature.ts";
import type { Sql } from "../report/sql.ts";
import type { DocumentKey } from "./change-document.ts";

/** A document's row. */
export type DocumentRow = {
  readonly generation: number;
  readonly version: number;
  readonly deltasFrom: number;
  readonly forced: number;
  readonly count: number;
  readonly root: string;
};

export type StoredDelta = {
  readonly version: number;
  readonly changes: Uint8Array;
  readonly count: number;
  readonly root: string;
};

export async function readDocument(sql: Sql, { operatorId, lotId, name }: DocumentKey): Promise<DocumentRow | null> {
  const [row] = await sql(
    `SELECT generation, version::float8, deltas_from::float8 AS "deltasFrom", forced::float8, count, root::text
     FROM document WHERE operator_id = $1 AND lot_id = $2 AND name = $3`,
    [operatorId, lotId, name],
  );
  return (row as DocumentRow | undefined) ?? null;
}

const deltasMax = 500;

/** Deltas after a version, in order, the first few hundred of them. */
export async function readDeltas(sql: Sql, key: DocumentKey, generation: number, from: number): Promise<StoredDelta[]> {
  const rows = await sql(
    `SELECT version::float8, changes, count, root::text FROM document_delta
     WHERE operator_id = $1 AND lot_id = $2 AND name = $3 AND generation = $4 AND version > $5
     ORDER BY version LIMIT $6`,
    [key.operatorId, key.lotId, key.name, generation, from, deltasMax],
  );
  return rows as StoredDelta[];
}

/**
 * How far the cloud has heard each edge of a lot: an edge whose telemetry said that nothing waited had told everything by
 * then, one with a backlog everything before its oldest record. One that has never been linked has let nobody in.
 */
export async function readSources(sql: Sql, { operatorId, lotId }: DocumentKey): Promise<DocumentSource[]> {
  const rows = await sql(
    `SELECT e.id AS "edgeId", c.epoch::text, COALESCE(c.mark, 0)::float8 AS mark,
       CASE WHEN s.edge_id IS NULL THEN extract(epoch FROM now()) * 1000
         ELSE COALESCE(extract(epoch FROM s.telemetry_at) * 1000, 0) END::float8 AS "heardAt",
       (s.telemetry #>> '{backlog,records}')::float8 AS waiting, (s.telemetry #>> '{backlog,oldestAt}')::float8 AS "oldestAt"
     FROM edge e LEFT JOIN edge_state s ON s.operator_id = e.operator_id AND s.lot_id = e.lot_id AND s.edge_id = e.id
     LEFT JOIN LATERAL (SELECT epoch, mark FROM session_cursor c WHERE c.operator_id = e.operator_id
       AND c.lot_id = e.lot_id AND c.edge_id = e.id ORDER BY epoch DESC LIMIT 1) c ON true
     WHERE e.operator_id = $1 AND e.lot_id = $2 ORDER BY e.id`,
    [operatorId, lotId],
  );
  return rows.map((row) => {
    const heardAt = Number(row.heardAt);
    const knownAt = Number(row.waiting) > 0 ? Math.min(heardAt, Number(row.oldestAt ?? 0)) : heardAt;
    const { edgeId, epoch, mark } = row as { edgeId: string; epoch: string | null; mark: number };
    return { edgeId, knownAt: Math.max(0, Math.floor(knownAt)), epoch, mark };
  });
}

/** Signs what is to be said of a lot's document. */
export class DocumentScribe {
  readonly #key: SigningKey;

  constructor(key: SigningKey) {
    this.#key = key;
  }

  pointer(key: DocumentKey, row: DocumentRow, sources: readonly DocumentSource[]): Uint8Array {
    const head = {
      ...headOf(key, row),
      kind: "pointer" as const,
      from: row.version,
      sources: [...sources],
      body: null,
    };
    return encodeDocumentMessage({ head: signDocumentHead(this.#key, head), gzip: new Uint8Array() });
  }

  delta(key: DocumentKey, row: DocumentRow, delta: StoredDelta): Uint8Array {
    const { version, changes, count, root } = delta;
    const body = digest(changes);
    const head = { ...headOf(key, row), kind: "delta" as const, version, from: version - 1, count, root, body };
    return encodeDocumentMessage({ head: signDocumentHead(this.#key, head), gzip: changes });
  }

  snapshot(
    key: DocumentKey,
    row: DocumentRow,
    sources: readonly DocumentSource[],
    lines: readonly string[],
  ): Uint8Array {
    const gzip = gzipSync(lines.map((line) => `${line}\n`).join(""));
    const said = { kind: "snapshot" as const, from: row.version, sources: [...sources], body: digest(gzip) };
    return encodeDocumentMessage({ head: signDocumentHead(this.#key, { ...headOf(key, row), ...said }), gzip });
  }
}

function headOf({ lotId, name }: DocumentKey, row: DocumentRow): DocumentHeadContent {
  const { generation, version, deltasFrom, forced, count, root } = row;
  const common = {
    kind: "pointer" as const,
    lotId,
    document: name,
    from: version,
    at: Date.now(),
    sources: [],
    body: null,
  };
  return { ...common, generation, version, deltasFrom, forced, count, root };
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
