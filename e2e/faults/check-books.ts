import fs from "node:fs";
import type pg from "pg";
import type { RecordFrame } from "#contracts/record.ts";
import { correctedTime, type DecisionBody, type RecordBody, recordBodySchema } from "#contracts/record-body.ts";
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
export type Books = {
  answersFile: string;
  openingsFile: string;
  journalFile: string;
  edgeId: string;
  pool: pg.Pool;
  /** The edge's disk was tight: it may have given up what the cloud had committed. */
  isPruned?: boolean;
  /** How far the edge's idea of cloud time may be off; 0 where all share one clock that nobody moved. */
  clockErrorMs?: number;
  /** Is an opening without its record what this lane's policy lets happen? Whoever excuses it counts it. */
  isExcused?: (opening: Opening) => boolean;
};

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
export async function checkBooks(books: Books): Promise<BooksFinding[]> {
  const { answersFile, openingsFile, journalFile, edgeId, pool, isPruned = false } = books;
  const journal = readJournal(journalFile);
  const stored = await readStored(pool, edgeId, journal, isPruned);
  const kept = journal.records("p");
  const union = new Map([...(isPruned ? stored.records : []), ...kept].map((record) => [record.n, record]));
  const decisions = decisionsOf([...union.values()]);
  return [
    ...proofFindings("journal", verifyStream(edgeId, "p", journal.epoch, journal.open, union.values())),
    ...stored.findings,
    ...(await answerFindings(readLines<Answer>(answersFile), decisions, edgeId, pool)),
    ...openingFindings(readLines<Opening>(openingsFile), decisions, books),
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

async function readStored(
  pool: pg.Pool,
  edgeId: string,
  journal: JournalCopy,
  isPruned: boolean,
): Promise<{ findings: BooksFinding[]; records: RecordFrame[] }> {
  return inTransaction(pool, async (sql) => {
    const findings: BooksFinding[] = [];
    const records: RecordFrame[] = [];
    const streams = await storedStreams(sql, edgeId);
    const passages = streams.filter(({ stream }) => stream === "p");
    if (passages.length !== 1 || passages[0]!.epoch !== journal.epoch)
      findings.push(`database: epochs ${passages.map(({ epoch }) => epoch).join(", ")}, journal ${journal.epoch}`);
    const kept = journal.records("p");
    const firstKept = isPruned ? (kept[0]?.n ?? Number.POSITIVE_INFINITY) : 1;
    for (const key of passages) {
      findings.push(...proofFindings("database", await verifyStoredStream(sql, key)));
      const stored = await readStoredStream(sql, key);
      records.push(...stored);
      const differences = compareCopies(
        stored.filter(({ n }) => n >= firstKept),
        kept,
      );
      findings.push(...differences.map((difference: CopyDifference) => `copies: ${JSON.stringify(difference)}`));
    }
    return { findings, records };
  });
}

async function answerFindings(
  answers: readonly Answer[],
  decisions: readonly DecisionBody[],
  edgeId: string,
  pool: pg.Pool,
): Promise<BooksFinding[]> {
  const found: BooksFinding[] = [];
  const rows = await pool.query<{ passage_id: string; count: string }>(
    "SELECT passage_id, count(*) AS count FROM passage WHERE edge_id = $1 GROUP BY passage_id",
    [edgeId],
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
  const eventOf = new Map<string, string>();
  const passageOf = new Map<string, string>();
  for (const { eventId, passageId } of answers) {
    if (passages.get(passageId) !== 1) found.push(`answer ${eventId}: ${passages.get(passageId) ?? 0} passages`);
    if (!isEvent(decided.get(passageId)?.observation.vendorEventId, eventId))
      found.push(`answer ${eventId}: another's passage`);
    if ((eventOf.get(passageId) ?? eventId) !== eventId) found.push(`answer ${eventId}: a passage of two events`);
    if ((passageOf.get(eventId) ?? passageId) !== passageId) found.push(`answer ${eventId}: two passages of one event`);
    eventOf.set(passageId, eventId);
    passageOf.set(eventId, passageId);
  }
  for (const passageId of passages.keys())
    if (!decided.has(passageId)) found.push(`passage ${passageId} without a decision in the journal`);
  return found;
}

/** Each vendor words its event id in its own way: alone, or inside the name of the picture. */
function isEvent(vendorEventId: string | null | undefined, eventId: string): boolean {
  return vendorEventId === eventId || vendorEventId?.includes(`/${eventId}.jpg`) === true;
}

function openingFindings(
  openings: readonly Opening[],
  decisions: readonly DecisionBody[],
  { clockErrorMs = 0, isExcused = () => false }: Books,
): BooksFinding[] {
  const found: BooksFinding[] = [];
  const byPassage = new Map<string, DecisionBody[]>();
  for (const body of decisions) byPassage.set(body.passageId, [...(byPassage.get(body.passageId) ?? []), body]);
  for (const opening of openings) {
    const causes = byPassage.get(opening.commandId) ?? [];
    const wrong =
      causes.length === 1 ? wrongCause(opening, causes[0]!, clockErrorMs) : `${causes.length} decision records`;
    if (wrong !== null && !isExcused(opening)) found.push(`opening ${opening.commandId}: ${wrong}`);
  }
  return found;
}

function wrongCause({ at, laneId }: Opening, cause: DecisionBody, clockErrorMs: number): string | null {
  if (cause.laneId !== laneId) return "its decision is of another lane";
  if (cause.decision.decision !== "release") return "its decision is no release";
  return correctedTime(cause.stamp) > at + clockErrorMs ? "its decision is later" : null;
}
