import type pg from "pg";
import type { BatchHead } from "#contracts/batch.ts";
import { decodeLeanBatch, splitFullBatch } from "#contracts/batch.ts";
import type { Ack } from "#contracts/messages.ts";
import { isHeld } from "#contracts/ranges.ts";
import { decodeRecord, encodeRecord, RecordError, type RecordFrame } from "#contracts/record.ts";
import { upTopic } from "#contracts/topics.ts";
import { type Arrival, commitRecords } from "../report/commit-records.ts";
import { ackOf } from "../report/decide-commit.ts";
import { nativeDigest } from "../report/native-digest.ts";
import type { PassageKey } from "../report/passage-row.ts";
import { type QuarantinedMessage, quarantineMessages } from "../report/quarantine-messages.ts";
import { type EdgeIdentity, readStream, type StreamKey } from "../report/stream-rows.ts";
import { isPoison } from "./database-faults.ts";
import { inTransaction } from "./in-transaction.ts";
import { log } from "./log.ts";

/** A batch that cannot be taken as it is; the edge sends it again with every record's own header. */
export class BatchRefusedError extends Error {
  override readonly name = "BatchRefusedError";
  constructor(readonly why: "shape" | "chain" | "stored") {
    super(`the batch is refused: ${why}`);
  }
}

export type TakenBatch = { held: Omit<Ack, "v" | "windowRecords">; refused: number[]; passages: readonly PassageKey[] };

type Source = { edge: EdgeIdentity; head: BatchHead; form: "lean" | "full" };

/** What the cloud holds of the stream, when the whole of this range is held already; null when something is missing. */
export async function heldAlready(pool: pg.Pool, { edge, head }: Source): Promise<TakenBatch["held"] | null> {
  const row = await inTransaction(pool, (sql) => readStream(sql, keyOf(edge, head)));
  if (row === null) return null;
  const { mark, have } = row.held;
  const isWhole = head.last <= mark || have.some(([a, b]) => a <= head.first && head.last <= b);
  return isWhole && isHeld(row.held, head.first) ? claimOf(ackOf(row)) : null;
}

/**
 * Commits a batch of an edge's backlog, in one transaction. Lean: all of it or nothing. Full: record by record; one that
 * is broken or contradicts what is held goes to quarantine and is named, the rest is taken. Throws
 * {@link BatchRefusedError}; anything else is the database's.
 */
export async function takeBatch(pool: pg.Pool, source: Source, bytes: Uint8Array): Promise<TakenBatch> {
  const { edge, head, form } = source;
  const topic = upTopic(edge.edgeId, "record");
  const { frames, broken } = form === "lean" ? decodeLean(source, bytes) : decodeFull(source, bytes);
  const arrivals = frames.map((frame): Arrival => ({ edge, topic, frame, payload: encodeRecord(frame) }));
  const spoiled = broken.map(({ payload, reason }): QuarantinedMessage => ({ ...edge, topic, payload, reason }));
  if (arrivals.length + spoiled.length === 0) throw new BatchRefusedError("shape");
  try {
    return await inTransaction(pool, async (sql) => {
      if (spoiled.length > 0) await quarantineMessages(sql, spoiled);
      const committed = await commitRecords(sql, arrivals);
      if (committed.refusedSerials.length > 0 && form === "lean") throw new BatchRefusedError("chain");
      const ack = committed.acks[0]?.ack;
      const row = ack === undefined ? await readStream(sql, keyOf(edge, head)) : null;
      const held = ack ?? (row && ackOf(row));
      if (!held) throw new BatchRefusedError("shape");
      const refused = [...committed.refusedSerials, ...broken.map(({ n }) => n)].sort((a, b) => a - b);
      if (refused.length > 0) log.error({ edgeId: edge.edgeId, refused }, "records of a batch were put in quarantine");
      return { held: claimOf(held), refused, passages: committed.passages };
    });
  } catch (error) {
    if (!isPoison(error)) throw error;
    log.error({ edgeId: edge.edgeId, reason: (error as Error).message }, "a batch could not be stored as it is");
    throw new BatchRefusedError("stored");
  }
}

type Decoded = { frames: RecordFrame[]; broken: { n: number; payload: Uint8Array; reason: string }[] };

function decodeLean({ edge, head }: Source, bytes: Uint8Array): Decoded {
  try {
    return { frames: decodeLeanBatch(edge.edgeId, head, bytes), broken: [] };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw new BatchRefusedError(error.code === "hashMismatch" ? "chain" : "shape");
  }
}

/** Records stand in the order of the range, so that one which cannot be read still has its serial. */
function decodeFull({ edge, head }: Source, bytes: Uint8Array): Decoded {
  const decoded: Decoded = { frames: [], broken: [] };
  for (const [index, payload] of splitAll(bytes, head).entries()) {
    const n = head.first + index;
    try {
      const frame = decodeRecord(edge.edgeId, payload, nativeDigest);
      if (frame.stream !== head.stream || frame.epoch !== head.epoch || frame.n !== n)
        throw new RecordError("malformed", "the record is not the one that the range announces");
      decoded.frames.push(frame);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      decoded.broken.push({ n, payload, reason: error.code });
    }
  }
  return decoded;
}

function splitAll(bytes: Uint8Array, head: BatchHead): Uint8Array[] {
  try {
    const payloads = splitFullBatch(bytes);
    if (payloads.length === head.last - head.first + 1) return payloads;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
  }
  throw new BatchRefusedError("shape");
}

function keyOf(edge: EdgeIdentity, { stream, epoch }: BatchHead): StreamKey {
  const { operatorId, lotId, edgeId } = edge;
  return { operatorId, lotId, edgeId, stream, epoch };
}

function claimOf({ stream, epoch, mark, have, hash }: Ack): TakenBatch["held"] {
  return { stream, epoch, mark, have, hash };
}
