import path from "node:path";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import { toBytes } from "#contracts/text.ts";
import { Journal } from "#edge-runner/report/journal.ts";

// Writes to a journal as fast as it becomes durable, and says each serial and hash only then: `{"n","hash"}` a line.
const [folder, synchronous] = process.argv.slice(2) as [string, "FULL" | "NORMAL"];
const wantedBytes = 900;
const underWay = 8;

const journal = await Journal.start({
  file: path.join(folder, "journal.db"),
  edgeId: "cutedge001",
  startWorker: (input) => new Worker(threadCode(), { eval: true, workerData: input }),
  onFatal: (reason) => end(`fatal: ${reason}`),
  onTrouble: (reason) => process.stderr.write(`${reason}\n`),
});
process.stdout.write(`${JSON.stringify({ epoch: journal.epoch, last: journal.durableN("p") })}\n`);

async function write(): Promise<never> {
  for (;;) {
    const body = toBytes(JSON.stringify({ n: journal.nextN("p"), pad: "x".repeat(wantedBytes) }));
    const { records, durable } = journal.append("p", [{ body, personal: new Uint8Array(300), at: Date.now() }]);
    await durable;
    process.stdout.write(`${JSON.stringify({ n: records[0]!.n, hash: records[0]!.hash })}\n`);
  }
}
for (let i = 0; i < underWay; i++) void write();

function end(why: string): void {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}

/** The journal's own thread; as the control with the one setting changed that its safety rests on. */
function threadCode(): string {
  const root = path.join(import.meta.dirname, "../../edge-runner/report");
  const contents = `import { parentPort, workerData } from "node:worker_threads";
    import { runJournalWorker } from "./journal-worker.ts";
    runJournalWorker(parentPort, workerData);`;
  const built = buildSync({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    external: ["libsql"],
  });
  const code = built.outputFiles[0]!.text;
  if (synchronous === "FULL") return code;
  const weakened = code
    .replace("synchronous = FULL", "synchronous = NORMAL")
    .replace("synchronous !== 2", "synchronous !== 1");
  if (!weakened.includes("synchronous !== 1") || weakened.includes("synchronous = FULL")) throw new Error("no control");
  return weakened;
}
