import { parentPort, workerData } from "node:worker_threads";
import { runJournalWorker, type WorkerInput } from "../report/journal-worker.ts";

// the thread that tests start from source
runJournalWorker(parentPort!, workerData as WorkerInput);
