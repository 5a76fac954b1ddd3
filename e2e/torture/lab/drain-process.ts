import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { encodeLeanBatch } from "#contracts/batch.ts";
import { limits } from "#contracts/limits.ts";
import { encodeRecord, type RecordFrame } from "#contracts/record.ts";
import { readJournal } from "#edge-runner/report/read-journal.ts";
import { fillBacklog } from "./fill-backlog.ts";
import { LabLot, type Phase } from "./lab-lot.ts";
import { uplinkInterfaces } from "./lab-network.ts";

export type DrainOutcome = {
  quiet: Phase;
  drain: Phase;
  backlogRecords: number;
  drainSeconds: number;
  /** How often the backlog was longer than a moment before by more than what is live. */
  setBacks: number;
  bytesSent: number;
  /** Each batch once, as small as it can be, and each live record once. */
  bytesNeeded: number;
  edgeMemoryMb: number;
  journalLogMb: number;
  findings: string[];
};

// T7: an edge that comes back after days, on a narrow uplink, while cars go on coming.
const [folder, seedText, passagesText, quietText] = process.argv.slice(2) as [string, string, string, string];
const quietSeconds = Number(quietText);
const uplinkKbitPerSecond = 256;
const livesMax = 24;
const say = (line: string) => process.stdout.write(`${line}\n`);
const wired = { id: "wired", interface: uplinkInterfaces[0], isMetered: false, provenAfterSeconds: 10 };
const lot = new LabLot(folder, {
  uplinks: [{ ...wired, backlogKbitPerSecond: uplinkKbitPerSecond / 2 }],
});

function tell({ name, cars, carP50Ms, carP99Ms, commits, commitP50Ms, commitP99Ms }: Phase): void {
  say(
    `${name}: ${cars} cars, barrier p50 ${carP50Ms} p99 ${carP99Ms} ms; ${commits} live, p50 ${commitP50Ms} p99 ${commitP99Ms} ms`,
  );
}

function packedBytes(records: readonly RecordFrame[]): number {
  let bytes = 0;
  for (let at = 0; at < records.length; at += limits.batchRecordsMax)
    bytes += gzipSync(encodeLeanBatch(records.slice(at, at + limits.batchRecordsMax))).length;
  return bytes;
}

try {
  await lot.start(Number(seedText));
  lot.network.shape(0, { delayMs: 20, jitterMs: 2, kbitPerSecond: uplinkKbitPerSecond });
  lot.drive(1);
  await sleep(2_000);
  const quiet = await lot.phase("quiet", quietSeconds);
  tell(quiet);
  lot.drive(0);
  await sleep(1_500);
  await lot.stopEdge();
  const filled = fillBacklog(lot.journalFile, Number(passagesText));
  await lot.startEdge();
  await lot.until("the edge is welcome", 20_000, async () => (await lot.backlog()) > 0);
  const sentBefore = (await lot.network.carried(0)).up.bytes;
  const lastBefore = readJournal(lot.journalFile).records("p").length;
  lot.drive(1);
  let [setBacks, least] = [0, Number.POSITIVE_INFINITY];
  const startedAt = performance.now();
  const drain = await lot.phase("drain", 0, async () => {
    for (;;) {
      const left = await lot.committedLeft(filled.last);
      if (left > least) setBacks++;
      least = Math.min(least, left);
      if (left === 0) return;
      await sleep(250);
    }
  });
  const drainSeconds = (performance.now() - startedAt) / 1_000;
  tell(drain);
  const edgeMemoryMb = lot.edgeMemoryMb();
  const journalLogMb = fs.statSync(`${lot.journalFile}-wal`).size / 1e6;
  const bytesSent = (await lot.network.carried(0)).up.bytes - sentBefore;
  const records = readJournal(lot.journalFile).records("p");
  const old = records.filter(({ n }) => n >= filled.first && n <= filled.last);
  const live = records.filter(({ n }) => n > lastBefore);
  const bytesNeeded = packedBytes(old) + live.reduce((sum, record) => sum + encodeRecord(record).length, 0);
  const findings = await lot.settle(60_000);
  const outcome: DrainOutcome = {
    ...{ quiet, drain: { ...drain, seconds: drainSeconds }, backlogRecords: old.length, drainSeconds, setBacks },
    ...{ bytesSent, bytesNeeded, edgeMemoryMb, journalLogMb, findings },
  };
  if (live.length > drainSeconds * livesMax) throw new Error("more live records than cars can have made");
  say(JSON.stringify(outcome));
} finally {
  await lot.stop();
}
process.exit(0);
