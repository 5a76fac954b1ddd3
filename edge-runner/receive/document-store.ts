import type { Worker } from "node:worker_threads";
import Database from "libsql";
import { type DocumentHead, documentNames } from "#contracts/document.ts";
import type { DocumentChange } from "#contracts/document-entry.ts";
import type { DocumentName } from "#contracts/names.ts";
import type { WorkerInput } from "../report/journal-worker.ts";
import { type DocumentOutcome, type DocumentState, stateOf } from "./document-db.ts";
import { allSql, lookupSql } from "./document-sql.ts";
import type { DocumentAnswer, DocumentTask, FromDocumentWorker, ToDocumentWorker } from "./document-worker.ts";

export type DocumentStoreOptions = {
  readonly file: string;
  readonly edgeId: string;
  readonly startWorker: (input: WorkerInput) => Worker;
  /** Only a new process helps. */
  readonly onFatal: (reason: string) => void;
  /** A document is of another version; `changes` null: of another snapshot. */
  readonly onChange: (name: DocumentName, changes: readonly DocumentChange[] | null) => void;
};

/** What a document says of one key, all of one version; `line` null: nothing. */
export type DocumentLookup = DocumentState & { readonly line: string | null };

type LookupRow = Parameters<typeof stateOf>[0] & { line: string | null };

/** An edge's documents as the lanes see them: short reads here, every change by the thread that writes. */
export class DocumentStore {
  readonly #options: DocumentStoreOptions;
  readonly #worker: Worker;
  readonly #db: Database.Database;
  readonly #lookup: Database.Statement;
  readonly #states = new Map<DocumentName, DocumentState>();
  readonly #pending = new Map<number, { resolve: (answer: DocumentAnswer) => void; reject: (error: Error) => void }>();
  #nextId = 1;
  #closed: (() => void) | null = null;

  private constructor(options: DocumentStoreOptions, worker: Worker) {
    this.#options = options;
    this.#worker = worker;
    this.#db = new Database(options.file, { timeout: 5000 });
    this.#db.exec("PRAGMA query_only = ON");
    this.#lookup = this.#db.prepare(lookupSql);
    for (const name of documentNames) {
      const found = this.lookup(name, "");
      if (found !== null) this.#states.set(name, found);
    }
    worker.on("message", (message: FromDocumentWorker) => this.#hear(message));
    worker.on("error", (error) => options.onFatal(error.message));
    worker.on("exit", () => {
      if (this.#closed === null) options.onFatal("the documents' thread ended");
      this.#closed?.();
    });
  }

  /** Opens or makes the file. Rejects when it cannot be used. */
  static start(options: DocumentStoreOptions): Promise<DocumentStore> {
    const worker = options.startWorker({ role: "documents", file: options.file, edgeId: options.edgeId });
    return new Promise((resolve, reject) => {
      worker.once("error", reject);
      worker.once("message", (message: FromDocumentWorker) => {
        worker.off("error", reject);
        if (message.kind === "ready") return resolve(new DocumentStore(options, worker));
        void worker.terminate();
        reject(new Error(message.kind === "failed" ? message.reason : `unexpected answer ${message.kind}`));
      });
    });
  }

  state(name: DocumentName): DocumentState | null {
    return this.#states.get(name) ?? null;
  }

  /** null while there is no such document here. */
  lookup(name: DocumentName, key: string): DocumentLookup | null {
    const row = this.#lookup.get([key, name]) as LookupRow | undefined;
    return row === undefined ? null : { ...stateOf(row), line: row.line };
  }

  /** Every entry's line. */
  lines(name: DocumentName): string[] {
    return (this.#db.prepare(allSql).all([name]) as { line: string }[]).map(({ line }) => line);
  }

  async delta(head: DocumentHead, gzip: Uint8Array): Promise<DocumentOutcome> {
    return this.#noted(head, (await this.#do({ kind: "delta", head, gzip })) as DocumentOutcome);
  }

  async snapshot(head: DocumentHead, gzip: Uint8Array): Promise<DocumentOutcome> {
    return this.#noted(head, (await this.#do({ kind: "snapshot", head, gzip })) as DocumentOutcome);
  }

  /** Notes that what is here is the newest; false when it is not what the head names. */
  async confirm(head: DocumentHead): Promise<boolean> {
    const answer = await this.#do({ kind: "confirm", head });
    if (answer.kind !== "confirmed" || answer.state === null) return false;
    this.#states.set(head.document, answer.state);
    return true;
  }

  /** Do the entries on disk add up to the document's root? */
  async isSound(name: DocumentName): Promise<boolean> {
    const answer = await this.#do({ kind: "check", name });
    return answer.kind === "checked" && answer.isSound;
  }

  async close(timeoutMs = 2_000): Promise<void> {
    if (this.#closed !== null) return;
    const closed = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    this.#db.close();
    this.#worker.postMessage("close" satisfies ToDocumentWorker);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([closed, late]);
    clearTimeout(timer);
    for (const { reject } of this.#pending.values()) reject(new Error("the documents are closed"));
    this.#pending.clear();
    await this.#worker.terminate();
  }

  #noted(head: DocumentHead, outcome: DocumentOutcome): DocumentOutcome {
    if (outcome.kind === "applied" && this.#closed === null) {
      this.#states.set(head.document, outcome.state);
      this.#options.onChange(head.document, outcome.changes);
    }
    return outcome;
  }

  #do(task: DocumentTask): Promise<DocumentAnswer> {
    if (this.#closed !== null) return Promise.reject(new Error("the documents are closed"));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ id, task } satisfies ToDocumentWorker);
    });
  }

  #hear(message: FromDocumentWorker): void {
    if (message.kind === "closed") this.#closed?.();
    if (message.kind === "damaged" || message.kind === "failed") this.#options.onFatal(message.reason);
    if (message.kind !== "done" && message.kind !== "undone") return;
    const waiting = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === "done") waiting?.resolve(message.answer);
    else waiting?.reject(new Error(message.reason));
  }
}
