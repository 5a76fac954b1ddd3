import Database from "libsql";
import type { Stream } from "#contracts/names.ts";
import { sealRecord } from "#contracts/record.ts";
import { type RecordRow, toUint8Array } from "#edge-runner/report/journal-row.ts";
import { journalStatements } from "#edge-runner/report/journal-schema.ts";

const stream: Stream = "p";
const rowsPerCommit = 10_000;

/**
 * Adds records to the journal of an edge that is not running, as if the cloud had been away: the bytes of passages that
 * it has had, sealed anew one after the other, so that the chain holds.
 */
export function fillJournal(file: string, count: number): void {
  const db = new Database(file);
  const meta = new Map(
    (db.prepare("SELECT key, value FROM meta").all() as { key: string; value: string }[]).map((row) => [
      row.key,
      row.value,
    ]),
  );
  const [edgeId, epoch] = [meta.get("edgeId")!, meta.get("epoch")!];
  const passages = (
    db.prepare("SELECT * FROM record WHERE stream = ? ORDER BY n DESC LIMIT 500").all([stream]) as RecordRow[]
  )
    .reverse()
    .map((row) => ({ body: toUint8Array(row.body)!, personal: toUint8Array(row.personal)! }));
  let head = db.prepare("SELECT n, hash FROM record WHERE stream = ? ORDER BY n DESC LIMIT 1").get([stream]) as Head;
  db.exec("PRAGMA synchronous = OFF");
  const add = db.prepare(journalStatements.addRecord);
  for (let made = 0; made < count; ) {
    db.exec("BEGIN");
    for (let i = 0; i < rowsPerCommit && made < count; i++, made++) {
      const { body, personal } = passages[made % passages.length]!;
      const record = sealRecord(edgeId, { stream, epoch, n: head.n + 1, previousHash: head.hash }, body, personal);
      const { n, previousHash, hash, bodyDigest, personalDigest } = record;
      add.run([stream, epoch, n, Date.now(), previousHash, hash, bodyDigest, personalDigest, body, personal]);
      head = { n, hash };
    }
    db.exec("COMMIT");
  }
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
}

type Head = { n: number; hash: string };
