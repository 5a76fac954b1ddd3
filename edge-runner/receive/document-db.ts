import { createHash } from "node:crypto";
import fs from "node:fs";
import { gunzipSync } from "node:zlib";
import Database from "libsql";
import { type DocumentHead, type DocumentSource, documentHeadSchema } from "#contracts/document.ts";
import {
  type DocumentChange,
  decodeChanges,
  emptyRoot,
  entryHash,
  isBlocking,
  isMassChange,
  parseEntry,
  splitLines,
  xorRoots,
} from "#contracts/document-entry.ts";
import { limits } from "#contracts/limits.ts";
import { MessageError } from "#contracts/messages.ts";
import type { DocumentName } from "#contracts/names.ts";
import { isCorrupt } from "../report/open-journal.ts";
import { documentSchema, lookupSql } from "./document-sql.ts";

/** What an edge holds of a document. */
export type DocumentState = {
  readonly generation: number;
  readonly version: number;
  readonly count: number;
  readonly root: string;
  /** Cloud time at which this version was the newest, by the cloud's last word. */
  readonly confirmedAt: number;
  readonly sources: readonly DocumentSource[];
};

type DocumentRefused = "wrongDigest" | "notGzip" | "unreadable" | "wrongBase" | "wrongRoot" | "massChange" | "tooLarge";

export type DocumentOutcome =
  | { readonly kind: "applied"; readonly state: DocumentState; readonly changes: readonly DocumentChange[] | null }
  | { readonly kind: "refused"; readonly code: DocumentRefused };

class RefusedError extends Error {
  override readonly name = "RefusedError";
  constructor(readonly code: DocumentRefused) {
    super(code);
  }
}

const chunkRows = 2_000;
const checkBytesMax = 64 * 1024 * 1024;

type Row = {
  generation: number;
  version: number;
  slot: number;
  count: number;
  root: string;
  confirmed_at: number;
  sources: string;
};

/**
 * The documents of an edge on its disk, beside the journal and apart from it. A snapshot is written into the slot that
 * nobody reads, and one transaction turns the reader over to it; a delta is one transaction. What is here can be had again
 * from the cloud, so a commit need not wait for the disk, and a damaged file is begun anew.
 */
export class DocumentDb {
  readonly #db: Database.Database;
  readonly #prepared = new Map<string, Database.Statement>();
  /** Documents whose entries were found not to add up to their root. */
  readonly #damaged = new Set<DocumentName>();

  constructor(file: string) {
    this.#db = open(file);
  }

  close(): void {
    this.#db.close();
  }

  state(name: DocumentName): DocumentState | null {
    const row = this.#row(name);
    return row === null ? null : stateOf(row);
  }

  lookup(name: DocumentName, key: string): string | null {
    return (this.#prepare(lookupSql).get([key, name]) as { line: string | null } | undefined)?.line ?? null;
  }

  applyDelta(head: DocumentHead, gzip: Uint8Array): DocumentOutcome {
    return this.#refusable(() => {
      const changes = decodeChanges(unpack(head, gzip, limits.batchBytesMax));
      const row = this.#row(head.document);
      if (row === null || row.generation !== head.generation || row.version !== head.from)
        throw new RefusedError("wrongBase");
      const state = this.#inTransaction(() => this.#change(row, head, changes));
      return { kind: "applied", state, changes };
    });
  }

  /** Replaces a document whole. `betweenChunks` is for tests that end the process there. */
  applySnapshot(head: DocumentHead, gzip: Uint8Array, betweenChunks: () => void = () => undefined): DocumentOutcome {
    return this.#refusable(() => {
      const lines = splitLines(unpack(head, gzip, limits.snapshotBytesMax));
      if (lines.length > limits.documentEntriesMax) throw new RefusedError("tooLarge");
      const { document } = head;
      const row = this.#row(document);
      const slot = row?.slot === 0 ? 1 : 0;
      this.#clear(document, slot);
      let root = emptyRoot;
      for (let at = 0; at < lines.length; at += chunkRows) {
        this.#inTransaction(() => {
          for (const line of lines.slice(at, at + chunkRows)) {
            this.#put(document, slot, parseEntry(line).key, line);
            root = xorRoots(root, entryHash(line));
          }
        });
        betweenChunks();
      }
      if (root !== head.root || this.#count(document, slot) !== head.count || lines.length !== head.count)
        throw new RefusedError("wrongRoot");
      if (row !== null && document === "grants" && !isForced(row, head) && !this.#damaged.has(document))
        this.#refuseMass(row, slot);
      this.#inTransaction(() => this.#setRow(head, slot, head.sources));
      betweenChunks();
      this.#damaged.delete(document);
      if (row !== null) this.#clear(document, row.slot);
      return { kind: "applied", state: this.state(document)!, changes: null };
    });
  }

  /** The cloud says that what is here is its newest. */
  confirm(head: DocumentHead): DocumentState | null {
    const row = this.#row(head.document);
    if (row === null || row.generation !== head.generation || row.version !== head.version) return null;
    this.#prepare("UPDATE document SET confirmed_at = max(confirmed_at, ?), sources = ? WHERE name = ?").run([
      head.at,
      JSON.stringify(head.sources),
      head.document,
    ]);
    return this.state(head.document);
  }

  /** Do the entries add up to the root? False once they do not; then only a snapshot helps. */
  check(name: DocumentName): boolean {
    const row = this.#row(name);
    if (row === null) return true;
    let root = emptyRoot;
    let count = 0;
    const entries = this.#prepare("SELECT line FROM entry WHERE name = ? AND slot = ?").iterate([name, row.slot]);
    for (const { line } of entries as Iterable<{ line: string }>) {
      root = xorRoots(root, entryHash(line));
      count++;
    }
    const isSound = root === row.root && count === row.count;
    if (!isSound) this.#damaged.add(name);
    return isSound;
  }

  #change(row: Row, head: DocumentHead, changes: readonly DocumentChange[]): DocumentState {
    const { document } = head;
    let { root, count } = row;
    const step = { before: row.count, after: row.count, removed: 0, newlyBlocked: 0 };
    for (const { key, line } of changes) {
      const before = this.lookup(document, key);
      if (before !== null) root = xorRoots(root, entryHash(before));
      if (line !== null) root = xorRoots(root, entryHash(line));
      count += (line === null ? 0 : 1) - (before === null ? 0 : 1);
      if (before !== null && line === null) step.removed++;
      if (isBlocking(line) && !isBlocking(before)) step.newlyBlocked++;
      if (line !== null) this.#put(document, row.slot, key, line);
      else this.#prepare("DELETE FROM entry WHERE name = ? AND slot = ? AND key = ?").run([document, row.slot, key]);
    }
    if (root !== head.root || count !== head.count) throw new RefusedError("wrongRoot");
    if (document === "grants" && !isForced(row, head) && isMassChange(step)) throw new RefusedError("massChange");
    this.#setRow(head, row.slot, JSON.parse(row.sources) as DocumentSource[]);
    return this.state(document)!;
  }

  #refuseMass(row: Row, slot: number): void {
    const count = (sql: string) => Number((this.#prepare(sql).get([row.slot, slot]) as { n: number }).n);
    const removed = count(`SELECT count(*) AS n FROM entry o WHERE o.name = 'grants' AND o.slot = ?1 AND NOT EXISTS
      (SELECT 1 FROM entry e WHERE e.name = 'grants' AND e.slot = ?2 AND e.key = o.key)`);
    const newlyBlocked = count(`SELECT count(*) AS n FROM entry e LEFT JOIN entry o
      ON o.name = 'grants' AND o.slot = ?1 AND o.key = e.key
      WHERE e.name = 'grants' AND e.slot = ?2 AND instr(e.line, '"kind":"block"') > 0
        AND (o.line IS NULL OR instr(o.line, '"kind":"block"') = 0)`);
    const step = { before: row.count, after: this.#count("grants", slot), removed, newlyBlocked };
    if (isMassChange(step)) throw new RefusedError("massChange");
  }

  #setRow(head: DocumentHead, slot: number, sources: readonly DocumentSource[]): void {
    const { document, generation, version, count, root, at } = head;
    this.#prepare(
      `INSERT INTO document (name, generation, version, slot, count, root, confirmed_at, sources)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET generation = excluded.generation,
         version = excluded.version, slot = excluded.slot, count = excluded.count, root = excluded.root,
         confirmed_at = excluded.confirmed_at, sources = excluded.sources`,
    ).run([document, generation, version, slot, count, root, at, JSON.stringify(sources)]);
  }

  #put(name: DocumentName, slot: number, key: string, line: string): void {
    this.#prepare(
      `INSERT INTO entry (name, slot, key, line) VALUES (?, ?, ?, ?)
       ON CONFLICT (name, slot, key) DO UPDATE SET line = excluded.line`,
    ).run([name, slot, key, line]);
  }

  #clear(name: DocumentName, slot: number): void {
    this.#prepare("DELETE FROM entry WHERE name = ? AND slot = ?").run([name, slot]);
  }

  #count(name: DocumentName, slot: number): number {
    const row = this.#prepare("SELECT count(*) AS n FROM entry WHERE name = ? AND slot = ?").get([name, slot]);
    return Number((row as { n: number }).n);
  }

  #row(name: DocumentName): Row | null {
    return (this.#prepare("SELECT * FROM document WHERE name = ?").get([name]) as Row | undefined) ?? null;
  }

  #refusable(work: () => DocumentOutcome): DocumentOutcome {
    try {
      return work();
    } catch (error) {
      if (error instanceof RefusedError) return { kind: "refused", code: error.code };
      if (error instanceof MessageError) return { kind: "refused", code: "unreadable" };
      throw error;
    }
  }

  #inTransaction<Result>(work: () => Result): Result {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#db.exec("COMMIT");
      return result;
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

/** A person has looked at what comes after the version that is here. */
function isForced(row: Row, head: DocumentHead): boolean {
  return head.forced > (row.generation === head.generation ? row.version : 0);
}

export function stateOf(row: Omit<Row, "slot">): DocumentState {
  const sources = documentHeadSchema.shape.sources.safeParse(JSON.parse(row.sources));
  return {
    generation: row.generation,
    version: row.version,
    count: row.count,
    root: row.root,
    confirmedAt: row.confirmed_at,
    sources: sources.data ?? [],
  };
}

function unpack(head: DocumentHead, gzip: Uint8Array, bytesMax: number): string {
  if (createHash("sha256").update(gzip).digest("hex") !== head.body) throw new RefusedError("wrongDigest");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(gunzipSync(gzip, { maxOutputLength: bytesMax }));
  } catch {
    throw new RefusedError("notGzip");
  }
}

function open(file: string): Database.Database {
  try {
    return openReadable(file);
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    for (const end of ["", "-wal", "-shm"]) fs.rmSync(file + end, { force: true });
    return openReadable(file);
  }
}

function openReadable(file: string): Database.Database {
  const isNew = !fs.existsSync(file);
  const db = new Database(file, { timeout: 5000 });
  try {
    db.exec("PRAGMA journal_mode = WAL");
    db.exec("PRAGMA synchronous = NORMAL");
    db.exec("PRAGMA journal_size_limit = 67108864");
    if (!isNew && fs.statSync(file).size <= checkBytesMax) {
      const answer = Object.values((db.prepare("PRAGMA quick_check(1)").all()[0] as object | undefined) ?? {})[0];
      if (answer !== "ok") throw Object.assign(new Error("malformed"), { code: "SQLITE_CORRUPT" });
    }
    db.exec(documentSchema);
    fs.chmodSync(file, 0o600);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
