import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import Database from "libsql";
import { type EpochOpen, epochOpenSchema } from "#contracts/record.ts";
import { journalSchema, journalVersion } from "./journal-schema.ts";

export type OpenedJournal = {
  readonly db: Database.Database;
  readonly epoch: string;
  readonly open: EpochOpen;
  readonly fsyncMs: number;
  /** Where an unreadable journal was put aside, when that happened just now. */
  readonly setAside: string | null;
};

/** A journal that must not be used as it is, and that a restart does not cure. */
class JournalError extends Error {
  override readonly name = "JournalError";
}

const checkBytesMax = 64 * 1024 * 1024;
const fsyncSamples = 5;

/**
 * Opens the journal for writing, making it (and with it a new epoch) when there is none.
 * A file that SQLite calls corrupt is set aside, never deleted, and a new one begun. Throws {@link JournalError}.
 */
export function openJournal(file: string, edgeId: string): OpenedJournal {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fsyncMs = measureFsync(path.dirname(file));
  try {
    return { ...openReadable(file, edgeId), fsyncMs, setAside: null };
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    const setAside = putAside(file);
    return { ...openReadable(file, edgeId), fsyncMs, setAside };
  }
}

function openReadable(file: string, edgeId: string): Omit<OpenedJournal, "fsyncMs" | "setAside"> {
  const db = new Database(file, { timeout: 5000 });
  try {
    assertDurable(db, file);
    const version = Number(readPragma(db, "user_version"));
    if (version === 0) create(db, edgeId);
    else if (version !== journalVersion)
      throw new JournalError(`${file} is of version ${version}; this runner reads version ${journalVersion}`);
    else if (fs.statSync(file).size <= checkBytesMax) check(db);
    fs.chmodSync(file, 0o600);
    const meta = new Map(rows(db, "SELECT key, value FROM meta").map((row) => [row.key, String(row.value)]));
    if (meta.get("edgeId") !== edgeId)
      throw new JournalError(`${file} belongs to edge ${meta.get("edgeId")}, not to ${edgeId}`);
    syncFolder(path.dirname(file));
    return { db, epoch: meta.get("epoch")!, open: epochOpenSchema.parse(JSON.parse(meta.get("open")!)) };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Without these two a power cut takes committed records with it, so they are asked for and then read back. */
function assertDurable(db: Database.Database, file: string): void {
  db.exec("PRAGMA journal_mode = WAL");
  db.exec("PRAGMA synchronous = FULL");
  db.exec("PRAGMA journal_size_limit = 67108864");
  const mode = readPragma(db, "journal_mode");
  const synchronous = readPragma(db, "synchronous");
  if (mode !== "wal" || synchronous !== 2)
    throw new JournalError(`${file}: journal_mode is ${mode}, synchronous is ${synchronous}; wal and 2 are needed`);
}

function create(db: Database.Database, edgeId: string): void {
  const open: EpochOpen = { previousEpoch: null, previousN: 0, previousHash: null, reason: "created" };
  db.exec("BEGIN IMMEDIATE");
  db.exec(journalSchema);
  const add = db.prepare("INSERT INTO meta (key, value) VALUES (?, ?)");
  add.run("edgeId", edgeId);
  add.run("epoch", newEpoch());
  add.run("open", JSON.stringify(open));
  db.exec(`PRAGMA user_version = ${journalVersion}`);
  db.exec("COMMIT");
}

function newEpoch(): string {
  return Date.now().toString(16).padStart(12, "0") + randomBytes(2).toString("hex");
}

function check(db: Database.Database): void {
  const answer = Object.values(rows(db, "PRAGMA quick_check(1)")[0] ?? {})[0];
  if (answer !== "ok") throw Object.assign(new Error(`quick_check: ${String(answer)}`), { code: "SQLITE_CORRUPT" });
}

function isCorrupt(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return /SQLITE_(CORRUPT|NOTADB)|malformed|not a database/.test(`${String(code)} ${String(message)}`);
}

function putAside(file: string): string {
  const setAside = `${file}.unreadable-${Date.now()}`;
  for (const end of ["", "-wal", "-shm"]) if (fs.existsSync(file + end)) fs.renameSync(file + end, setAside + end);
  syncFolder(path.dirname(file));
  return setAside;
}

function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, "r");
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}

/** Median time of a small fsync in the journal's folder. */
function measureFsync(folder: string): number {
  const file = path.join(folder, `.fsync-${process.pid}`);
  const handle = fs.openSync(file, "w");
  const times: number[] = [];
  for (let i = 0; i < fsyncSamples; i++) {
    fs.writeSync(handle, randomBytes(4096));
    const start = performance.now();
    fs.fsyncSync(handle);
    times.push(performance.now() - start);
  }
  fs.closeSync(handle);
  fs.unlinkSync(file);
  return Math.round(times.sort((a, b) => a - b)[fsyncSamples >> 1]! * 1000) / 1000;
}

function readPragma(db: Database.Database, name: string): unknown {
  return rows(db, `PRAGMA ${name}`)[0]?.[name];
}

function rows(db: Database.Database, sql: string): Record<string, unknown>[] {
  return db.prepare(sql).all() as Record<string, unknown>[];
}
