import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { seededRandom } from "#edge-runner/simulator/seeded-random.ts";
import { cannotCutPower } from "./can-run.ts";
import { CutDisk } from "./cut-disk.ts";

const reason = cannotCutPower();
const cuts = Number(process.env.LIFTGATE_POWER_CUTS ?? 5);
const controlCuts = Math.min(cuts, 3);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** Inside the time after which the file system writes by itself. */
const betweenMs = [700, 2_200] as const;

type Told = { readonly n: number; readonly hash: string };
type Outcome = { readonly told: number; readonly lost: number; readonly reused: number; readonly findings: unknown[] };

const disks: CutDisk[] = [];
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  for (const disk of disks.splice(0)) disk.throwAway();
});

/** One life of a writer on the disk: what it was told to be durable before the power went. */
async function liveUntilCut(disk: CutDisk, synchronous: string, lifeMs: number): Promise<Told[]> {
  const writer = fileURLToPath(new URL("./power-cut-process.ts", import.meta.url));
  const args = ["--import", "tsx", writer, disk.mount, synchronous];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  children.add(child);
  let trouble = "";
  child.stderr.on("data", (text) => {
    trouble += text;
  });
  const told: Told[] = [];
  const lines = createInterface({ input: child.stdout });
  const started = new Promise<void>((resolve, reject) => {
    lines.once("line", () => resolve());
    child.once("exit", () => reject(new Error(`the writer ended: ${trouble}`)));
  });
  lines.on("line", (line) => {
    const said = JSON.parse(line) as Told | { epoch: string };
    if ("n" in said) told.push(said);
  });
  await started;
  await sleep(lifeMs);
  // In a real cut nobody lives to say that something was durable. Here a process would: what it says from now on, when
  // an fsync that is under way may be answered by a file system that has just been shut down, must not count.
  child.kill("SIGSTOP");
  while (!isStopped(child.pid!)) await sleep(1);
  disk.cut();
  child.kill("SIGKILL");
  await once(child, "close");
  children.delete(child);
  return told;
}

/** Has every thread been stopped, but for what the kernel still does for it? */
function isStopped(pid: number): boolean {
  const threads = fs.readdirSync(`/proc/${pid}/task`);
  const states = threads.map(
    (id) => /State:\s+(\S)/.exec(fs.readFileSync(`/proc/${pid}/task/${id}/status`, "latin1"))?.[1],
  );
  return states.every((state) => state === "T" || state === "D");
}

function readJournal(file: string): { findings: unknown[]; records: [number, string][] } {
  const reader = fileURLToPath(new URL("./read-cut-journal.ts", import.meta.url));
  const args = ["--import", "tsx", reader, file];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 }));
}

/** Cuts the power again and again; counts what had been called durable and is not there afterwards, or is another. */
async function cutAgainAndAgain(synchronous: "FULL" | "NORMAL", times: number): Promise<Outcome> {
  const random = seededRandom(seed);
  const disk = new CutDisk(96);
  disks.push(disk);
  const told = new Map<number, string>();
  let [lost, reused] = [0, 0];
  let findings: unknown[] = [];
  for (let cut = 0; cut < times; cut++) {
    disk.powerOn();
    const [least, most] = betweenMs;
    for (const { n, hash } of await liveUntilCut(disk, synchronous, least + random() * (most - least))) {
      if (told.has(n)) reused++;
      told.set(n, hash);
    }
    disk.powerOff();
    disk.powerOn();
    const read = readJournal(path.join(disk.mount, "journal.db"));
    const onDisk = new Map(read.records);
    for (const [n, hash] of told) if (onDisk.get(n) !== hash) lost++;
    for (const n of told.keys()) if (!onDisk.has(n)) told.delete(n);
    findings = [...findings, ...read.findings];
    expect(fs.readdirSync(disk.mount).filter((name) => name.includes("unreadable"))).toEqual([]);
    disk.powerOff();
  }
  return { told: told.size, lost, reused, findings };
}

describe.skipIf(reason !== null)(`T2: power cuts${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  it("take nothing that the journal had called durable, and no serial is given twice", async () => {
    const outcome = await cutAgainAndAgain("FULL", cuts);
    console.log(`seed ${seed}: ${cuts} cuts, ${outcome.told} records called durable, ${outcome.lost} lost`);
    expect(outcome).toMatchObject({ lost: 0, reused: 0, findings: [] });
    expect(outcome.told).toBeGreaterThan(cuts * 50);
  });

  it("do take records from the control, a journal that is not synchronised at each commit", async () => {
    const { lost, told } = await cutAgainAndAgain("NORMAL", controlCuts);
    console.log(`seed ${seed}: control: ${controlCuts} cuts, ${lost} records called durable were lost, ${told} kept`);
    expect(lost).toBeGreaterThan(0);
  });
});
