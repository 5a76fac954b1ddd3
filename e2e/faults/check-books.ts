import fs from "node:fs";
import type pg from "pg";
import type { RecordFrame } from "#contracts/record.ts";
import { type DecisionBody, type RecordBody, recordBodySchema } from "#contracts/record-body.ts";
import { toText } from "#contracts/text.ts";
import { type StreamProof, verifyStream } from "#contracts/verify-stream.ts";
import { type JournalCopy, readJournal } from "#edge-runner/report/read-journal.ts";
import { inTransaction } from "#server/link/in-transaction.ts";
import {
  type CopyDifference,
  compareCopies,
  readStoredStream,
  storedStreams,
  verifyStoredStream,
} from "#server/report/verify-stored-stream.ts";

export type Answer = { eventId: string; passageId: string; decision: string | null; attempts: number };
export type Opening = { at: number; laneId: string; commandId: string };

/** What a run leaves behind: answers of the cameras, openings of the barriers, the journal, the database. */
export type Books = { answersFile: string; openingsFile: string; journalFile: string; edgeId: string; pool: pg.Pool };

export type BooksFinding = string;

/** Reads a file of JSON lines. */
export function readLines<Line>(file: string): Line[] {
  const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

/** Proves one edge's journal from its file. */
export function verifyJournal(journal: JournalCopy): StreamProof {
  return verifyStream(journal.edgeId, "p", journal.epoch, journal.open, journal.records("p"));
}

/**
 * Holds the four books against each other and returns everything that does not agree: an answer without exactly one
 * passage, an opening without exactly one earlier decision, a record that is missing, doubled, altered, or not the same
 * in journal and database.
 */
export async function checkBooks({
  answersFile,
  openingsFile,
  journalFile,
  edgeId,
  pool,
}: Books): Promise<BooksFinding[]> {
  const journal = readJournal(journalFile);
  const records = journal.records("p");
  const decisions = decisionsOf(records);
  return [
    ...proofFindings("journal", verifyJournal(journal)),
    ...(await storedFindings(pool, edgeId, journal)),
    ...(await answerFindings(readLines<Answer>(answersFile), decisions, pool)),
    ...openingFindings(readLines<Opening>(openingsFile), decisions),
  ];
}

function decisionsOf(records: readonly RecordFrame[]): DecisionBody[] {
  return records.flatMap((record) => {
    const body = record.body && readBody(record.body);
    return body?.kind === "decision" ? [body] : [];
  });
}

/** Null for a body that says nothing; that it was altered is the proof's finding. */
function readBody(bytes: Uint8Array): RecordBody | null {
  try {
    return recordBodySchema.parse(JSON.parse(toText(bytes)));
  } catch {
    return null;
  }
}

function proofFindings(where: string, proof: StreamProof): BooksFinding[] {
  return proof.findings.map((finding) => `${where}: ${JSON.stringify(finding)}`);
}

async function storedFindings(pool: pg.Pool, edgeId: string, journal: JournalCopy): Promise<BooksFinding[]> {
  return inTransaction(pool, async (sql) => {
    const found: BooksFinding[] = [];
    const streams = await storedStreams(sql, edgeId);
    const passages = streams.filter(({ stream }) => stream === "p");
    if (passages.length !== 1 || passages[0]!.epoch !== journal.epoch)
      found.push(`database: epochs ${passages.map(({ epoch }) => epoch).join(", ")}, journal ${journal.epoch}`);
    for (const key of passages) {
      found.push(...proofFindings("database", await verifyStoredStream(sql, key)));
      const differences = compareCopies(await readStoredStream(sql, key), journal.records("p"));
      found.push(...differences.map((difference: CopyDifference) => `copies: ${JSON.stringify(difference)}`));
    }
    return found;
  });
}

async function answerFindings(
  answers: readonly Answer[],
  decisions: readonly DecisionBody[],
  pool: pg.Pool,
): Promise<BooksFinding[]> {
  const found: BooksFinding[] = [];
  const rows = await pool.query<{ passage_id: string; count: string }>(
    "SELECT passage_id, count(*) AS count FROM passage GROUP BY passage_id",
  );
  const passages = new Map(rows.rows.map((row) => [row.passage_id, Number(row.count)]));
  const byEvent = new Map<string, DecisionBody[]>();
  for (const body of decisions) {
    const event = `${body.observation.deviceId} ${body.observation.vendorEventId}`;
    byEvent.set(event, [...(byEvent.get(event) ?? []), body]);
  }
  for (const [event, bodies] of byEvent)
    if (bodies.length !== 1) found.push(`event ${event} was decided ${bodies.length} times`);
  const decided = new Map(decisions.map((body) => [body.passageId, body]));
  const answered = new Set<string>();
  for (const { eventId, passageId } of answers) {
    if (passages.get(passageId) !== 1) found.push(`answer ${eventId}: ${passages.get(passageId) ?? 0} passages`);
    if (!isEvent(decided.get(passageId)?.observation.vendorEventId, eventId))
      found.push(`answer ${eventId}: another's passage`);
    if (answered.has(passageId)) found.push(`answer ${eventId}: a passage of two events`);
    answered.add(passageId);
  }
  for (const passageId of passages.keys())
    if (!decided.has(passageId)) found.push(`passage ${passageId} without a decision in the journal`);
  return found;
}

/** Each vendor words its event id in its own way: alone, or inside the name of the picture. */
function isEvent(vendorEventId: string | null | undefined, eventId: string): boolean {
  return vendorEventId === eventId || vendorEventId?.includes(`/${eventId}.jpg`) === true;
}

function openingFindings(openings: readonly Opening[], decisions: readonly DecisionBody[]): BooksFinding[] {
  const found: BooksFinding[] = [];
  for (const { commandId, laneId, at } of openings) {
    const causes = decisions.filter((body) => body.passageId === commandId);
    if (causes.length !== 1) found.push(`opening ${commandId}: ${causes.length} decision records`);
    const [cause] = causes;
    if (cause && (cause.stamp.at > at || cause.laneId !== laneId || cause.decision.decision !== "release"))
      found.push(`opening ${commandId}: its decision is later, of another lane, or no release`);
  }
  return found;
}
