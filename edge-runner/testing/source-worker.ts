import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import type { WorkerInput } from "../report/journal-worker.ts";

let code: string | undefined;

/** Starts a thread of the edge from source, for tests; the built edge starts it from its own one file. */
export function startSourceWorker(input: WorkerInput): Worker {
  code ??= buildThread();
  return new Worker(code, { eval: true, workerData: input });
}

function buildThread(): string {
  const contents = `
    import { parentPort, workerData } from "node:worker_threads";
    import { runWorker } from "../run-worker.ts";
    runWorker(parentPort, workerData);`;
  const built = buildSync({
    stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["libsql"],
  });
  return built.outputFiles[0]!.text;
}
