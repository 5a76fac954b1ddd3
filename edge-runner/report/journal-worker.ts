import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { EpochOpen } from "#contracts/record.ts";
import { type JournalChange, journalStatements } from "./journal-schema.ts";
import { type OpenedJournal, openJournal } from "./open-journal.ts";

export type WorkerInput = { readonly role: "journal"; readonly file: string; readonly edgeId: string };
export type ToWorker = { readonly id: number; readonly changes: readonly JournalChange[] } | "close";
export type FromWorker =
  | { kind: "ready"; epoch: string; open: EpochOpen; fsyncMs: number; setAside: string | null }
  | { kind: "committed"; ids: number[] }
  | { kind: "waiting"; reason: string }
  | { kind: "failed"; reason: string }
  | { kind: "closed" };

type Work = Exclude<ToWorker, "close">;

const groupMax = 256;
const retryAfterMs = 500;
const checkpointEveryMs = 60_000;

/**
 * The one writer of the journal, on its own thread so that a slow disk never stalls a lane.
 * What has arrived while one commit was under way goes into the next: one fsync for all of it.
 */
export function runJournalWorker(port: MessagePort, input: WorkerInput): void {
  const post = (message: FromWorker) => port.postMessage(message);
  let journal: OpenedJournal;
  try {
    journal = openJournal(input.file, input.edgeId);
  } catch (error) {
    post({ kind: "failed", reason: (error as Error).message });
    return;
  }
  const { db } = journal;
  const statements = new Map(Object.entries(journalStatements).map(([name, sql]) => [name, db.prepare(sql)]));
  const queue: Work[] = [];
  let isClosing = false;
  let retry: NodeJS.Timeout | undefined;

  const take = (message: ToWorker) => {
    if (message === "close") isClosing = true;
    else queue.push(message);
  };
  const commit = (group: readonly Work[]) => {
    db.exec("BEGIN IMMEDIATE");
    try {
      for (const { changes } of group)
        for (const { statement, values } of changes) statements.get(statement)!.run([...values]);
      db.exec("COMMIT");
    } catch (error) {
      if (db.inTransaction) db.exec("ROLLBACK");
      throw error;
    }
  };
  const flush = () => {
    retry = undefined;
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) take(next.message as ToWorker);
    while (queue.length > 0) {
      const group = queue.slice(0, groupMax);
      try {
        commit(group);
      } catch (error) {
        if (!isDiskTrouble(error)) {
          post({ kind: "failed", reason: (error as Error).message });
          return;
        }
        post({ kind: "waiting", reason: (error as Error).message });
        retry = setTimeout(flush, retryAfterMs);
        return;
      }
      queue.splice(0, group.length);
      post({ kind: "committed", ids: group.map((work) => work.id) });
    }
    if (isClosing) {
      clearInterval(checkpoints);
      db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      db.close();
      post({ kind: "closed" });
      port.close();
    }
  };
  port.on("message", (message: ToWorker) => {
    take(message);
    if (retry === undefined || isClosing) flush();
  });
  // a checkpoint between cars keeps the log short, so that none has to wait for a long one
  const checkpoints = setInterval(() => {
    if (queue.length === 0) db.exec("PRAGMA wal_checkpoint(PASSIVE)");
  }, checkpointEveryMs);
  const { epoch, open, fsyncMs, setAside } = journal;
  post({ kind: "ready", epoch, open, fsyncMs, setAside });
}

/** Trouble that may pass: the disk is full, slow or gone for now. Anything else is a fault of ours. */
function isDiskTrouble(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return /SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|NOMEM)|disk|locked|readonly/i.test(
    `${String(code)} ${String(message)}`,
  );
}
