import Database from "libsql";
import type { Stream } from "#contracts/names.ts";
import { type EpochOpen, epochOpenSchema, type RecordFrame } from "#contracts/record.ts";
import { type RecordRow, toRecordFrame } from "./journal-row.ts";

export type JournalCopy = {
  readonly edgeId: string;
  readonly epoch: string;
  readonly open: EpochOpen;
  /** Records of one stream in order of their serials, as `verifyStream` takes them. */
  records(stream: Stream): RecordFrame[];
};

/** Reads a whole journal file, or a copy of one, without changing it. For checkers; not while it is very large. */
export function readJournal(file: string): JournalCopy {
  const db = new Database(file, { timeout: 5000, fileMustExist: true });
  try {
    db.exec("PRAGMA query_only = ON");
    const meta = new Map(
      (db.prepare("SELECT key, value FROM meta").all() as { key: string; value: string }[]).map((row) => [
        row.key,
        row.value,
      ]),
    );
    const rows = db.prepare("SELECT * FROM record ORDER BY stream, n").all() as RecordRow[];
    const records = rows.map(toRecordFrame);
    return {
      edgeId: meta.get("edgeId")!,
      epoch: meta.get("epoch")!,
      open: epochOpenSchema.parse(JSON.parse(meta.get("open")!)),
      records: (stream) => records.filter((record) => record.stream === stream),
    };
  } finally {
    db.close();
  }
}
