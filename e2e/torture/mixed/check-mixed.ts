import path from "node:path";
import type pg from "pg";
import { recordBodySchema } from "#contracts/record-body.ts";
import { toText } from "#contracts/text.ts";
import { inTransaction } from "#server/link/in-transaction.ts";
import { readStoredStream, storedStreams } from "#server/report/verify-stored-stream.ts";
import { type Answer, checkBooks, type Opening, readLines } from "../../faults/check-books.ts";
import type { MixedEdge } from "./mixed-edge.ts";

export type EdgeBooks = {
  readonly findings: string[];
  readonly events: number;
  /** Messages that a camera sent again although they were answered. */
  readonly repeated: number;
  readonly records: number;
  readonly openings: number;
  /** Openings ahead of the journal, by the policy of their lane. */
  readonly openedLate: number;
  /** Of these, those whose record a kill took. Never on a lane that waits. */
  readonly takenByKill: number;
};

/** An edge's clock is carried on by what the cloud told it over a bad link. */
const clockErrorMs = 3_000;
/** A record that waits for its disk is lost with its process, at the latest so long after the gate went up. */
const lostWithinMs = 30_000;

/** Holds the books of one edge against each other, as {@link checkBooks}, and what its lanes opened ahead of their journal. */
export async function checkMixed(edge: MixedEdge, booksFolder: string, pool: pg.Pool): Promise<EdgeBooks> {
  const { edgeId } = edge.lot;
  const file = (name: string) => path.join(booksFolder, `${edgeId}.${name}.jsonl`);
  const taken: Opening[] = [];
  const isExcused = (opening: Opening) => {
    const isKilled = edge.kills.some((at) => at >= opening.at && at - opening.at < lostWithinMs);
    const isTaken = edge.mayOpenFirst(opening.laneId) && isKilled;
    if (isTaken) taken.push(opening);
    return isTaken;
  };
  const books = { answersFile: file("answers"), openingsFile: file("openings"), journalFile: edge.journalFile };
  const findings = await checkBooks({ ...books, edgeId, pool, isPruned: true, clockErrorMs, isExcused });
  const { count, late } = await lateRecords(edgeId, pool);
  const takenIds = new Set(taken.map(({ commandId }) => commandId));
  const openedLate = edge.openedLate();
  for (const passageId of openedLate)
    if (!late.has(passageId) && !takenIds.has(passageId))
      findings.push(`passage ${passageId} was let through ahead of the journal, and its records do not say so`);
  const answers = readLines<Answer>(books.answersFile);
  const events = new Set(answers.map(({ eventId }) => eventId)).size;
  return {
    findings: findings.map((finding) => `${edgeId}: ${finding}`),
    ...{ events, repeated: answers.length - events, records: count },
    openings: readLines<Opening>(books.openingsFile).length,
    ...{ openedLate: openedLate.length, takenByKill: taken.length },
  };
}

/** Passages of which a record says that the journal was late. */
async function lateRecords(edgeId: string, pool: pg.Pool): Promise<{ count: number; late: Set<string> }> {
  return inTransaction(pool, async (sql) => {
    const late = new Set<string>();
    let count = 0;
    for (const key of (await storedStreams(sql, edgeId)).filter(({ stream }) => stream === "p")) {
      for (const { body } of await readStoredStream(sql, key)) {
        count++;
        const { passageId, flags } = recordBodySchema.parse(JSON.parse(toText(body!)));
        if (flags?.includes("lateJournal")) late.add(passageId);
      }
    }
    return { count, late };
  });
}
