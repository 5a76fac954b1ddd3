import { randomBytes } from "node:crypto";
import Database from "libsql";
import { passageId, type Stream } from "#contracts/names.ts";
import { sealRecord } from "#contracts/record.ts";
import { type RecordRow, toUint8Array } from "#edge-runner/report/journal-row.ts";
import { journalStatements } from "#edge-runner/report/journal-schema.ts";
import { plateOfCar } from "../../faults/plate-of-car.ts";

const stream: Stream = "p";
const rowsPerCommit = 10_000;
type Head = { n: number; hash: string };

/**
 * Adds passages to the journal of an edge that is not running, as if cars had come for days while the cloud was away:
 * each a passage of its own, in the words of the last whole one. Returns the serials of the first and the last record.
 */
export function fillBacklog(file: string, passages: number): { first: number; last: number } {
  const db = new Database(file);
  const meta = (key: string) =>
    (db.prepare("SELECT value FROM meta WHERE key = ?").get([key]) as { value: string }).value;
  const [edgeId, epoch] = [meta("edgeId"), meta("epoch")];
  const [decision, outcome] = lastPassage(db);
  const named = JSON.parse(decision.body) as { passageId: string; observation: { vendorEventId: string } };
  let head = db.prepare("SELECT n, hash FROM record WHERE stream = ? ORDER BY n DESC LIMIT 1").get([stream]) as Head;
  const first = head.n + 1;
  const add = db.prepare(journalStatements.addRecord);
  const append = (body: string, personal: string) => {
    const [bodyBytes, personalBytes] = [Buffer.from(body), Buffer.from(personal)].map((one) => new Uint8Array(one));
    const at = { stream, epoch, n: head.n + 1, previousHash: head.hash };
    const record = sealRecord(edgeId, at, bodyBytes!, personalBytes!);
    const { n, previousHash, hash, bodyDigest, personalDigest } = record;
    add.run([stream, epoch, n, Date.now(), previousHash, hash, bodyDigest, personalDigest, bodyBytes!, personalBytes!]);
    head = { n, hash };
  };
  db.exec("PRAGMA synchronous = OFF");
  for (let made = 0; made < passages; ) {
    db.exec("BEGIN");
    for (let i = 0; i < rowsPerCommit && made < passages; i += 2, made++) {
      const id = passageId(edgeId, epoch, head.n + 1);
      const renamed = (text: string) =>
        text.replaceAll(named.passageId, id).replaceAll(named.observation.vendorEventId, `filled-${head.n + 1}`);
      append(renamed(decision.body), personalOf(decision.personal, made));
      append(renamed(outcome.body), personalOf(outcome.personal, made));
    }
    db.exec("COMMIT");
  }
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
  return { first, last: head.n };
}

/** The bytes of the last decision that opened an entry, and of its outcome. */
function lastPassage(db: Database.Database) {
  const rows = db
    .prepare("SELECT * FROM record WHERE stream = ? ORDER BY n DESC LIMIT 400")
    .all([stream]) as RecordRow[];
  const texts = rows.map((row) => ({
    body: Buffer.from(toUint8Array(row.body)!).toString(),
    personal: Buffer.from(toUint8Array(row.personal)!).toString(),
  }));
  const bodies = texts.map((text) => JSON.parse(text.body) as { kind: string; passageId: string; laneId?: string });
  for (const [at, body] of bodies.entries()) {
    if (body.kind !== "outcome") continue;
    const decided = bodies.findIndex((one) => one.kind === "decision" && one.passageId === body.passageId);
    if (decided >= 0 && bodies[decided]!.laneId === "entry-1") return [texts[decided]!, texts[at]!] as const;
  }
  throw new Error("there is no whole passage to copy");
}

/** Another car: a salt of its own, as every record has, and a plate. */
function personalOf(text: string, car: number): string {
  if (text === "") return "";
  const personal = JSON.parse(text) as Record<string, unknown>;
  const salt = randomBytes(16);
  const encoding = /^[0-9a-f]*$/.test(String(personal.salt)) ? "hex" : "base64";
  const plate = plateOfCar(100_000 + car);
  const renamed = "plateText" in personal ? { plateRaw: plate, plateText: plate } : {};
  return JSON.stringify({ ...personal, salt: salt.toString(encoding), ...renamed });
}
