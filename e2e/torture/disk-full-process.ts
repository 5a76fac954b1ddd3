import fs from "node:fs";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import type { DecisionBody } from "#contracts/record-body.ts";
import { verifyStream } from "#contracts/verify-stream.ts";
import { TestLot, waitFor } from "#edge-runner/testing/test-lot.ts";

// An edge whose disk, a small tmpfs that TMPDIR names, fills up under it. The last line says as JSON what came of it.
type Lane = "entry-1" | "exit-1";
type Sent = { readonly plate: string; readonly eventId: string; readonly at: number; readonly lane: Lane };

const lot = new TestLot();
const warnings: string[] = [];
const sent: Sent[] = [];
const filler = path.join(lot.folder, "filler");

const ballasts = () => ["ballast-1", "ballast-2"].filter((name) => fs.existsSync(path.join(lot.folder, name))).length;
const hasOpened = (count: number) => () => lot.openings.length >= count;

function usedShare(): number {
  const { blocks, bavail } = fs.statfsSync(lot.folder);
  return 1 - bavail / blocks;
}

/** Takes room until so much of the disk is used; 1 takes all there is. */
function fillTo(share: number): void {
  const handle = fs.openSync(filler, "a");
  try {
    while (share === 1 || usedShare() < share) fs.writeSync(handle, Buffer.alloc(8 * 1024, 0x66));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    fs.closeSync(handle);
  }
}

/** A car comes; resolves to how long the barrier took, or null when it stayed down for so long. */
async function car(lane: Lane, patienceMs = 4_000): Promise<number | null> {
  const one: Sent = { plate: `京A${10_000 + sent.length}`, eventId: `disk-${sent.length}`, at: Date.now(), lane };
  sent.push(one);
  const wanted = lot.openings.length + 1;
  const start = performance.now();
  const answer = lot.see(lane, one.plate, one).catch(() => null);
  const opened = waitFor(hasOpened(wanted), "the barrier", patienceMs).then(
    () => Math.round(performance.now() - start),
    () => null,
  );
  const tookMs = await opened;
  if (tookMs !== null) await Promise.race([answer, sleep(200)]);
  return tookMs;
}

async function fillUntilSaid(
  share: number,
  word: string,
): Promise<{ said: boolean; ballasts: number; openMs: number | null }> {
  fillTo(share);
  const isSaid = () => warnings.some((reason) => reason.includes(`the disk is ${word}`));
  await waitFor(isSaid, word, 5_000).catch(() => undefined);
  return { said: isSaid(), ballasts: ballasts(), openMs: await car("entry-1") };
}

async function everythingAnswered(): Promise<number> {
  let answered = 0;
  for (const one of sent) {
    for (let tries = 0; tries < 20; tries++) {
      const { status } = await lot.see(one.lane, one.plate, one);
      if (status === 200) answered++;
      if (status === 200) break;
      await sleep(250);
    }
  }
  return answered;
}

await lot.start();
await lot.stopEdge();
lot.config.lanes[1]!.onJournalFailure = "wait";
const stream = { write: (line: string) => warnings.push(String((JSON.parse(line) as { reason?: unknown }).reason)) };
await lot.startEdge({ log: pino({ level: "warn" }, stream) });
await waitFor(() => ballasts() === 2, "both ballasts");
const lag = monitorEventLoopDelay({ resolution: 5 });
lag.enable();
const quietMs = await car("entry-1");
const watch = await fillUntilSaid(0.86, "watch");
const low = await fillUntilSaid(0.93, "low");
const critical = await fillUntilSaid(0.97, "critical");

// full: what is given up is taken at once by whoever fills the disk
const openMs: (number | null)[] = [];
for (let i = 0; i < 8; i++) {
  fillTo(1);
  openMs.push(await car("entry-1"));
}
const full = {
  said: warnings.some((reason) => reason.includes("the disk is full")),
  ballasts: ballasts(),
  openMs,
  atWaitingLane: await car("exit-1", 1_000),
  onDisk: lot.journal().records("p").length,
};
lag.disable();
fs.rmSync(filler);
const answered = await everythingAnswered();
await waitFor(() => ballasts() === 2, "the ballasts are back").catch(() => undefined);
await waitFor(() => lot.cloud.held.mark === 2 * sent.length, "the cloud has all").catch(() => undefined);

const { edgeId, epoch, open, records } = lot.journal();
// on a tight disk the journal gives up what the cloud has committed: together they hold everything
const held = new Map([...lot.cloud.all(), ...records("p")].map((record) => [record.n, record]));
const proof = verifyStream(edgeId, "p", epoch, open, held.values());
const decisions = [...held.values()]
  .map((record) => JSON.parse(Buffer.from(record.body!).toString()) as DecisionBody)
  .filter((body) => body.kind === "decision");
const released = new Set(
  decisions.filter((body) => body.decision.decision === "release").map((body) => body.passageId),
);
const result = {
  quietMs,
  watch,
  low,
  critical,
  full,
  after: {
    sent: sent.length,
    answered,
    decisions: decisions.length,
    records: proof.count,
    findings: proof.findings,
    inCloud: lot.cloud.held.mark,
    openings: lot.openings.length,
    openingsWithoutRecord: lot.openings.filter(({ commandId }) => !released.has(commandId)).length,
    openedTwice: lot.openings.length - new Set(lot.openings.map(({ commandId }) => commandId)).size,
    late: decisions.filter((body) => body.flags.includes("lateJournal")).length,
    ballasts: ballasts(),
    fatal: lot.fatal,
  },
  lagMs: { p99: Math.round(lag.percentile(99) / 1e6), max: Math.round(lag.max / 1e6) },
};
process.stdout.write(`${JSON.stringify(result)}\n`);
await lot.stop();
process.exit(0);
