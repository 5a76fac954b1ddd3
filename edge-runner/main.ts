import fs from "node:fs";
import path from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { Edge } from "./edge.ts";
import { EdgeConfigError, edgeConfigFile, readEdgeConfig, withLocalAddresses } from "./edge-config.ts";
import { edgeLog } from "./edge-log.ts";
import type { WorkerInput } from "./report/journal-worker.ts";
import { runWorker } from "./run-worker.ts";
import { runSelfCheck } from "./self-check.ts";

const runner = "0.1.0";
const stopTimeoutMs = 4_000;

const [option, caseFile] = process.argv.slice(2);
if (option === "--self-check" && caseFile) runSelfCheck(caseFile);
else if (isMainThread) await runEdge();
// an edge is one file: its threads start from the same one
else runWorker(parentPort!, workerData as WorkerInput);

async function runEdge(): Promise<void> {
  const { config, file } = readEnrolment();
  const log = edgeLog(config.edgeId);
  if (fs.statSync(file).mode & 0o077)
    log.warn({ file }, "the enrolment holds secrets and others may read it; chmod 600");
  const edge = new Edge({
    config,
    folder: path.dirname(file),
    runner,
    log,
    startWorker: (input) => new Worker(new URL(import.meta.url), { workerData: input }),
    onFatal: (reason) => {
      log.fatal({ reason }, "this process cannot go on");
      process.exit(1);
    },
  });
  let isStopping = false;
  const stop = (why: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ why }, "stopping");
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    edge.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "the stop failed");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal));
  process.on("disconnect", () => stop("disconnect"));
  try {
    await edge.start();
  } catch (error) {
    log.fatal({ reason: (error as Error).message }, "this edge cannot start");
    process.exit(1);
  }
}

function readEnrolment() {
  try {
    const file = edgeConfigFile(process.env);
    return { file, config: withLocalAddresses(readEdgeConfig(file), process.env) };
  } catch (error) {
    if (!(error instanceof EdgeConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(2);
  }
}
