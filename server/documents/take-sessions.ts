import { documentEntry } from "#contracts/document-entry.ts";
import type { DocumentName } from "#contracts/names.ts";
import { addRange, type Held, rangesSchema } from "#contracts/ranges.ts";
import { correctedTime, type DecisionBody } from "#contracts/record-body.ts";
import { raiseAnomalies } from "../report/raise-anomaly.ts";
import { readPersonal, readRecordBody } from "../report/read-record.ts";
import type { Sql } from "../report/sql.ts";
import { changeDocument, lockDocument } from "./change-document.ts";

type Lot = { readonly operatorId: string; readonly lotId: string };
type StreamRead = { edgeId: string; epoch: string; held: Held; read: Held };
type Opened = {
  id: string;
  plate: string | null;
  edgeId: string;
  laneId: string;
  enteredAt: number;
  quality: string;
  sha256: string;
  number: number;
  vehicleClass: string | null;
};
type Ended = { id: string; edgeId: string; at: number; by: string };
type SessionRow = {
  id: string;
  isOpened: boolean;
  plate: string | null;
  edgeId: string;
  laneId: string | null;
  enteredAt: number | null;
  quality: string | null;
  sha256: string | null;
  number: number | null;
  vehicleClass: string | null;
  endedBy: string | null;
};

const recordsMax = 500;
const name: DocumentName = "openSessions";

/**
 * Makes the stays of a lot, and the document of those that are open, of records that have been committed since; in the
 * caller's transaction, a bounded number at a time. The order in which records come makes no difference: a stay is open
 * when its entry is known, no end of it, and no later entry of the same plate. True when there are more records to read.
 */
export async function takeSessions(sql: Sql, lot: Lot): Promise<boolean> {
  await lockDocument(sql, { ...lot, name });
  const streams = await readStreams(sql, lot);
  const opened: Opened[] = [];
  const ended: Ended[] = [];
  let left = recordsMax;
  for (const stream of streams) {
    for (const [first, last] of unread(stream)) {
      if (left <= 0) break;
      const end = Math.min(last, first + left - 1);
      for (const decision of await readDecisions(sql, lot, stream, first, end)) sort(decision, stream, opened, ended);
      stream.read = addRange(stream.read, first, end);
      left -= end - first + 1;
    }
    await saveCursor(sql, lot, stream);
  }
  if (opened.length + ended.length > 0) await note(sql, lot, opened, ended);
  return left <= 0;
}

async function readStreams(sql: Sql, { operatorId, lotId }: Lot): Promise<StreamRead[]> {
  const rows = await sql(
    `SELECT s.edge_id AS "edgeId", s.epoch::text, s.mark::float8, s.have, COALESCE(c.mark, 0)::float8 AS "readMark",
       COALESCE(c.have, '[]'::jsonb) AS "readHave"
     FROM stream s LEFT JOIN session_cursor c ON c.operator_id = s.operator_id AND c.lot_id = s.lot_id
       AND c.edge_id = s.edge_id AND c.epoch = s.epoch
     WHERE s.operator_id = $1 AND s.lot_id = $2 AND s.stream = 'p'
       AND (c.mark IS NULL OR c.mark <> s.mark OR c.have <> s.have)
     ORDER BY s.edge_id, s.epoch`,
    [operatorId, lotId],
  );
  return rows.map((row) => ({
    edgeId: row.edgeId as string,
    epoch: row.epoch as string,
    held: { mark: row.mark as number, have: rangesSchema.parse(row.have) },
    read: { mark: row.readMark as number, have: rangesSchema.parse(row.readHave) },
  }));
}

/** Serials that are held and have not been read, in order. */
function unread({ held, read }: StreamRead): [number, number][] {
  const done: (readonly [number, number])[] = [[1, read.mark], ...read.have];
  const left: [number, number][] = [];
  for (const [first, last] of [[1, held.mark] as const, ...held.have]) {
    let next = first;
    for (const [a, b] of done) {
      if (b < next || a > last) continue;
      if (a > next) left.push([next, a - 1]);
      next = b + 1;
    }
    if (next <= last) left.push([next, last]);
  }
  return left;
}

type ReadDecision = { body: DecisionBody; plate: string | null };

async function readDecisions(
  sql: Sql,
  lot: Lot,
  stream: StreamRead,
  first: number,
  last: number,
): Promise<ReadDecision[]> {
  const rows = await sql(
    `SELECT n::float8, body, personal FROM record WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3 AND stream = 'p'
       AND epoch = $4 AND n BETWEEN $5 AND $6 AND body IS NOT NULL ORDER BY n`,
    [lot.operatorId, lot.lotId, stream.edgeId, stream.epoch, first, last],
  );
  return rows.flatMap((row) => {
    const place = { edgeId: stream.edgeId, lotId: lot.lotId, epoch: stream.epoch, n: row.n as number };
    const read = readRecordBody(place, row.body as Uint8Array);
    if ("problem" in read || read.body.kind !== "decision") return [];
    return [{ body: read.body, plate: readPersonal(row.personal as Uint8Array | null)?.plateText ?? null }];
  });
}

/** What a decision does to stays. Only a car that is let through opens or ends one. */
function sort({ body, plate }: ReadDecision, { edgeId }: StreamRead, opened: Opened[], ended: Ended[]): void {
  if (body.decision.decision !== "release") return;
  const types = new Set(body.decision.effects.map(({ type }) => type));
  const at = correctedTime(body.stamp);
  const end = (id: string) => ended.push({ id, edgeId: id.split("-")[0]!, at, by: body.passageId });
  if (types.has("openSession") && body.bundle !== null && body.sessionId === body.passageId) {
    const { sha256, number } = body.bundle;
    const vehicleClass = body.facts["vehicle.class"];
    opened.push({
      id: body.passageId,
      plate,
      edgeId,
      laneId: body.laneId,
      enteredAt: at,
      quality: body.stamp.quality,
      sha256,
      number,
      vehicleClass: typeof vehicleClass === "string" ? vehicleClass : null,
    });
    const before = body.facts["session.id"];
    if (typeof before === "string" && before !== body.passageId) end(before);
  } else if ((types.has("closeSession") || types.has("cancelSession")) && body.sessionId !== null) end(body.sessionId);
}

async function note(sql: Sql, lot: Lot, opened: readonly Opened[], ended: readonly Ended[]): Promise<void> {
  await noteOpened(sql, lot, opened);
  await noteEnded(sql, lot, ended);
  const rows = await readSessions(sql, lot, [...opened.map(({ id }) => id), ...ended.map(({ id }) => id)]);
  const changes = rows.map((row) => ({ key: row.id, line: lineOf(row, rows) }));
  await changeDocument(sql, { ...lot, name }, changes);
  await tellTwins(sql, lot, opened, rows);
}

async function noteOpened(sql: Sql, { operatorId, lotId }: Lot, opened: readonly Opened[]): Promise<void> {
  if (opened.length === 0) return;
  await sql(
    `INSERT INTO lot_session (operator_id, lot_id, id, is_opened, plate_text, edge_id, lane_id, entered_at, quality,
       bundle_sha256, bundle_number, vehicle_class)
     SELECT $1, $2, o.id, true, o.plate, o."edgeId", o."laneId", to_timestamp(o."enteredAt" / 1000.0), o.quality, o.sha256,
       o.number, o."vehicleClass"
     FROM jsonb_to_recordset($3::jsonb) AS o(id text, plate text, "edgeId" text, "laneId" text, "enteredAt" bigint,
       quality text, sha256 text, number integer, "vehicleClass" text)
     ON CONFLICT (operator_id, lot_id, id) DO UPDATE SET is_opened = true, plate_text = excluded.plate_text,
       lane_id = excluded.lane_id, entered_at = excluded.entered_at, quality = excluded.quality,
       bundle_sha256 = excluded.bundle_sha256, bundle_number = excluded.bundle_number,
       vehicle_class = excluded.vehicle_class`,
    [operatorId, lotId, JSON.stringify(opened)],
  );
}

/** The first end counts, in whichever order the ends came; that there were two is told. */
async function noteEnded(sql: Sql, lot: Lot, ended: readonly Ended[]): Promise<void> {
  if (ended.length === 0) return;
  const { operatorId, lotId } = lot;
  const known = await readSessions(
    sql,
    lot,
    ended.map(({ id }) => id),
  );
  const first = new Map<string, Ended>();
  const twice: Ended[] = [];
  for (const one of ended) {
    const other = first.get(one.id);
    const before = other?.by ?? known.find(({ id }) => id === one.id)?.endedBy ?? null;
    if (before !== null && before !== one.by) twice.push(one);
    if (other === undefined || one.at < other.at || (one.at === other.at && one.by < other.by)) first.set(one.id, one);
  }
  await sql(
    `INSERT INTO lot_session AS s (operator_id, lot_id, id, edge_id, ended_at, ended_by)
     SELECT $1, $2, e.id, e."edgeId", to_timestamp(e.at / 1000.0), e.by
     FROM jsonb_to_recordset($3::jsonb) AS e(id text, "edgeId" text, at bigint, by text)
     ON CONFLICT (operator_id, lot_id, id) DO UPDATE SET ended_at = excluded.ended_at, ended_by = excluded.ended_by
     WHERE s.ended_at IS NULL OR (excluded.ended_at, excluded.ended_by) < (s.ended_at, s.ended_by)`,
    [operatorId, lotId, JSON.stringify([...first.values()])],
  );
  await raiseAnomalies(
    sql,
    twice.map(({ id, by }) => ({
      ...lot,
      edgeId: by.split("-")[0]!,
      passageId: by,
      kind: "sessionEndedTwice" as const,
      key: id,
      detail: { sessionId: id, passageId: by },
    })),
  );
}

/** These stays, and every other of the same plates. */
async function readSessions(sql: Sql, { operatorId, lotId }: Lot, ids: readonly string[]): Promise<SessionRow[]> {
  const rows = await sql(
    `SELECT id, is_opened AS "isOpened", plate_text AS plate, edge_id AS "edgeId", lane_id AS "laneId",
       (extract(epoch FROM entered_at) * 1000)::float8 AS "enteredAt", quality, bundle_sha256::text AS sha256,
       bundle_number AS number, vehicle_class AS "vehicleClass", ended_by AS "endedBy"
     FROM lot_session s WHERE operator_id = $1 AND lot_id = $2 AND (id = ANY ($3::text[]) OR plate_text IN (
       SELECT plate_text FROM lot_session WHERE operator_id = $1 AND lot_id = $2 AND id = ANY ($3::text[])))`,
    [operatorId, lotId, ids],
  );
  return rows as SessionRow[];
}

function lineOf(row: SessionRow, rows: readonly SessionRow[]): string | null {
  const { id, plate, laneId, enteredAt, quality, sha256, number, vehicleClass } = row;
  if (!row.isOpened || row.endedBy !== null || plate === null || successorOf(row, rows) !== null) return null;
  const value = { plate, laneId, enteredAt, quality, bundle: { sha256, number }, vehicleClass };
  return documentEntry(id, value).line;
}

/** A later stay of the same plate: the car cannot be inside twice. */
function successorOf(row: SessionRow, rows: readonly SessionRow[]): SessionRow | null {
  const isLater = (other: SessionRow) =>
    other.isOpened &&
    other.id !== row.id &&
    (other.enteredAt! > row.enteredAt! || (other.enteredAt === row.enteredAt && other.id > row.id));
  return rows.find((other) => other.plate !== null && other.plate === row.plate && isLater(other)) ?? null;
}

/** One plate came in by two edges, and neither knew of the other: a person has to look. */
async function tellTwins(sql: Sql, lot: Lot, opened: readonly Opened[], rows: readonly SessionRow[]): Promise<void> {
  const isNew = new Set(opened.map(({ id }) => id));
  const twins = rows.flatMap((row) => {
    if (!row.isOpened || row.endedBy !== null || row.plate === null) return [];
    const successor = successorOf(row, rows);
    if (successor === null || successor.edgeId === row.edgeId) return [];
    return isNew.has(row.id) || isNew.has(successor.id) ? [{ row, successor }] : [];
  });
  await raiseAnomalies(
    sql,
    twins.map(({ row, successor }) => ({
      ...lot,
      edgeId: successor.edgeId,
      passageId: successor.id,
      kind: "sessionOpenedTwice" as const,
      key: row.id,
      detail: { sessionId: row.id, passageId: successor.id },
    })),
  );
}

async function saveCursor(sql: Sql, { operatorId, lotId }: Lot, { edgeId, epoch, read }: StreamRead): Promise<void> {
  await sql(
    `INSERT INTO session_cursor (operator_id, lot_id, edge_id, epoch, mark, have) VALUES ($1, $2, $3, $4, $5, $6::jsonb)
     ON CONFLICT (operator_id, lot_id, edge_id, epoch) DO UPDATE SET mark = excluded.mark, have = excluded.have`,
    [operatorId, lotId, edgeId, epoch, read.mark, JSON.stringify(read.have)],
  );
}
