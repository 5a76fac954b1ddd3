import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import Database from "libsql";
import { type EpochOpen, epochOpenSchema } from "#contracts/record.ts";
import { journalSchema, journalVersion, laterTables } from "./journal-schema.ts";

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
/** Freed pages are given back to the disk when the journal says so, not at each commit. */
const incrementalVacuum = 2;

/**
 * Opens the journal for writing, making it (and with it a new epoch) when there is none.
 * A file that is damaged is set aside, never deleted, and a new one begun. Throws {@link JournalError}.
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

/** Is this SQLite's word for a file that it cannot trust? */
export function isCorrupt(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return /SQLITE_(CORRUPT|NOTADB)|malformed|not a database/.test(`${String(code)} ${String(message)}`);
}

/** The journal was found damaged while it was in use: its next opening looks closer, and a second time sets it aside. */
export function markSuspect(file: string): void {
  fs.appendFileSync(`${file}.suspect`, "!");
}

function openReadable(file: string, edgeId: string): Omit<OpenedJournal, "fsyncMs" | "setAside"> {
  const suspicions = readSuspicions(file);
  if (suspicions > 1) throw corrupt(`found damaged ${suspicions} times`);
  const db = new Database(file, { timeout: 5000 });
  try {
    assertDurable(db, file);
    if (Number(readPragma(db, "user_version")) === 0 && isEmpty(db)) create(db, edgeId);
    else if (fs.statSync(file).size <= checkBytesMax || suspicions > 0) check(db);
    const meta = readMeta(db, file);
    if (meta.edgeId !== edgeId) throw new JournalError(`${file} belongs to edge ${meta.edgeId}, not to ${edgeId}`);
    db.exec(laterTables);
    fs.chmodSync(file, 0o600);
    giveSpaceBack(db, file);
    syncFolder(path.dirname(file));
    return { db, epoch: meta.epoch, open: meta.open };
  } catch (error) {
    db.close();
    throw error;
  }
}

function readSuspicions(file: string): number {
  const marks = `${file}.suspect`;
  return fs.existsSync(marks) ? fs.statSync(marks).size : 0;
}

function isEmpty(db: Database.Database): boolean {
  return rows(db, "SELECT name FROM sqlite_schema LIMIT 1").length === 0;
}

type Meta = { readonly edgeId: string; readonly epoch: string; readonly open: EpochOpen };

/** Whose journal it is and of which epoch. One whose seal is broken is damaged; one of another version or edge is not ours. */
function readMeta(db: Database.Database, file: string): Meta {
  const meta = new Map(rows(db, "SELECT key, value FROM meta").map((row) => [row.key, String(row.value)]));
  const [edgeId = "", epoch = "", open = "", seal] = ["edgeId", "epoch", "open", "seal"].map((key) => meta.get(key));
  if (seal !== undefined && seal !== sealOf(edgeId, epoch, open)) throw corrupt("the journal's own description");
  const version = Number(readPragma(db, "user_version"));
  if (version !== journalVersion) {
    if (seal !== undefined && meta.get("version") === String(journalVersion)) throw corrupt(`version ${version}`);
    throw new JournalError(`${file} is of version ${version}; this runner reads version ${journalVersion}`);
  }
  return { edgeId, epoch, open: epochOpenSchema.parse(JSON.parse(open)) };
}

function sealOf(...values: string[]): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("hex");
}

function corrupt(what: string): Error {
  return Object.assign(new Error(`${what}: the journal is malformed`), { code: "SQLITE_CORRUPT" });
}

/** Journals of earlier runners kept the room of deleted records for themselves; a large one goes on doing so. */
function giveSpaceBack(db: Database.Database, file: string): void {
  if (readPragma(db, "auto_vacuum") === incrementalVacuum || fs.statSync(file).size > checkBytesMax) return;
  try {
    db.exec(`PRAGMA auto_vacuum = ${incrementalVacuum}`);
    db.exec("VACUUM");
  } catch (error) {
    if (isCorrupt(error)) throw error; // anything else, as a disk without room for a copy, is for another start
  }
}

/** Without these two a power cut takes committed records with it, so they are asked for and then read back. */
function assertDurable(db: Database.Database, file: string): void {
  // counts only for a file without tables, and asks for room that a full disk has not
  if (isEmpty(db)) db.exec(`PRAGMA auto_vacuum = ${incrementalVacuum}`);
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
  const values = [edgeId, newEpoch(), JSON.stringify(open)] as const;
  for (const [at, key] of ["edgeId", "epoch", "open"].entries()) add.run(key, values[at]);
  add.run("version", String(journalVersion));
  add.run("seal", sealOf(...values));
  db.exec(`PRAGMA user_version = ${journalVersion}`);
  db.exec("COMMIT");
}

function newEpoch(): string {
  return Date.now().toString(16).padStart(12, "0") + randomBytes(2).toString("hex");
}

function check(db: Database.Database): void {
  const answer = Object.values(rows(db, "PRAGMA quick_check(1)")[0] ?? {})[0];
  if (answer !== "ok") throw corrupt(`quick_check says ${String(answer)}`);
}

function putAside(file: string): string {
  const setAside = `${file}.unreadable-${Date.now()}`;
  for (const end of ["", "-wal", "-shm", ".suspect"])
    if (fs.existsSync(file + end)) fs.renameSync(file + end, setAside + end);
  syncFolder(path.dirname(file));
  return setAside;
}

function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, "r");
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}

/** Median time of a small fsync in the journal's folder; 0 when there is no room to measure it. */
function measureFsync(folder: string): number {
  const file = path.join(folder, `.fsync-${process.pid}`);
  const handle = fs.openSync(file, "w");
  try {
    const times: number[] = [];
    for (let i = 0; i < fsyncSamples; i++) {
      fs.writeSync(handle, randomBytes(4096), 0, 4096, 0);
      const start = performance.now();
      fs.fsyncSync(handle);
      times.push(performance.now() - start);
    }
    return Math.round(times.sort((a, b) => a - b)[fsyncSamples >> 1]! * 1000) / 1000;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    return 0;
  } finally {
    fs.closeSync(handle);
    fs.unlinkSync(file);
  }
}

function readPragma(db: Database.Database, name: string): unknown {
  return rows(db, `PRAGMA ${name}`)[0]?.[name];
}

function rows(db: Database.Database, sql: string): Record<string, unknown>[] {
  return db.prepare(sql).all() as Record<string, unknown>[];
}
