import type { MessagePort } from "node:worker_threads";
import { runDocumentWorker } from "./receive/document-worker.ts";
import { runJournalWorker, type WorkerInput } from "./report/journal-worker.ts";

/** What a thread of the edge does: each file has one that writes it. */
export function runWorker(port: MessagePort, input: WorkerInput): void {
  if (input.role === "documents") runDocumentWorker(port, input.file);
  else runJournalWorker(port, input);
}
