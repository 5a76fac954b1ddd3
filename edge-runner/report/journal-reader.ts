import Database from "libsql";
import type { CommandStep } from "#contracts/command.ts";
import type { Stream } from "#contracts/names.ts";
import type { PhotoKind, PhotoMediaType } from "#contracts/photo.ts";
import type { RecordFrame } from "#contracts/record.ts";
import { type RecordRow, toRecordFrame, toUint8Array } from "./journal-row.ts";
import { isCorrupt } from "./open-journal.ts";

export type OpenPassageRow = {
  passage_id: string;
  lane_id: string;
  decision: string;
  decided_at: number;
  is_late: number;
  has_answer: number;
  accepted: number | null;
  command_ms: number | null;
  error: string | null;
};

export type SessionRow = {
  session_id: string;
  plate_text: string | null;
  lane_id: string;
  entered_at: number;
  entered_monotonic_ms: number;
  entered_boot_id: string;
  entered_quality: string;
  bundle_sha256: string;
  vehicle_class: string | null;
  propulsion: string | null;
};

type VisitRow = { entered_at: number; left_at: number; fee_paid_minor: number; free_minutes: number };

/** An earlier visit: when, what was paid for it, and how much of it was free. */
export type Visit = {
  readonly entryAt: number;
  readonly exitAt: number;
  readonly feePaidMinor: number;
  readonly freeMinutes: number;
};

/** More than a car comes and goes in the time for which visits are kept. */
const visitsMax = 100;

export type CommandRow = { command_id: string; document: string; step: CommandStep; reason: string | null; at: number };

export type PhotoRow = {
  passage_id: string;
  kind: PhotoKind;
  sha256: string;
  bytes: number;
  media_type: PhotoMediaType;
  is_kept: number;
  at: number;
};

/** Photos still to be written; to be sent, in the order of their worth; and ordinary ones, the oldest first. */
const photoChoices = {
  unstored: "is_stored = 0",
  toSend: "is_stored = 1 ORDER BY kind = 'scene', is_kept DESC, at DESC",
  platesToSend: "is_stored = 1 AND kind = 'plate' ORDER BY is_kept DESC, at DESC",
  cleanScenes: "is_stored = 1 AND is_kept = 0 AND kind = 'scene' ORDER BY at",
  cleanPlates: "is_stored = 1 AND is_kept = 0 AND kind = 'plate' ORDER BY at",
} as const;

/** Short reads of the journal on a connection of its own; they see what is committed. */
export class JournalReader {
  readonly #db: Database.Database;
  readonly #epoch: string;
  readonly #onCorrupt: (error: Error) => void;
  readonly #prepared = new Map<string, Database.Statement>();

  constructor(file: string, epoch: string, onCorrupt: (error: Error) => void = () => undefined) {
    this.#onCorrupt = onCorrupt;
    this.#db = new Database(file, { timeout: 5000 });
    this.#db.exec("PRAGMA query_only = ON");
    this.#epoch = epoch;
  }

  close(): void {
    this.#db.close();
  }

  head(stream: Stream): { n: number; hash: string } | null {
    const sql = "SELECT n, hash FROM record WHERE stream = ? AND epoch = ? ORDER BY n DESC LIMIT 1";
    const row = this.#one<{ n: number; hash: string }>(sql, stream, this.#epoch);
    return row === null ? null : { n: row.n, hash: row.hash };
  }

  firstN(stream: Stream): number | null {
    const sql = "SELECT min(n) AS n FROM record WHERE stream = ? AND epoch = ?";
    return this.#one<{ n: number | null }>(sql, stream, this.#epoch)?.n ?? null;
  }

  hashAt(stream: Stream, n: number): string | null {
    const sql = "SELECT hash FROM record WHERE stream = ? AND epoch = ? AND n = ?";
    return this.#one<{ hash: string }>(sql, stream, this.#epoch, n)?.hash ?? null;
  }

  record(stream: Stream, n: number): RecordFrame | null {
    const sql = "SELECT * FROM record WHERE stream = ? AND epoch = ? AND n = ?";
    const row = this.#one<RecordRow>(sql, stream, this.#epoch, n);
    return row === null ? null : toRecordFrame(row);
  }

  /** Records `first..last` as far as they are here, in order. */
  range(stream: Stream, first: number, last: number): RecordFrame[] {
    const sql = "SELECT * FROM record WHERE stream = ? AND epoch = ? AND n BETWEEN ? AND ? ORDER BY n";
    return (this.#prepare(sql).all([stream, this.#epoch, first, last]) as RecordRow[]).map(toRecordFrame);
  }

  recordedAt(stream: Stream, n: number): number | null {
    const sql = "SELECT at FROM record WHERE stream = ? AND epoch = ? AND n = ?";
    return this.#one<{ at: number }>(sql, stream, this.#epoch, n)?.at ?? null;
  }

  passageOf(deviceId: string, vendorEventId: string): string | null {
    return this.cameraEvent(deviceId, vendorEventId)?.passageId ?? null;
  }

  cameraEvent(deviceId: string, vendorEventId: string): { passageId: string; at: number } | null {
    const sql = "SELECT passage_id, at FROM camera_event WHERE device_id = ? AND vendor_event_id = ?";
    const row = this.#one<{ passage_id: string; at: number }>(sql, deviceId, vendorEventId);
    return row === null ? null : { passageId: row.passage_id, at: row.at };
  }

  openPassages(): OpenPassageRow[] {
    return this.#all<OpenPassageRow>("SELECT * FROM open_passage ORDER BY decided_at");
  }

  openSessions(): SessionRow[] {
    return this.#all<SessionRow>("SELECT * FROM session WHERE ended_at IS NULL ORDER BY entered_at");
  }

  /** Sessions that other edges opened and that ended here. */
  endedElsewhereSessions(edgeId: string): string[] {
    const sql = "SELECT session_id FROM session WHERE ended_at IS NOT NULL AND entered_boot_id = ''";
    const ids = this.#all<{ session_id: string }>(sql).map((row) => row.session_id);
    return ids.filter((id) => !id.startsWith(`${edgeId}-`));
  }

  /** Visits of a plate that ended at this edge since then, the newest first. */
  visitsOf(plateText: string, since: number): Visit[] {
    const sql = `SELECT v.* FROM session s JOIN visit v ON v.session_id = s.session_id
      WHERE s.plate_text = ? AND s.ended_at IS NOT NULL AND v.left_at >= ? ORDER BY v.left_at DESC LIMIT ${visitsMax}`;
    const rows = this.#read(() => this.#prepare(sql).all([plateText, since]) as VisitRow[]);
    return rows.map((row) => ({
      entryAt: row.entered_at,
      exitAt: row.left_at,
      feePaidMinor: row.fee_paid_minor,
      freeMinutes: row.free_minutes,
    }));
  }

  /** Has a plate come in between these times (both included), in a stay that has ended here? */
  hasCome(plateText: string, from: number, until: number): boolean {
    const sql = `SELECT 1 AS one FROM session
      WHERE plate_text = ? AND ended_at IS NOT NULL AND entered_at >= ? AND entered_at <= ? LIMIT 1`;
    return this.#one(sql, plateText, from, until) !== null;
  }

  /** A command that this edge has had, and how far it is. */
  command(commandId: string): CommandRow | null {
    return this.#one<CommandRow>("SELECT * FROM command WHERE command_id = ?", commandId);
  }

  /** Commands that were begun and of which no end is known. */
  runningCommands(): CommandRow[] {
    return this.#prepare("SELECT * FROM command WHERE step = 'received'").all() as CommandRow[];
  }

  photosWhere(choice: keyof typeof photoChoices, limit = 10_000): PhotoRow[] {
    const sql = `SELECT * FROM photo WHERE ${photoChoices[choice]} LIMIT ?`;
    return this.#read(() => this.#prepare(sql).all([limit]) as PhotoRow[]);
  }

  photoBytes(): number {
    return this.photosWaiting().bytes;
  }

  photosWaiting(): { waiting: number; bytes: number } {
    const sql = "SELECT count(*) AS waiting, coalesce(sum(bytes), 0) AS bytes FROM photo";
    // the driver's row brings more than its columns
    const { waiting, bytes } = this.#one<{ waiting: number; bytes: number }>(sql) ?? { waiting: 0, bytes: 0 };
    return { waiting, bytes };
  }

  /** What could be given up for others. */
  cleanPhotoBytes(): number {
    const sql = "SELECT coalesce(sum(bytes), 0) AS bytes FROM photo WHERE is_kept = 0";
    return this.#one<{ bytes: number }>(sql)?.bytes ?? 0;
  }

  isPhotoNamed(sha256: string): boolean {
    return this.#one("SELECT 1 AS one FROM photo WHERE sha256 = ?", sha256) !== null;
  }

  /** null also for a value that cannot be read: everything in there can be had again, and must not keep an edge from starting. */
  state(key: string): unknown {
    const row = this.#one<{ value: string }>("SELECT value FROM state WHERE key = ?", key);
    try {
      return row === null ? null : JSON.parse(row.value);
    } catch {
      return null;
    }
  }

  bundleGzip(sha256: string): Uint8Array | null {
    const row = this.#one<{ gzip: ArrayBuffer | Uint8Array }>("SELECT gzip FROM bundle WHERE sha256 = ?", sha256);
    return row === null ? null : toUint8Array(row.gzip);
  }

  bundleHashes(): string[] {
    return this.#all<{ sha256: string }>("SELECT sha256 FROM bundle ORDER BY stored_at").map((row) => row.sha256);
  }

  #one<Row>(sql: string, ...values: (string | number)[]): Row | null {
    return this.#read(() => (this.#prepare(sql).get(values) as Row | undefined) ?? null);
  }

  #all<Row>(sql: string): Row[] {
    return this.#read(() => this.#prepare(sql).all() as Row[]);
  }

  #read<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (isCorrupt(error)) this.#onCorrupt(error as Error);
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
