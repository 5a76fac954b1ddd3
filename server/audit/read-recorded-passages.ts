import type { Facts } from "#contracts/decision.ts";
import { type DecisionBody, wholeStay } from "#contracts/record-body.ts";
import { Prisma } from "#prisma/client/client.ts";
import type { Tx } from "#prisma/db.ts";
import { readPersonal, readRecordBody } from "../report/read-record.ts";

/** A passage as its decision record holds it. `facts` null: what named the car has been erased, or nothing can be read. */
export type StoredPassage = {
  readonly passageId: string;
  readonly atMs: number;
  readonly body: DecisionBody | null;
  readonly facts: Facts | null;
};

type Row = {
  passageId: string;
  atMs: number;
  edgeId: string;
  epoch: string;
  n: bigint;
  body: Uint8Array | null;
  personal: Uint8Array | null;
};

type Span = { readonly operatorId: string; readonly lotId: string; readonly from: Date; readonly to: Date };

/** Small, so that whoever reads gives way to other work often. */
const batchSize = 100;

/** The passages of a lot in a span of time, oldest first, in batches: each batch is one statement and holds no lock. */
export async function* readRecordedPassages(tx: Tx, span: Span): AsyncGenerator<readonly StoredPassage[]> {
  let after = { atMs: 0, passageId: "" };
  for (;;) {
    const rows = await tx.$queryRaw<Row[]>(nextRows(span, after));
    if (rows.length > 0) yield rows.map((row) => storedPassage(span.lotId, row));
    const last = rows.at(-1);
    if (!last || rows.length < batchSize) return;
    after = last;
  }
}

/** How many there are. */
export async function countRecordedPassages(tx: Tx, { operatorId, lotId, from, to }: Span): Promise<number> {
  return tx.passage.count({ where: { operatorId, lotId, at: { gte: from, lt: to } } });
}

/** Some passages of the span, spread over all of it by chance that stays the same. */
export async function readSomePassages(tx: Tx, span: Span, count: number): Promise<StoredPassage[]> {
  const { operatorId, lotId, from, to } = span;
  const rows = await tx.$queryRaw<Row[]>`
    ${columns}
    FROM (
      SELECT * FROM passage
      WHERE operator_id = ${operatorId} AND lot_id = ${lotId} AND at >= ${from} AND at < ${to}
      ORDER BY hashtextextended(passage_id, 0)
      LIMIT ${count}::int
    ) p
    ${decisionRecord}`;
  return rows.map((row) => storedPassage(lotId, row));
}

const columns = Prisma.sql`
  SELECT p.passage_id AS "passageId", (extract(epoch FROM p.at) * 1000)::float8 AS "atMs",
         r.edge_id AS "edgeId", r.epoch, r.n, r.body, r.personal`;

/** A passage is named after its decision record: edge, epoch, serial. */
const decisionRecord = Prisma.sql`
  LEFT JOIN record r ON r.operator_id = p.operator_id AND r.lot_id = p.lot_id AND r.edge_id = p.edge_id
    AND r.stream = 'p' AND r.epoch = split_part(p.passage_id, '-', -2) AND r.n = split_part(p.passage_id, '-', -1)::bigint`;

function nextRows({ operatorId, lotId, from, to }: Span, after: { atMs: number; passageId: string }): Prisma.Sql {
  const at = Prisma.sql`to_timestamp(${after.atMs}::float8 / 1000)::timestamptz(3)`;
  return Prisma.sql`
    ${columns}
    FROM (
      SELECT * FROM passage
      WHERE operator_id = ${operatorId} AND lot_id = ${lotId} AND at >= ${from} AND at < ${to}
        AND (at, passage_id) > (${at}, ${after.passageId})
      ORDER BY at, passage_id
      LIMIT ${batchSize}::int
    ) p
    ${decisionRecord}
    ORDER BY p.at, p.passage_id`;
}

function storedPassage(lotId: string, { passageId, atMs, edgeId, epoch, n, body, personal }: Row): StoredPassage {
  const nothing = { passageId, atMs, body: null, facts: null };
  if (!body) return nothing;
  const read = readRecordBody({ edgeId, lotId, epoch, n: Number(n) }, new Uint8Array(body));
  if (!("body" in read) || read.body.kind !== "decision") return nothing;
  const own = readPersonal(personal && new Uint8Array(personal));
  const whole = { ...read.body, stay: wholeStay(read.body.stay, own) };
  return { passageId, atMs, body: whole, facts: own && { ...read.body.facts, ...own.facts } };
}
