import type { Worker } from "node:worker_threads";
import type { Stream } from "#contracts/names.ts";
import type { EpochOpen } from "#contracts/record.ts";
import { epochOpenHash, type RecordFrame, sealRecord } from "#contracts/record.ts";
import type { DiskState } from "./journal-disk.ts";
import { JournalReader } from "./journal-reader.ts";
import type { JournalChange } from "./journal-schema.ts";
import type { FromWorker, ToWorker, WorkerInput } from "./journal-worker.ts";
import { markSuspect } from "./open-journal.ts";

export type JournalOptions = {
  readonly file: string;
  readonly edgeId: string;
  readonly startWorker: (input: WorkerInput) => Worker;
  /** The journal cannot go on; the process must end and be started again, which reads everything from disk. */
  readonly onFatal: (reason: string) => void;
  readonly onTrouble?: (reason: string) => void;
  /** The journal's disk has become tighter, or has room again. */
  readonly onDisk?: (disk: DiskState) => void;
};

type Head = { n: number; hash: string };
type Pending = { readonly at: number; readonly resolve: () => void; readonly records: readonly RecordFrame[] };

/** Records made but not yet on disk. Beyond this the journal takes no more, and lanes do what their policy says. */
const pendingMax = 4_096;

export type Appended = { readonly records: readonly RecordFrame[]; readonly durable: Promise<void> };

/** The parts of a record that is about to be added. */
export type RecordParts = { readonly body: Uint8Array; readonly personal: Uint8Array; readonly at: number };

/**
 * The journal as the lanes see it. Serial numbers and the hash chain are made here, in order; a worker makes them durable.
 * A commit that the disk refuses is tried again for ever with the same records: a serial never gets two bodies.
 */
export class Journal {
  readonly epoch: string;
  readonly open: EpochOpen;
  readonly fsyncMs: number;
  readonly setAside: string | null;
  readonly read: JournalReader;
  readonly #edgeId: string;
  readonly #worker: Worker;
  readonly #heads = new Map<Stream, Head>();
  readonly #durable = new Map<Stream, number>();
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(stream: Stream, n: number) => void>();
  #nextId = 1;
  #closed: (() => void) | null = null;
  #disk: DiskState;

  private constructor(options: JournalOptions, worker: Worker, ready: Extract<FromWorker, { kind: "ready" }>) {
    this.#edgeId = options.edgeId;
    this.#worker = worker;
    this.epoch = ready.epoch;
    this.open = ready.open;
    this.fsyncMs = ready.fsyncMs;
    this.setAside = ready.setAside;
    this.#disk = ready.disk;
    this.read = new JournalReader(options.file, ready.epoch, (error) => {
      markSuspect(options.file);
      options.onFatal(error.message);
    });
    for (const stream of ["p", "a", "l"] as const) {
      const head = this.read.head(stream) ?? {
        n: 0,
        hash: epochOpenHash(options.edgeId, stream, ready.epoch, ready.open),
      };
      this.#heads.set(stream, head);
      this.#durable.set(stream, head.n);
    }
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "committed") this.#settle(message.ids);
      else if (message.kind === "waiting") options.onTrouble?.(message.reason);
      else if (message.kind === "disk") this.#noteDisk(message.disk, options);
      else if (message.kind === "failed") options.onFatal(message.reason);
      else if (message.kind === "closed") this.#closed?.();
    });
    worker.on("error", (error) => options.onFatal(error.message));
    worker.on("exit", () => {
      if (this.#closed === null) options.onFatal("the journal's thread ended");
      this.#closed?.();
    });
  }

  /** Opens or makes the journal file. Rejects when it cannot be used. */
  static start(options: JournalOptions): Promise<Journal> {
    const worker = options.startWorker({ role: "journal", file: options.file, edgeId: options.edgeId });
    return new Promise((resolve, reject) => {
      worker.once("error", reject);
      worker.once("message", (message: FromWorker) => {
        worker.off("error", reject);
        if (message.kind === "ready") resolve(new Journal(options, worker, message));
        else {
          void worker.terminate();
          reject(new Error(message.kind === "failed" ? message.reason : `unexpected answer ${message.kind}`));
        }
      });
    });
  }

  /** The serial that the next record of this stream will get. */
  nextN(stream: Stream): number {
    return this.#heads.get(stream)!.n + 1;
  }

  /** The last record that was made, on disk or not; `n` 0 and what record 1 is chained to while there is none. */
  head(stream: Stream): { readonly n: number; readonly hash: string } {
    return this.#heads.get(stream)!;
  }

  /** The highest serial that is on disk. */
  durableN(stream: Stream): number {
    return this.#durable.get(stream)!;
  }

  /** Hash of the last durable record; null while there is none. */
  durableHash(stream: Stream): string | null {
    const n = this.durableN(stream);
    return n === 0 ? null : this.read.hashAt(stream, n);
  }

  /** The disk that the journal stands on. `full`: records wait in memory, and lanes do what their policy says. */
  get disk(): DiskState {
    return this.#disk;
  }

  /** How long the oldest uncommitted change has been waiting. */
  lateMs(): number {
    const oldest = this.#pending.values().next().value;
    return oldest === undefined ? 0 : performance.now() - oldest.at;
  }

  isFull(): boolean {
    return this.#pending.size >= pendingMax;
  }

  onDurable(listener: (stream: Stream, n: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Adds records of one stream together with other changes, in one transaction. `durable` resolves when all is on disk.
   * Throws when a record is too large or the journal is full; nothing has happened then.
   */
  append(stream: Stream, parts: readonly RecordParts[], changes: readonly JournalChange[] = []): Appended {
    if (this.isFull()) throw new Error(`${pendingMax} changes are waiting for the disk`);
    let head = this.#heads.get(stream)!;
    const records: RecordFrame[] = [];
    for (const { body, personal } of parts) {
      const at = { stream, epoch: this.epoch, n: head.n + 1, previousHash: head.hash };
      const record = sealRecord(this.#edgeId, at, body, personal);
      records.push(record);
      head = { n: record.n, hash: record.hash };
    }
    this.#heads.set(stream, head);
    const rows = records.map((record, index) => addRecord(record, parts[index]!.at));
    return { records, durable: this.#send([...rows, ...changes], records) };
  }

  /** Other changes, in one transaction. Resolves when they are on disk. */
  change(changes: readonly JournalChange[]): Promise<void> {
    return this.#send(changes, []);
  }

  /** Writes what is waiting, as far as the disk lets it within the time, and closes the file. */
  async close(timeoutMs = 2_000): Promise<void> {
    if (this.#closed !== null) return;
    this.read.close();
    const closed = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    const message: ToWorker = "close";
    this.#worker.postMessage(message);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([closed, late]);
    clearTimeout(timer);
    await this.#worker.terminate();
  }

  #noteDisk(disk: DiskState, options: JournalOptions): void {
    const isTighter = disk.step !== "ok" && disk.step !== this.#disk.step;
    this.#disk = disk;
    options.onDisk?.(disk);
    const used = `${Math.round(disk.usedShare * 100)} %`;
    if (isTighter) options.onTrouble?.(`the disk is ${disk.step}: ${used} used, ${disk.ballasts} ballasts left`);
  }

  #send(changes: readonly JournalChange[], records: readonly RecordFrame[]): Promise<void> {
    const id = this.#nextId++;
    const message: ToWorker = { id, changes };
    return new Promise((resolve) => {
      this.#pending.set(id, { at: performance.now(), resolve, records });
      this.#worker.postMessage(message);
    });
  }

  #settle(ids: readonly number[]): void {
    const grown = new Map<Stream, number>();
    for (const id of ids) {
      const pending = this.#pending.get(id);
      if (pending === undefined) continue;
      this.#pending.delete(id);
      for (const record of pending.records) grown.set(record.stream, record.n);
      pending.resolve();
    }
    for (const [stream, n] of grown) {
      this.#durable.set(stream, n);
      for (const listener of this.#listeners) listener(stream, n);
    }
  }
}

function addRecord(record: RecordFrame, at: number): JournalChange {
  const { stream, epoch, n, previousHash, hash, bodyDigest, personalDigest, body, personal } = record;
  const values = [stream, epoch, n, at, previousHash, hash, bodyDigest, personalDigest, body, personal];
  return { statement: "addRecord", values };
}
