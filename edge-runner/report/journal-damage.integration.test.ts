import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toBytes } from "#contracts/text.ts";
import { seededRandom } from "../simulator/seeded-random.ts";
import { startSourceWorker } from "../testing/source-worker.ts";
import { Journal } from "./journal.ts";

const edgeId = "testedge01";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "edge-damage-"));
const stock = path.join(folder, "stock");
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const cases = Number(process.env.LIFTGATE_DAMAGE_CASES ?? 24);
/** So often a supervisor would have to start the process before it works: once after a damage that shows late. */
const startsMax = 3;

/** A journal as a power cut leaves it: in use, with a log that has not been taken into the file. */
beforeAll(async () => {
  const file = path.join(folder, "live", "journal.db");
  const fatal: string[] = [];
  const journal = await Journal.start({
    file,
    edgeId,
    startWorker: startSourceWorker,
    onFatal: (why) => fatal.push(why),
  });
  for (let i = 0; i < 300; i++) await work(journal, i);
  fs.cpSync(path.dirname(file), stock, { recursive: true });
  await journal.close();
  expect(fatal).toEqual([]);
  expect(fs.statSync(path.join(stock, "journal.db-wal")).size).toBeGreaterThan(100_000);
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** What a lane does with the journal for one car. */
async function work(journal: Journal, i: number): Promise<void> {
  const parts = { body: toBytes(JSON.stringify({ i, pad: "x".repeat(900) })), personal: toBytes("{}"), at: 1_000 };
  const session = [`s-${journal.epoch}-${i}`, "京A41408", "entry-1", 1, 1, "0a1b2c3d", "synced", "b", null, null];
  await journal.append(
    "p",
    [parts],
    [
      { statement: "addCameraEvent", values: ["cam", `event-${journal.epoch}-${i}`, "passage", 1] },
      { statement: "openSession", values: session },
      { statement: "putState", values: ["clock", JSON.stringify({ i })] },
    ],
  ).durable;
}

/** Starts it as a supervisor does until it takes a car; the number of starts that this needed. */
async function startsUntilAtWork(file: string): Promise<number> {
  for (let starts = 1; starts <= startsMax; starts++) {
    let fail: (reason: string) => void = () => undefined;
    const failed = new Promise<never>((_, reject) => {
      fail = (reason) => reject(new Error(reason));
    });
    failed.catch(() => undefined); // it counts in the race below
    const started = Journal.start({ file, edgeId, startWorker: startSourceWorker, onFatal: fail });
    const journal = await started.catch(() => null);
    if (journal === null) continue;
    const car = async () => {
      journal.read.openSessions();
      journal.read.state("clock");
      for (let i = 0; i < 300; i++) journal.read.passageOf("cam", `event-${journal.epoch}-${i}`);
      await work(journal, 1_000_000 + starts);
      return true;
    };
    const isAtWork = await Promise.race([car(), failed]).catch(() => false);
    await journal.close();
    if (isAtWork) return starts;
  }
  return Number.POSITIVE_INFINITY;
}

function damaged(name: string, change: (file: string) => void): string {
  const copy = path.join(folder, name);
  fs.cpSync(stock, copy, { recursive: true });
  change(copy);
  return path.join(copy, "journal.db");
}

describe("a damaged journal", () => {
  const ends = ["", "-wal", "-shm"];

  it.each(ends)("journal.db%s without a byte in it does not keep an edge from starting", async (end) => {
    const file = damaged(`zero${end}`, (copy) => fs.truncateSync(path.join(copy, `journal.db${end}`), 0));
    expect(await startsUntilAtWork(file)).toBe(1);
  });

  it.each(ends)("journal.db%s cut off in the middle does not keep an edge from starting", async (end) => {
    const file = damaged(`cut${end}`, (copy) => {
      const part = path.join(copy, `journal.db${end}`);
      fs.truncateSync(part, Math.floor(fs.statSync(part).size / 2));
    });
    expect(await startsUntilAtWork(file)).toBeLessThanOrEqual(startsMax);
  });

  it("works again by itself whatever byte was flipped", { timeout: 120_000 }, async () => {
    const random = seededRandom(seed);
    const starts: number[] = [];
    for (let i = 0; i < cases; i++) {
      const end = ends[Math.floor(random() * 2)]!;
      const file = damaged(`flip-${i}`, (copy) => {
        const part = path.join(copy, `journal.db${end}`);
        const bytes = fs.readFileSync(part);
        // every other case hits the description of the file itself
        const at = Math.floor(random() * (i % 2 === 0 ? bytes.length : Math.min(bytes.length, 8_192)));
        bytes[at] = bytes[at]! ^ (1 << Math.floor(random() * 8));
        fs.writeFileSync(part, bytes);
      });
      starts.push(await startsUntilAtWork(file));
    }
    expect(Math.max(...starts), `seed ${seed}: ${starts.join(" ")}`).toBeLessThanOrEqual(startsMax);
  });

  it("begins anew where the journal's own description was altered, and where a state cannot be read goes on without it", async () => {
    const altered = damaged("meta", (copy) => {
      const db = new Database(path.join(copy, "journal.db"));
      db.exec("UPDATE meta SET value = 'testedge02' WHERE key = 'edgeId'");
      db.close();
    });
    const one = await Journal.start({
      file: altered,
      edgeId,
      startWorker: startSourceWorker,
      onFatal: () => undefined,
    });
    expect(one.setAside).toContain("unreadable");
    await one.close();
    const garbled = damaged("state", (copy) => {
      const db = new Database(path.join(copy, "journal.db"));
      db.exec("UPDATE state SET value = '{\"i' WHERE key = 'clock'");
      db.close();
    });
    const two = await Journal.start({
      file: garbled,
      edgeId,
      startWorker: startSourceWorker,
      onFatal: () => undefined,
    });
    expect(two.setAside).toBeNull();
    expect(two.read.state("clock")).toBeNull();
    await two.close();
  });
});
