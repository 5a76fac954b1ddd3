import { Worker } from "node:worker_threads";
import type { WorkerInput } from "../report/journal-worker.ts";

/** Starts the journal's thread from source, for tests; the built edge starts it from its own one file. */
export function startSourceWorker(input: WorkerInput): Worker {
  const source = new URL("./journal-thread.ts", import.meta.url).href;
  const code = `import("tsx/esm/api").then((tsx) => { tsx.register(); return import(${JSON.stringify(source)}); })`;
  return new Worker(code, { eval: true, workerData: input });
}
