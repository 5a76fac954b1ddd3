import { randomInt } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readJournal } from "#edge-runner/report/read-journal.ts";
import { spawnChild } from "#tools/spawn-child.ts";
import { type Answer, checkBooks, readLines } from "../faults/check-books.ts";
import { faultLot } from "../faults/fault-lot.ts";
import { type FaultSystem, makeFaultSystem } from "../faults/fault-system.ts";
import { isSettled } from "../faults/is-settled.ts";
import { until } from "../faults/until.ts";
import { isFull } from "./lab/run-lab.ts";

// T11: the cloud's database comes back from a copy that is older, while an edge goes on serving cars.
const seed = Number(process.env.LIFTGATE_SEED ?? randomInt(1_000_000_000));
const carsPerSecond = 5;
const rounds = isFull ? 10 : 2;
/** Cars come until the last round is over, also on a slow machine. */
const cars = 50 + rounds * 100;
/** What the cloud commits between a copy and the restore from it, and after that to the next copy. */
const apartRecords = 30;
const patienceMs = 120_000;

/** How a database is exchanged: with the whole cloud down, or under the ingest that goes on running. */
type Way = "the cloud is down" | "the ingest goes on";
type Round = { way: Way; markBefore: number; markRestored: number; lackingMs: number };

let system: FaultSystem;
let dataDir: string;

beforeAll(async () => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-restored-"));
  system = await makeFaultSystem(dataDir);
  await system.start();
  await until("the bundle is live", async () => {
    const { rows } = await system.pool.query("SELECT step FROM rollout_edge");
    return rows[0]?.step === "live";
  });
});

afterAll(async () => {
  await system?.stop();
  if (process.env.LIFTGATE_KEEP !== "1") fs.rmSync(dataDir, { recursive: true, force: true });
});

test("T11: a cloud restored from an older copy is sent again what it lacks; nothing is lost or doubled", async () => {
  const answersFile = path.join(dataDir, "answers.jsonl");
  const program = fileURLToPath(new URL("../faults/camera-process.ts", import.meta.url));
  const args = [system.configFile, answersFile, seed, cars, carsPerSecond].map(String);
  const cameras = spawnChild(
    ["--import", "tsx", program, ...args],
    process.env,
    path.join(dataDir, "logs/cameras.log"),
  );
  const camerasEnded = new Promise<number | null>((resolve) => cameras.once("exit", resolve));
  const told: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    await goOn();
    await copy("liftgate", "backup");
    await goOn();
    told.push(await restore(round % 2 === 0 ? "the cloud is down" : "the ingest goes on"));
  }
  expect(await camerasEnded).toBe(0);
  expect(readLines<Answer>(answersFile)).toHaveLength(cars);
  const { openingsFile, journalFile, pool } = system;
  await until("every record is in the database", () => isSettled(journalFile, faultLot.edgeId, pool), patienceMs);
  for (const { way, markBefore, markRestored, lackingMs } of told)
    console.log(`${way}: mark ${markBefore}, restored ${markRestored}, past it again after ${lackingMs} ms`);
  const findings = await checkBooks({ answersFile, openingsFile, journalFile, edgeId: faultLot.edgeId, pool });
  expect(findings).toEqual([]);
  for (const { markBefore, markRestored } of told) expect(markRestored).toBeLessThan(markBefore);
});

/** Puts the older copy in the place of the database, and waits until the edge has brought what it lacks. */
async function restore(way: Way): Promise<Round> {
  const markBefore = await mark();
  if (way === "the cloud is down") await stopCloud();
  await copy("backup", "liftgate");
  const restoredAt = performance.now();
  const markRestored = await mark();
  // nothing may have been given up here that an older cloud lacks
  expect(readJournal(system.journalFile).records("p")[0]?.n).toBe(1);
  if (way === "the cloud is down") await startCloud();
  await until("the edge has sent again what was lacking", async () => (await mark()) >= markBefore, patienceMs);
  return { way, markBefore, markRestored, lackingMs: Math.round(performance.now() - restoredAt) };
}

async function stopCloud(): Promise<void> {
  await system.children.ingest.stop();
  await system.children.broker.stop();
}

async function startCloud(): Promise<void> {
  await system.children.broker.start();
  await system.children.ingest.start();
}

/** Cars come and go, and the cloud commits. */
async function goOn(): Promise<void> {
  const from = await mark();
  await until("the cloud commits", async () => (await mark()) >= from + apartRecords, patienceMs);
}

/** Makes the second database a copy of the first, whoever uses either. */
async function copy(from: string, to: string): Promise<void> {
  const admin = new pg.Client({ connectionString: urlOf("postgres") });
  await admin.connect();
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${to} WITH (FORCE)`);
    await admin.query(`ALTER DATABASE ${from} WITH ALLOW_CONNECTIONS false`);
    await admin.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", [from]);
    await admin.query(`CREATE DATABASE ${to} TEMPLATE ${from}`);
    await admin.query(`ALTER DATABASE ${from} WITH ALLOW_CONNECTIONS true`);
  } finally {
    await admin.end();
  }
}

function urlOf(database: string): string {
  return Object.assign(new URL(system.databaseUrl), { pathname: `/${database}` }).href;
}

async function mark(): Promise<number> {
  for (;;) {
    const found = await system.pool
      .query<{ mark: number }>("SELECT mark::integer AS mark FROM stream WHERE stream = 'p'")
      .catch(() => null); // its connection was cut with the database
    if (found?.rows[0]) return found.rows[0].mark;
    await sleep(50);
  }
}
