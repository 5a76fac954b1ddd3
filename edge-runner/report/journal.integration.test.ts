import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toBytes } from "#contracts/text.ts";
import { verifyStream } from "#contracts/verify-stream.ts";
import { startSourceWorker } from "../testing/source-worker.ts";
import { Journal } from "./journal.ts";
import { readJournal } from "./read-journal.ts";

const edgeId = "testedge01";
let folder: string;
let file: string;
const opened: Journal[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "edge-journal-"));
  file = path.join(folder, "journal.db");
});
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function open(id = edgeId): Promise<Journal> {
  const onFatal = (reason: string) => fatal.push(reason);
  const journal = await Journal.start({ file, edgeId: id, startWorker: startSourceWorker, onFatal });
  opened.push(journal);
  return journal;
}
const fatal: string[] = [];

function add(journal: Journal, text: string) {
  const parts = { body: toBytes(`{"text":"${text}"}`), personal: toBytes('{"salt":"00"}'), at: 1_000 };
  return journal.append("p", [parts]);
}

describe("Journal", () => {
  it("numbers without gaps over restarts and chains every record", async () => {
    const first = await open();
    await Promise.all([add(first, "a"), add(first, "b"), add(first, "c")].map((added) => added.durable));
    const { epoch } = first;
    await first.close();
    const second = await open();
    expect(second.epoch).toBe(epoch);
    expect(second.nextN("p")).toBe(4);
    await add(second, "d").durable;
    const copy = readJournal(file);
    const proof = verifyStream(edgeId, "p", epoch, copy.open, copy.records("p"));
    expect(proof).toMatchObject({ complete: true, first: 1, last: 4, count: 4, headHash: second.durableHash("p") });
  });

  it("commits a record and its camera event together, or neither", async () => {
    const journal = await open();
    const empty = { body: toBytes("{}"), personal: toBytes("{}"), at: 1 };
    const event = { statement: "addCameraEvent", values: ["cam", "e1", "passage-1", 1] } as const;
    await journal.append("p", [empty], [event]).durable;
    expect(journal.read.passageOf("cam", "e1")).toBe("passage-1");
    void journal.append("p", [empty], [event]).durable;
    await expect.poll(() => fatal.at(-1)).toMatch(/UNIQUE/);
    expect(journal.read.head("p")!.n).toBe(1);
  });

  it("runs on WAL with full synchronisation and measures the disk", async () => {
    const journal = await open();
    expect(journal.fsyncMs).toBeGreaterThan(0);
    const db = new Database(file);
    expect(db.prepare("PRAGMA journal_mode").get()).toMatchObject({ journal_mode: "wal" });
    db.close();
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  });

  it("commits many records with few fsyncs when they come at once", async () => {
    const journal = await open();
    let commits = 0;
    journal.onDurable(() => commits++);
    await Promise.all(Array.from({ length: 200 }, (_, i) => add(journal, `r${i}`).durable));
    expect(journal.durableN("p")).toBe(200);
    expect(commits).toBeLessThan(100);
  });

  it("waits for a disk that refuses and then writes the same records", async () => {
    const journal = await open();
    await add(journal, "a").durable;
    const blocker = new Database(file, { timeout: 5000 });
    blocker.exec("BEGIN IMMEDIATE");
    const added = add(journal, "b");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(journal.durableN("p")).toBe(1);
    expect(journal.lateMs()).toBeGreaterThan(200);
    blocker.exec("COMMIT");
    blocker.close();
    await added.durable;
    expect(journal.read.hashAt("p", 2)).toBe(added.records[0]!.hash);
    expect(journal.lateMs()).toBe(0);
  });

  it("prunes only what is acknowledged and old, and keeps the record at the mark", async () => {
    const journal = await open();
    for (const text of ["a", "b", "c", "d"]) await add(journal, text).durable;
    const prune = (mark: number, before: number) =>
      journal.change([{ statement: "pruneRecords", values: ["p", journal.epoch, mark, before] }]);
    await prune(3, 1_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(journal.read.firstN("p")).toBe(1);
    await prune(3, 1_001);
    await expect.poll(() => journal.read.firstN("p")).toBe(3);
    expect(journal.read.head("p")!.n).toBe(4);
  });

  it("gives the room of deleted records back to the disk, and no car's commit waits for it", async () => {
    const journal = await open();
    const bytes = { body: new Uint8Array(1_200).fill(0x20), personal: new Uint8Array(300), at: 1_000 };
    for (let i = 0; i < 40; i++) await journal.append("p", Array(250).fill(bytes)).durable;
    await journal.close();
    const before = fs.statSync(file).size;
    const again = await open();
    await again.change([{ statement: "pruneRecords", values: ["p", again.epoch, 10_000, 2_000] }]);
    const waits: number[] = [];
    while (again.read.firstN("p")! < 10_000) {
      const start = performance.now();
      await add(again, "car").durable;
      waits.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await again.close();
    waits.sort((a, b) => a - b);
    expect(waits.length).toBeGreaterThan(20);
    expect(waits[Math.floor(waits.length * 0.9)]).toBeLessThan(50);
    expect(fs.statSync(file).size).toBeLessThan(before / 10);
    expect(readJournal(file).records("p")[0]!.n).toBe(10_000);
  });

  it("lets a journal of an earlier runner give its room back too", async () => {
    const first = await open();
    await add(first, "a").durable;
    await first.close();
    const db = new Database(file);
    db.exec("PRAGMA auto_vacuum = NONE");
    db.exec("VACUUM");
    db.exec("DELETE FROM meta WHERE key IN ('seal', 'version')");
    db.close();
    const second = await open();
    expect(second.epoch).toBe(first.epoch);
    const copy = new Database(file);
    expect(copy.prepare("PRAGMA auto_vacuum").get()).toMatchObject({ auto_vacuum: 2 });
    copy.close();
  });

  it("sets an unreadable file aside and begins a new epoch", async () => {
    const first = await open();
    await add(first, "a").durable;
    await first.close();
    fs.writeFileSync(file, "this is not a database".repeat(500));
    const second = await open();
    expect(second.epoch).not.toBe(first.epoch);
    expect(second.setAside).toContain("unreadable");
    expect(fs.existsSync(second.setAside!)).toBe(true);
  });

  it("begins anew where the file is empty, and refuses another edge's file", async () => {
    fs.writeFileSync(file, "");
    const journal = await open();
    await journal.close();
    await expect(open("otheredge1")).rejects.toThrow("belongs to edge testedge01");
  });

  it("shows an altered, a removed and a doubled record to the checker", async () => {
    const journal = await open();
    for (const text of ["a", "b", "c"]) await add(journal, text).durable;
    const { epoch } = journal;
    await journal.close();
    const db = new Database(file);
    db.exec(`UPDATE record SET body = x'7b7d' WHERE n = 2`);
    db.close();
    const copy = readJournal(file);
    const proofOf = (records: ReturnType<typeof copy.records>) =>
      verifyStream(edgeId, "p", epoch, copy.open, records).findings;
    expect(proofOf(copy.records("p"))).toEqual([{ kind: "altered", n: 2, part: "body" }]);
    expect(proofOf(copy.records("p").filter((record) => record.n !== 2))).toEqual([
      { kind: "hole", first: 2, last: 2 },
    ]);
    expect(proofOf([...copy.records("p"), copy.records("p")[2]!])).toContainEqual({ kind: "doubled", n: 3 });
  });
});
