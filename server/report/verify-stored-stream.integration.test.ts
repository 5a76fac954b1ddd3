import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { decodeRecord } from "#contracts/record.ts";
import { upTopic } from "#contracts/topics.ts";
import { inTransaction } from "../link/in-transaction.ts";
import { makeSampleLot, type SampleLot } from "../link/testing/sample-lot.ts";
import { TestCloud } from "../link/testing/test-cloud.ts";
import { TestJournal } from "../link/testing/test-journal.ts";
import { commitRecords } from "./commit-records.ts";
import { compareCopies, readStoredStream, verifyStoredStream } from "./verify-stored-stream.ts";

const epoch = "0123456789abcdef";
let cloud: TestCloud;
let lot: SampleLot;
let journal: TestJournal;

beforeAll(() => {
  cloud = new TestCloud(process.env.DATABASE_URL!);
});
afterAll(() => cloud.stop());

beforeEach(async () => {
  lot = await makeSampleLot(cloud.pool);
  journal = new TestJournal(lot.edgeId, lot.lotId, epoch);
  for (let n = 1; n <= 8; n += 1) journal.decide();
  const { operatorId, lotId, edgeId } = lot;
  const arrivals = journal.frames.map(({ n }) => {
    const payload = journal.wire(n);
    return {
      edge: { operatorId, lotId, edgeId },
      topic: upTopic(edgeId, "record"),
      payload,
      frame: decodeRecord(edgeId, payload),
    };
  });
  await inTransaction(cloud.pool, (sql) => commitRecords(sql, arrivals));
});

const key = () => ({ operatorId: lot.operatorId, lotId: lot.lotId, edgeId: lot.edgeId, stream: "p", epoch }) as const;
const findings = async () => (await inTransaction(cloud.pool, (sql) => verifyStoredStream(sql, key()))).findings;
const differences = async () =>
  compareCopies(await inTransaction(cloud.pool, (sql) => readStoredStream(sql, key())), journal.frames);
const change = (statement: string) => cloud.pool.query(`${statement} AND lot_id = $1`, [lot.lotId]);

test("an untouched stream is whole and equal to the journal", async () => {
  expect(await findings()).toEqual([]);
  expect(await differences()).toEqual([]);
});

test.each([
  ["a bit of a body", "UPDATE record SET body = set_bit(body, 100, 1 - get_bit(body, 100)) WHERE n = 3", "altered"],
  [
    "a bit of a plate",
    "UPDATE record SET personal = set_bit(personal, 9, 1 - get_bit(personal, 9)) WHERE n = 3",
    "altered",
  ],
  ["a hash", "UPDATE record SET hash = repeat('0', 64) WHERE n = 3", "altered"],
  ["a link", "UPDATE record SET previous_hash = repeat('0', 64) WHERE n = 3", "altered"],
])("%s that changed in the database is found where it is", async (_what, statement, kind) => {
  await change(statement);
  expect(await findings()).toContainEqual(expect.objectContaining({ kind, n: 3 }));
  expect(await differences()).toEqual([{ n: 3, kind: "differs" }]);
});

test("records that are gone are found, in the middle and at the end", async () => {
  await change("DELETE FROM record WHERE n IN (4, 8)");
  expect(await findings()).toEqual([
    { kind: "hole", first: 4, last: 4 },
    { kind: "hole", first: 8, last: 8 },
  ]);
  expect(await differences()).toEqual([
    { n: 4, kind: "onlyInSecond" },
    { n: 8, kind: "onlyInSecond" },
  ]);
});

test("what was erased by law is counted, not missing", async () => {
  await change("UPDATE record SET personal = NULL, erased_at = now() WHERE n = 2");
  const proof = await inTransaction(cloud.pool, (sql) => verifyStoredStream(sql, key()));
  expect(proof).toMatchObject({ complete: true, count: 8, erased: 1 });
});
