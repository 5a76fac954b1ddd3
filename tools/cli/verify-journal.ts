import fs from "node:fs";
import * as z from "zod";
import { type Stream, streamSchema } from "#contracts/names.ts";
import { type CheckpointProof, verifyCheckpoints } from "#contracts/verify-checkpoints.ts";
import { type StreamProof, verifyStream } from "#contracts/verify-stream.ts";
import { type JournalCopy, readJournal } from "#edge-runner/report/read-journal.ts";
import { readStoredStream, storedStreams, verifyStoredStream } from "#server/report/verify-stored-stream.ts";
import { BadInputError } from "./bad-input-error.ts";
import { writeLine } from "./line-output.ts";
import { withOperatorDatabase } from "./operator-database.ts";

const incompleteExitCode = 1;

/** `liftgate journal verify`: proves each stream of a journal file, or of an edge's records in the cloud's database. */
export async function verifyJournal(
  file: string | undefined,
  { stored = false, edge, key }: { stored?: boolean; edge?: string; key?: string },
): Promise<void> {
  if (key !== undefined && !/^[0-9a-f]{64}$/.test(key)) throw new BadInputError(["--key: 64 lower-case hex digits"]);
  if (stored ? file !== undefined || edge === undefined : file === undefined || edge !== undefined)
    throw new BadInputError(["name a journal file, or --stored and --edge <id>"]);
  const { proofs, checkpoints } =
    edge === undefined ? verifyFile(file as string, key ?? null) : await verifyStored(edge, key ?? null);
  for (const { stream, epoch, first, last, count, erased, headHash, findings, complete } of proofs)
    await writeLine({ stream, epoch, first, last, count, erased, headHash, findings, complete });
  for (const { count, epoch, keyId, signed, findings, complete } of checkpoints)
    await writeLine({ checkpoints: count, epoch, keyId, signed, findings, complete });
  if (![...proofs, ...checkpoints].every(({ complete }) => complete)) process.exitCode = incompleteExitCode;
}

type Proofs = { readonly proofs: StreamProof[]; readonly checkpoints: CheckpointProof[] };

function verifyFile(file: string, key: string | null): Proofs {
  const journal = read(file);
  const { edgeId, epoch, records } = journal;
  const streams = { p: records("p"), a: records("a"), l: records("l") };
  const signed = verifyCheckpoints(edgeId, epoch, streams, key);
  const proofs = streamSchema.options
    .map((stream) => ({ stream, records: journal.records(stream) }))
    .filter(({ stream, records }) => stream === "p" || records.length > 0)
    .map(({ stream, records }) => verifyStream(journal.edgeId, stream, journal.epoch, journal.open, records));
  // a journal of an edge that never signed says nothing of signatures, unless somebody asks for its key
  return { proofs, checkpoints: signed.count > 0 || key !== null ? [signed] : [] };
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

async function verifyStored(edge: string, key: string | null): Promise<Proofs> {
  return withOperatorDatabase((transaction) =>
    transaction(async (sql) => {
      await sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"); // records may come in meanwhile
      const [known] = await sql("SELECT id, public_key FROM edge WHERE id = $1", [edge]);
      if (!known) throw new BadInputError([`--edge: there is no edge ${edge} in this database`]);
      const proofs: StreamProof[] = [];
      const keys = await storedStreams(sql, edge);
      for (const one of keys) proofs.push(await verifyStoredStream(sql, one));
      if (proofs.length === 0) process.stderr.write(`liftgate: ${edge} has not reported anything yet\n`);
      const pinned = key ?? (known.public_key as string | null);
      const checkpoints: CheckpointProof[] = [];
      for (const epoch of new Set(keys.map((one) => one.epoch))) {
        const of = async (stream: Stream) => {
          const found = keys.find((one) => one.epoch === epoch && one.stream === stream);
          return found === undefined ? [] : await readStoredStream(sql, found);
        };
        const streams = { p: await of("p"), a: await of("a"), l: await of("l") };
        const proof = verifyCheckpoints(edge, epoch, streams, pinned);
        if (proof.count > 0) checkpoints.push(proof);
      }
      return { proofs, checkpoints };
    }),
  );
}
