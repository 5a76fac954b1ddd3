import fs from "node:fs";
import * as z from "zod";
import { streamSchema } from "#contracts/names.ts";
import { type StreamProof, verifyStream } from "#contracts/verify-stream.ts";
import { type JournalCopy, readJournal } from "#edge-runner/report/read-journal.ts";
import { storedStreams, verifyStoredStream } from "#server/report/verify-stored-stream.ts";
import { BadInputError } from "./bad-input-error.ts";
import { writeLine } from "./line-output.ts";
import { withOperatorDatabase } from "./operator-database.ts";

const incompleteExitCode = 1;

/** `liftgate journal verify`: proves each stream of a journal file, or of an edge's records in the cloud's database. */
export async function verifyJournal(
  file: string | undefined,
  { stored = false, edge }: { stored?: boolean; edge?: string },
): Promise<void> {
  if (stored ? file !== undefined || edge === undefined : file === undefined || edge !== undefined)
    throw new BadInputError(["name a journal file, or --stored and --edge <id>"]);
  const proofs = edge === undefined ? verifyFile(file as string) : await verifyStored(edge);
  for (const { stream, epoch, first, last, count, erased, headHash, findings, complete } of proofs)
    await writeLine({ stream, epoch, first, last, count, erased, headHash, findings, complete });
  if (!proofs.every(({ complete }) => complete)) process.exitCode = incompleteExitCode;
}

function verifyFile(file: string): StreamProof[] {
  const journal = read(file);
  return streamSchema.options
    .map((stream) => ({ stream, records: journal.records(stream) }))
    .filter(({ stream, records }) => stream === "p" || records.length > 0)
    .map(({ stream, records }) => verifyStream(journal.edgeId, stream, journal.epoch, journal.open, records));
}

function read(file: string): JournalCopy {
  try {
    fs.accessSync(file, fs.constants.R_OK);
    return readJournal(file);
  } catch (cause) {
    const isUnreadableStart = cause instanceof z.core.$ZodError;
    const words = isUnreadableStart ? "its opening statement has another shape" : (cause as Error).message;
    throw new BadInputError([`cannot read ${file} as a journal: ${words}`], { cause });
  }
}

async function verifyStored(edge: string): Promise<StreamProof[]> {
  return withOperatorDatabase((transaction) =>
    transaction(async (sql) => {
      await sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"); // records may come in meanwhile
      const [known] = await sql("SELECT id FROM edge WHERE id = $1", [edge]);
      if (!known) throw new BadInputError([`--edge: there is no edge ${edge} in this database`]);
      const proofs: StreamProof[] = [];
      for (const key of await storedStreams(sql, edge)) proofs.push(await verifyStoredStream(sql, key));
      if (proofs.length === 0) process.stderr.write(`liftgate: ${edge} has not reported anything yet\n`);
      return proofs;
    }),
  );
}
