import path from "node:path";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import type { WorkerInput } from "../report/journal-worker.ts";

let code: string | undefined;

/** Starts the journal's thread from source, for tests; the built edge starts it from its own one file. */
export function startSourceWorker(input: WorkerInput): Worker {
  code ??= buildThread();
  return new Worker(code, { eval: true, workerData: input });
}

function buildThread(): string {
  const built = buildSync({
    entryPoints: [path.join(import.meta.dirname, "journal-thread.ts")],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["libsql"],
  });
  return built.outputFiles[0]!.text;
}
