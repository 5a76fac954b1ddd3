import fs from "node:fs";
import type { MessagePort } from "node:worker_threads";
import type { DocumentHead } from "#contracts/document.ts";
import type { DocumentName } from "#contracts/names.ts";
import { isCorrupt } from "../report/open-journal.ts";
import { DocumentDb, type DocumentOutcome, type DocumentState } from "./document-db.ts";

export type DocumentTask =
  | { readonly kind: "delta"; readonly head: DocumentHead; readonly gzip: Uint8Array }
  | { readonly kind: "snapshot"; readonly head: DocumentHead; readonly gzip: Uint8Array }
  | { readonly kind: "confirm"; readonly head: DocumentHead }
  | { readonly kind: "check"; readonly name: DocumentName };
export type DocumentAnswer =
  | DocumentOutcome
  | { kind: "confirmed"; state: DocumentState | null }
  | { kind: "checked"; isSound: boolean };
export type ToDocumentWorker = { readonly id: number; readonly task: DocumentTask } | "close";
export type FromDocumentWorker =
  | { kind: "ready" }
  | { kind: "done"; id: number; answer: DocumentAnswer }
  | { kind: "undone"; id: number; reason: string }
  | { kind: "damaged"; reason: string }
  | { kind: "failed"; reason: string }
  | { kind: "closed" };

/** The one writer of an edge's documents, on a thread of its own: fifty thousand entries must not keep a lane waiting. */
export function runDocumentWorker(port: MessagePort, file: string): void {
  const say = (message: FromDocumentWorker) => port.postMessage(message);
  let db: DocumentDb;
  try {
    db = new DocumentDb(file);
  } catch (error) {
    say({ kind: "failed", reason: (error as Error).message });
    return;
  }
  port.on("message", (message: ToDocumentWorker) => {
    if (message === "close") {
      db.close();
      say({ kind: "closed" });
      port.close();
      return;
    }
    try {
      say({ kind: "done", id: message.id, answer: work(db, message.task) });
    } catch (error) {
      const reason = (error as Error).message;
      if (isCorrupt(error)) {
        // all of it can be had again: the next start begins with an empty file
        for (const end of ["", "-wal", "-shm"]) fs.rmSync(file + end, { force: true });
        say({ kind: "damaged", reason });
      } else say({ kind: "undone", id: message.id, reason }); // a full disk, say: later
    }
  });
  say({ kind: "ready" });
}

function work(db: DocumentDb, task: DocumentTask): DocumentAnswer {
  if (task.kind === "delta") return db.applyDelta(task.head, task.gzip);
  if (task.kind === "snapshot") return db.applySnapshot(task.head, task.gzip);
  if (task.kind === "confirm") return { kind: "confirmed", state: db.confirm(task.head) };
  return { kind: "checked", isSound: db.check(task.name) };
}
