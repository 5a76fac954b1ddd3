import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { passageId } from "#contracts/names.ts";
import { verifyStoredStream } from "../report/verify-stored-stream.ts";
import { inTransaction } from "./in-transaction.ts";
import { makeSampleLot, type SampleLot } from "./testing/sample-lot.ts";
import { TestCloud } from "./testing/test-cloud.ts";
import { TestEdge } from "./testing/test-edge.ts";
import { TestJournal } from "./testing/test-journal.ts";

const epoch = "0123456789abcdef";
const patience = { timeout: 20_000, interval: 20 };
let cloud: TestCloud;
let lot: SampleLot;
let edge: TestEdge;
let journal: TestJournal;

// A database that refuses some rows for what is in them: what no check before it has foreseen.
beforeAll(async () => {
  cloud = new TestCloud(process.env.DATABASE_URL!);
  await cloud.pool.query(`
    CREATE FUNCTION refuse_row() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'not this one' USING ERRCODE = 'data_exception'; END $$;
    CREATE TRIGGER refuse_passage BEFORE INSERT ON passage FOR EACH ROW WHEN (NEW.lane_id = 'poison') EXECUTE FUNCTION refuse_row();
    CREATE TRIGGER refuse_record BEFORE INSERT ON record FOR EACH ROW
      WHEN (convert_from(NEW.body, 'UTF8') LIKE '%unstorable%') EXECUTE FUNCTION refuse_row();
    CREATE CONSTRAINT TRIGGER refuse_commit AFTER INSERT ON record DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      WHEN (convert_from(NEW.body, 'UTF8') LIKE '%uncommittable%') EXECUTE FUNCTION refuse_row();`);
  await cloud.startBroker();
  cloud.startIngest();
});
afterAll(() => cloud.stop());

beforeEach(async () => {
  lot = await makeSampleLot(cloud.pool);
  edge = new TestEdge(cloud.url, lot.edgeId, lot.password);
  journal = new TestJournal(lot.edgeId, lot.lotId, epoch);
  await edge.connect();
});

const key = () => ({ operatorId: lot.operatorId, lotId: lot.lotId, edgeId: lot.edgeId, stream: "p", epoch }) as const;
const serials = () => journal.frames.map(({ n }) => n);

test("a record whose passage cannot be written is kept without it, and its batch goes on", async () => {
  for (let n = 1; n <= 60; n += 1) journal.decide(n === 23 ? { laneId: "poison" } : {});
  await edge.hello(journal);
  await edge.records(journal, ...serials());
  await expect.poll(() => edge.mark, patience).toBe(60);
  const proof = await inTransaction(cloud.pool, (sql) => verifyStoredStream(sql, key()));
  expect(proof).toMatchObject({ complete: true, count: 60 });
  const rows = await cloud.rows<{ passage_id: string }>("SELECT passage_id FROM passage WHERE lot_id = $1", [
    lot.lotId,
  ]);
  expect(rows).toHaveLength(59);
  expect(rows.map((row) => row.passage_id)).not.toContain(passageId(lot.edgeId, epoch, 23));
  expect(await cloud.rows("SELECT kind, detail FROM anomaly WHERE lot_id = $1", [lot.lotId])).toMatchObject([
    { kind: "unreadableRecord", detail: { n: 23, problem: "notProjected" } },
  ]);
});

test("a record that cannot be stored at all is put aside, and everything around it is stored", async () => {
  for (let n = 1; n <= 20; n += 1) journal.decide(n === 9 ? { laneId: "unstorable" } : {});
  await edge.hello(journal);
  await edge.records(journal, ...serials());
  await expect.poll(() => edge.acks.at(-1)?.have, patience).toEqual([[10, 20]]);
  expect(edge.mark).toBe(8);
  const kept = await cloud.rows<{ reason: string; payload: Buffer }>(
    "SELECT reason, payload FROM quarantine WHERE lot_id = $1",
    [lot.lotId],
  );
  expect(kept.map(({ reason, payload }) => [reason, Buffer.compare(payload, journal.wire(9))])).toEqual([
    ["notStorable", 0],
  ]);
});

test("what fails only when it commits was never acknowledged", async () => {
  for (let n = 1; n <= 12; n += 1) journal.decide(n === 5 ? { laneId: "uncommittable" } : {});
  await edge.hello(journal);
  await edge.records(journal, ...serials());
  await expect.poll(() => edge.acks.at(-1)?.have, patience).toEqual([[6, 12]]);
  const acknowledged = edge.acks.filter(({ mark, have }) => mark >= 5 || have.some(([first]) => first <= 5));
  expect(acknowledged).toEqual([]);
  expect(await cloud.rows("SELECT FROM record WHERE lot_id = $1", [lot.lotId])).toHaveLength(11);
});

test.each([
  ["a zero character", { runner: "te\0st" }],
  ["a number beyond the database's", { bundle: { sha256: "0".repeat(64), number: 1, generation: 2 ** 40 } }],
])("a hello with %s is put aside, and the next one answered", async (_what, more) => {
  journal.decide();
  await edge.hello(journal, more);
  await edge.records(journal, 1);
  await expect.poll(() => edge.mark, patience).toBe(1);
  expect(edge.welcomes).toEqual([]);
  await edge.hello(journal);
  await expect.poll(() => edge.welcomes, patience).toHaveLength(1);
  expect(await cloud.rows("SELECT reason FROM quarantine WHERE lot_id = $1", [lot.lotId])).toEqual([
    { reason: "notStorable" },
  ]);
});

test("a report and a telemetry that the database cannot hold are put aside", async () => {
  const reason = { code: "x", message: "\0" };
  await edge.report({ generation: 2 ** 40, sha256: "0".repeat(64), number: 1, step: "live" });
  await edge.report({ generation: 1, sha256: "0".repeat(64), number: 1, step: "refused", reason });
  const reasons = () => cloud.rows("SELECT reason FROM quarantine WHERE lot_id = $1", [lot.lotId]);
  await expect.poll(reasons, patience).toEqual([{ reason: "notStorable" }, { reason: "notStorable" }]);
});
