import path from "node:path";
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { EpochOpen } from "#contracts/record.ts";
import { type DiskState, JournalDisk } from "./journal-disk.ts";
import { JournalPruner } from "./journal-pruner.ts";
import { type JournalChange, journalStatements } from "./journal-schema.ts";
import { isCorrupt, markSuspect, type OpenedJournal, openJournal } from "./open-journal.ts";

export type WorkerInput = { readonly role: "journal" | "documents"; readonly file: string; readonly edgeId: string };
export type ToWorker = { readonly id: number; readonly changes: readonly JournalChange[] } | "close";
export type FromWorker =
  | { kind: "ready"; epoch: string; open: EpochOpen; fsyncMs: number; setAside: string | null; disk: DiskState }
  | { kind: "committed"; ids: number[] }
  | { kind: "waiting"; reason: string }
  | { kind: "disk"; disk: DiskState }
  | { kind: "failed"; reason: string }
  | { kind: "closed" };

type Work = Exclude<ToWorker, "close">;

const groupMax = 256;
const retryAfterMs = 500;
const checkpointEveryMs = 60_000;
const diskCheckEveryMs = 1_000;
const pruneEveryMs = 10;

/**
 * The one writer of the journal, on its own thread so that a slow disk never stalls a lane.
 * What has arrived while one commit was under way goes into the next: one fsync for all of it.
 */
export function runJournalWorker(port: MessagePort, input: WorkerInput): void {
  try {
    new JournalWorker(port, input, openWithRoom(input)).start();
  } catch (error) {
    port.postMessage({ kind: "failed", reason: (error as Error).message } satisfies FromWorker);
  }
}

/** Also an edge that starts on a full disk has to open its journal: with the room that was reserved for that. */
function openWithRoom({ file, edgeId }: WorkerInput): OpenedJournal {
  try {
    return openJournal(file, edgeId);
  } catch (error) {
    if (!new JournalDisk(path.dirname(file)).refused(isFullDisk(error))) throw error;
    return openJournal(file, edgeId);
  }
}

class JournalWorker {
  readonly #port: MessagePort;
  readonly #input: WorkerInput;
  readonly #journal: OpenedJournal;
  readonly #statements: ReadonlyMap<string, ReturnType<OpenedJournal["db"]["prepare"]>>;
  readonly #pruner: JournalPruner;
  readonly #disk: JournalDisk;
  readonly #queue: Work[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #retry: NodeJS.Timeout | undefined;
  #pruning: NodeJS.Timeout | undefined;
  #lastDisk: DiskState | null = null;
  #isClosing = false;

  constructor(port: MessagePort, input: WorkerInput, journal: OpenedJournal) {
    this.#port = port;
    this.#input = input;
    this.#journal = journal;
    const { db } = journal;
    this.#statements = new Map(Object.entries(journalStatements).map(([name, sql]) => [name, db.prepare(sql)]));
    this.#pruner = new JournalPruner(db);
    this.#disk = new JournalDisk(path.dirname(input.file));
  }

  start(): void {
    const { epoch, open, fsyncMs, setAside, db } = this.#journal;
    this.#lastDisk = this.#disk.check();
    this.#post({ kind: "ready", epoch, open, fsyncMs, setAside, disk: this.#lastDisk });
    this.#port.on("message", (message: ToWorker) => {
      this.#take(message);
      if (this.#retry === undefined || this.#isClosing) this.#flush();
    });
    // a checkpoint between cars keeps the log short, so that none has to wait for a long one
    const checkpoint = () => this.#queue.length === 0 && this.#guard(() => db.exec("PRAGMA wal_checkpoint(PASSIVE)"));
    this.#timers.push(setInterval(checkpoint, checkpointEveryMs));
    this.#timers.push(setInterval(() => this.#guard(() => this.#checkDisk()), diskCheckEveryMs));
  }

  #post(message: FromWorker): void {
    this.#port.postMessage(message);
  }

  #take(message: ToWorker): void {
    if (message === "close") this.#isClosing = true;
    else this.#queue.push(message);
  }

  #flush(): void {
    this.#retry = undefined;
    for (let next = receiveMessageOnPort(this.#port); next; next = receiveMessageOnPort(this.#port))
      this.#take(next.message as ToWorker);
    while (this.#queue.length > 0) {
      const group = this.#queue.slice(0, groupMax);
      if (!this.#commitOrWait(group)) break;
      this.#queue.splice(0, group.length);
      this.#post({ kind: "committed", ids: group.map((work) => work.id) });
    }
    if (this.#isClosing) this.#close();
  }

  /** False when the disk refuses: the same group is tried again later, so that a serial never gets two bodies. */
  #commitOrWait(group: readonly Work[]): boolean {
    try {
      this.#commit(group);
      this.#disk.accepted();
      return true;
    } catch (error) {
      if (!isDiskTrouble(error)) {
        this.#fail(error as Error);
        return false;
      }
      this.#post({ kind: "waiting", reason: (error as Error).message });
      const hasRoom = this.#disk.refused(isFullDisk(error));
      this.#guard(() => this.#checkDisk());
      this.#retry = setTimeout(() => this.#flush(), hasRoom ? 0 : retryAfterMs);
      return false;
    }
  }

  #commit(group: readonly Work[]): void {
    const { db } = this.#journal;
    const released: JournalChange[] = [];
    db.exec("BEGIN IMMEDIATE");
    try {
      for (const { changes } of group) {
        for (const change of changes) {
          if (change.statement === "pruneRecords") released.push(change);
          else this.#statements.get(change.statement)!.run([...change.values]);
        }
      }
      db.exec("COMMIT");
    } catch (error) {
      if (db.inTransaction) db.exec("ROLLBACK");
      throw error;
    }
    for (const { values } of released) this.#pruner.release(values);
    if (released.length > 0) this.#pruneSoon();
  }

  #pruneSoon(): void {
    if (this.#pruning !== undefined || this.#isClosing) return;
    this.#pruning = setTimeout(() => {
      this.#pruning = undefined;
      // whoever waits for a commit goes first
      const isBusy = this.#queue.length > 0 || this.#retry !== undefined;
      if (isBusy || this.#guard(() => this.#pruner.step())) this.#pruneSoon();
    }, pruneEveryMs);
  }

  #checkDisk(): void {
    const disk = this.#disk.check();
    const last = this.#lastDisk;
    this.#lastDisk = disk;
    if (last?.step === disk.step && last.ballasts === disk.ballasts) return;
    this.#post({ kind: "disk", disk });
    if (disk.step === "ok" || disk.step === "watch") return;
    // the log may be the larger part of what the journal takes
    if (this.#queue.length === 0) this.#journal.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    this.#pruneSoon();
  }

  /** Upkeep that the disk refuses is left for the next time; only a broken journal ends the thread. */
  #guard<Result>(work: () => Result): Result | false {
    try {
      return work();
    } catch (error) {
      if (isDiskTrouble(error)) this.#post({ kind: "waiting", reason: (error as Error).message });
      else this.#fail(error as Error);
      return false;
    }
  }

  #fail(error: Error): void {
    if (isCorrupt(error)) markSuspect(this.#input.file);
    this.#post({ kind: "failed", reason: error.message });
  }

  #close(): void {
    const { db } = this.#journal;
    for (const timer of [...this.#timers, this.#pruning, this.#retry]) clearTimeout(timer);
    this.#guard(() => db.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
    db.close();
    this.#post({ kind: "closed" });
    this.#port.close();
  }
}

/** Trouble that may pass: the disk is full, slow or gone for now. Anything else is a fault of ours. */
function isDiskTrouble(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return /SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|NOMEM)|disk|locked|readonly|ENOSPC|EROFS|EIO/i.test(
    `${String(code)} ${String(message)}`,
  );
}

function isFullDisk(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return /SQLITE_FULL|disk is full|ENOSPC/i.test(`${String(code)} ${String(message)}`);
}
