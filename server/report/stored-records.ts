import type { RecordFrame } from "#contracts/record.ts";
import type { Link } from "./judge-arrivals.ts";
import type { Sql } from "./sql.ts";
import { type EdgeIdentity, type StreamKey, streamName } from "./stream-rows.ts";

export type NewRecord = { edge: EdgeIdentity; frame: RecordFrame; passageId: string | null };

/**
 * Inserts records with one statement. They are new: the caller holds the locks of their streams and has judged them.
 * Bodies and personal parts travel as one value each, in the database's own form, and are cut apart there: as elements of
 * an array they would be written and read as text. What all records of a stream have in common travels once.
 */
export async function insertRecords(sql: Sql, records: readonly NewRecord[]): Promise<void> {
  if (records.length === 0) return;
  const column = <Value>(value: (record: NewRecord) => Value) => records.map(value);
  const streams = new Map<string, { key: StreamKey; place: number }>();
  const places = records.map(({ edge, frame: { stream, epoch } }) => {
    const name = streamName({ edgeId: edge.edgeId, stream, epoch });
    const known = streams.get(name);
    if (known) return known.place;
    streams.set(name, { key: { ...edge, stream, epoch }, place: streams.size + 1 });
    return streams.size;
  });
  const ofStream = (value: (key: StreamKey) => string) => [...streams.values()].map(({ key }) => value(key));
  const bodies = packed(column(({ frame }) => frame.body));
  const personals = packed(column(({ frame }) => frame.personal));
  await sql(
    `INSERT INTO record (operator_id, lot_id, edge_id, stream, epoch, n, previous_hash, hash, body_digest,
       personal_digest, body, personal, passage_id, erased_at)
     SELECT s.operator_id, s.lot_id, s.edge_id, s.stream, s.epoch, r.n, r.previous_hash, r.hash, r.body_digest,
       r.personal_digest, substring($11::bytea FROM r.body_at FOR r.body_length),
       substring($12::bytea FROM r.personal_at FOR r.personal_length), r.passage_id,
       CASE WHEN r.body_length IS NULL OR r.personal_length IS NULL THEN now() END
     FROM unnest($18::bigint[], $6::bigint[], $7::bpchar[], $8::bpchar[], $9::bpchar[], $10::bpchar[], $13::integer[],
       $14::integer[], $15::integer[], $16::integer[], $17::text[])
       AS r(place, n, previous_hash, hash, body_digest, personal_digest, body_at, body_length, personal_at,
         personal_length, passage_id)
     JOIN unnest($1::text[], $2::text[], $3::text[], $4::bpchar[], $5::bpchar[])
       WITH ORDINALITY AS s(operator_id, lot_id, edge_id, stream, epoch, place) ON s.place = r.place`,
    [
      ofStream(({ operatorId }) => operatorId),
      ofStream(({ lotId }) => lotId),
      ofStream(({ edgeId }) => edgeId),
      ofStream(({ stream }) => stream),
      ofStream(({ epoch }) => epoch),
      column(({ frame }) => frame.n),
      column(({ frame }) => frame.previousHash),
      column(({ frame }) => frame.hash),
      column(({ frame }) => frame.bodyDigest),
      column(({ frame }) => frame.personalDigest),
      bodies.bytes,
      personals.bytes,
      bodies.starts,
      bodies.lengths,
      personals.starts,
      personals.lengths,
      column(({ passageId }) => passageId),
      places,
    ],
  );
}

/** Parts one behind the other; where each starts, from 1, and how long it is. null for a part that was erased. */
function packed(parts: readonly (Uint8Array | null)[]) {
  const starts: number[] = [];
  let end = 0;
  for (const part of parts) {
    starts.push(end + 1);
    end += part?.length ?? 0;
  }
  const bytes = Buffer.concat(parts.filter((part) => part !== null));
  return { bytes, starts, lengths: parts.map((part) => part?.length ?? null) };
}

export type WantedLink = { key: StreamKey; n: number };

/** The chain links of stored records, by stream and serial. */
export async function readLinks(sql: Sql, wanted: readonly WantedLink[]): Promise<Map<string, Map<number, Link>>> {
  const found = new Map<string, Map<number, Link>>();
  if (wanted.length === 0) return found;
  const rows = await sql(
    `SELECT r.edge_id, r.stream, r.epoch, r.n::text AS n, r.hash, r.previous_hash
     FROM unnest($1::text[], $2::text[], $3::text[], $4::bpchar[], $5::bpchar[], $6::bigint[])
       AS k(operator_id, lot_id, edge_id, stream, epoch, n)
     JOIN record r ON r.operator_id = k.operator_id AND r.lot_id = k.lot_id AND r.edge_id = k.edge_id
       AND r.stream = k.stream AND r.epoch = k.epoch AND r.n = k.n`,
    [
      wanted.map(({ key }) => key.operatorId),
      wanted.map(({ key }) => key.lotId),
      wanted.map(({ key }) => key.edgeId),
      wanted.map(({ key }) => key.stream),
      wanted.map(({ key }) => key.epoch),
      wanted.map(({ n }) => n),
    ],
  );
  for (const row of rows) {
    const name = streamName({ edgeId: row.edge_id, stream: row.stream, epoch: row.epoch } as StreamKey);
    const links = found.get(name) ?? new Map<number, Link>();
    links.set(Number(row.n), { hash: row.hash as string, previousHash: row.previous_hash as string });
    found.set(name, links);
  }
  return found;
}
