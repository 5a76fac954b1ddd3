import path from "node:path";
import { pino } from "pino";
import { Edge } from "#edge-runner/edge.ts";
import { readEdgeConfig } from "#edge-runner/edge-config.ts";
import { startSourceWorker } from "#edge-runner/testing/source-worker.ts";

/** How long live records took from their first sending to their acknowledgement, since the last question. */
export type Commits = { readonly commits: readonly number[]; readonly backlog: number };

// The edge of the lot, from its source, so that it can be asked how long its live records take.
const [configFile] = process.argv.slice(2) as [string];
let commits: number[] = [];
const edge = new Edge({
  config: readEdgeConfig(configFile),
  folder: path.dirname(configFile),
  runner: "lab",
  startWorker: startSourceWorker,
  log: pino({ level: "info" }),
  onFatal: (reason) => {
    throw new Error(reason);
  },
  onCommitted: (_stream, _n, tookMs) => commits.push(tookMs),
});
await edge.start();
process.on("message", async (order: "commits" | "stop") => {
  if (order === "commits") {
    process.send!({ commits, backlog: edge.telemetry().backlog.records } satisfies Commits);
    commits = [];
    return;
  }
  await edge.stop();
  process.exit(0);
});
process.on("disconnect", () => process.exit(0));
process.send!("ready");
