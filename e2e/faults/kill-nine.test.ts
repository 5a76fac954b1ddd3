import { randomInt } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import Database from "libsql";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readJournal } from "#edge-runner/report/read-journal.ts";
import { seededRandom } from "#edge-runner/simulator/seeded-random.ts";
import { spawnChild } from "#tools/spawn-child.ts";
import { type Answer, checkBooks, type Opening, readLines, verifyJournal } from "./check-books.ts";
import { faultLot } from "./fault-lot.ts";
import { type FaultSystem, makeFaultSystem, victims } from "./fault-system.ts";
import { isSettled } from "./is-settled.ts";
import { killAtRandom } from "./kill-at-random.ts";
import { plateOfCar } from "./plate-of-car.ts";
import { until } from "./until.ts";

// LIFTGATE_SEED repeats a run's cars and moments.
const seed = Number(process.env.LIFTGATE_SEED ?? randomInt(1_000_000_000));
const isFull = process.env.LIFTGATE_TORTURE === "full";
const carsPerSecond = 5;
const cars = isFull ? 900 : 200;
const killsEach = isFull ? 40 : 10;
/** The last car has come and the last outcome is due (a loop that says nothing ends a passage after 20 s). */
const settleTimeoutMs = 180_000;

let system: FaultSystem;
let answersFile: string;
let dataDir: string;

beforeAll(async () => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-kill-"));
  answersFile = path.join(dataDir, "answers.jsonl");
  console.log(`kill -9: seed ${seed}, ${dataDir}`);
  system = await makeFaultSystem(dataDir);
  await system.start();
  await until("the bundle is live at the edge", async () => {
    const { rows } = await system.pool.query("SELECT step FROM rollout_edge");
    return rows[0]?.step === "live";
  });
});

afterAll(async () => {
  await system?.stop();
  if (process.env.LIFTGATE_KEEP !== "1") fs.rmSync(dataDir, { recursive: true, force: true });
});

const books = (pool = system.pool, journalFile = system.journalFile) => ({
  answersFile,
  openingsFile: system.openingsFile,
  journalFile,
  edgeId: faultLot.edgeId,
  pool,
});

test("T1: kill -9 of edge, ingest, broker and PostgreSQL loses nothing, doubles nothing, opens nothing unrecorded", async () => {
  const startedAt = Date.now();
  const cameras = spawnChild(
    [
      "--import",
      "tsx",
      fileURLToPath(new URL("./camera-process.ts", import.meta.url)),
      system.configFile,
      answersFile,
      ...[seed, cars, carsPerSecond].map(String),
    ],
    process.env,
    path.join(dataDir, "logs/cameras.log"),
  );
  const camerasEnded = new Promise<number | null>((resolve) => cameras.once("exit", resolve));
  const trafficMs = (cars / carsPerSecond) * 1000;
  const kills = await Promise.all(
    victims.map((victim, index) => {
      const random = seededRandom(seed + index + 1);
      const isWorking = () => system.isWorking(victim);
      return killAtRandom(system.children[victim], {
        times: killsEach,
        fromMs: 1_000,
        toMs: trafficMs,
        random,
        isWorking,
      });
    }),
  );
  expect(kills).toEqual(victims.map(() => killsEach));
  expect(await camerasEnded).toBe(0);
  const answers = readLines<Answer>(answersFile);
  expect(answers).toHaveLength(cars);
  expect(new Set(answers.map(({ eventId }) => eventId)).size).toBe(cars);
  const { journalFile, pool } = system;
  await until("every record is in the database", () => isSettled(journalFile, faultLot.edgeId, pool), settleTimeoutMs);

  expect(await checkBooks(books())).toEqual([]);
  // A busy disk may be late; these lanes then waited for it, as the openings have just shown.
  // a kill takes photos that are still in memory, and the edge says so; a slow disk is slow
  const expected = "('lateJournal', 'photosLost')";
  const { rows } = await system.pool.query(`SELECT kind, detail FROM anomaly WHERE kind NOT IN ${expected}`);
  expect(rows).toEqual([]);
  await until("the cloud has decided every car again, and agrees", async () => {
    const opinions = await system.pool.query("SELECT count(*)::integer AS count FROM second_opinion");
    return opinions.rows[0].count === cars;
  });
  const disagreed = await system.pool.query(
    `SELECT p.passage_id, p.basis, s.verdict, s.detail FROM passage p JOIN second_opinion s USING (passage_id)
     WHERE (p.basis = 'rules') IS DISTINCT FROM (s.verdict = 'agree')`,
  );
  expect(disagreed.rows).toEqual([]);
  const openings = readLines<Opening>(system.openingsFile);
  expect(openings.length).toBeGreaterThan(0);
  const repeated = answers.filter(({ attempts }) => attempts > 1).length;
  const records = readJournal(system.journalFile).records("p").length;
  console.log(
    `kill -9: ${kills.reduce((sum, count) => sum + count)} kills, ${cars} cars answered (${repeated} after a repeat), ` +
      `${openings.length} openings, ${records} records, ${Math.round((Date.now() - startedAt) / 1000)} s`,
  );
});

test("no log holds a plate or a secret", () => {
  const logs = system.logs();
  expect(logs.length).toBeGreaterThan(1000);
  const plates = Array.from({ length: cars }, (_, index) => plateOfCar(index));
  expect([...plates, ...system.secrets].filter((text) => logs.includes(text))).toEqual([]);
});

test("a bit flipped in a copy of the journal is found", async () => {
  await system.children.edge.stop();
  const copy = copyJournal();
  const records = readJournal(copy).records("p");
  const victim = records[Math.floor(records.length / 2)]!;
  const bytes = fs.readFileSync(copy);
  const at = bytes.indexOf(Buffer.from(victim.body!.subarray(0, 120)));
  expect(at).toBeGreaterThan(0);
  bytes[at + 60]! ^= 1;
  fs.writeFileSync(copy, bytes);
  expect(verifyJournal(readJournal(copy)).findings).toEqual([{ kind: "altered", n: victim.n, part: "body" }]);
  expect(await checkBooks(books(system.pool, copy))).toContain(`copies: {"n":${victim.n},"kind":"differs"}`);
});

test("a record removed from the database is found, and so is one doubled", async () => {
  await system.children.ingest.stop();
  await system.children.broker.stop();
  const n = 1 + Math.floor(readJournal(system.journalFile).records("p").length / 3);
  const removed = await tamper("removed", "DELETE FROM record WHERE n = $1", n);
  expect(removed).toContain(`database: {"kind":"hole","first":${n},"last":${n}}`);
  expect(removed).toContain(`copies: {"n":${n},"kind":"onlyInSecond"}`);
  const doubled = await tamper("doubled", "INSERT INTO record SELECT * FROM record WHERE n = $1", n);
  expect(doubled).toContain(`database: {"kind":"doubled","n":${n}}`);
  expect(doubled).toContain(`copies: {"n":${n},"kind":"doubled"}`);
});

/** Runs the checker over a copy of the database in which one statement has done its mischief. */
async function tamper(name: string, statement: string, n: number): Promise<string[]> {
  const url = new URL(system.databaseUrl);
  const admin = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: "/postgres" }).href });
  await admin.connect();
  await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
    [url.pathname.slice(1)],
  );
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${url.pathname.slice(1)}`);
  await admin.end();
  const copy = new pg.Pool({ connectionString: Object.assign(new URL(url), { pathname: `/${name}` }).href, max: 1 });
  try {
    await copy.query("ALTER TABLE record DROP CONSTRAINT record_pkey");
    await copy.query(statement, [n]);
    return await checkBooks(books(copy));
  } finally {
    await copy.end();
  }
}

/** The journal as one file: what still stands in its write-ahead log is taken in. */
function copyJournal(): string {
  const copy = path.join(dataDir, "journal-copy.db");
  for (const end of ["", "-wal"]) {
    if (fs.existsSync(system.journalFile + end)) fs.copyFileSync(system.journalFile + end, copy + end);
  }
  const db = new Database(copy);
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  db.exec("PRAGMA journal_mode = DELETE");
  db.close();
  return copy;
}
