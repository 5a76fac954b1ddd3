import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { decodeRecord } from "#contracts/record.ts";
import { upTopic } from "#contracts/topics.ts";
import { processDb } from "#prisma/db.ts";
import { inTransaction } from "../link/in-transaction.ts";
import { makeSampleLot, type SampleLot } from "../link/testing/sample-lot.ts";
import { TestCloud } from "../link/testing/test-cloud.ts";
import { TestJournal } from "../link/testing/test-journal.ts";
import { commitRecords } from "./commit-records.ts";
import { ensurePassageMonth, partitionMonths } from "./keep-partitions.ts";
import { projectPassages } from "./project-passages.ts";
import { rebuildPassages } from "./rebuild-passages.ts";
import type { Sql } from "./sql.ts";

const epoch = "0123456789abcdef";
let cloud: TestCloud;
let lot: SampleLot;
let journal: TestJournal;

beforeAll(() => {
  cloud = new TestCloud(process.env.DATABASE_URL!);
});
afterAll(async () => {
  await cloud.stop();
  await processDb().$disconnect();
});
beforeEach(async () => {
  lot = await makeSampleLot(cloud.pool);
  journal = new TestJournal(lot.edgeId, lot.lotId, epoch);
});

async function take(...serials: number[]): Promise<void> {
  const edge = { operatorId: lot.operatorId, lotId: lot.lotId, edgeId: lot.edgeId };
  const arrivals = serials.map((n) => {
    const payload = journal.wire(n);
    return { edge, topic: upTopic(lot.edgeId, "record"), payload, frame: decodeRecord(lot.edgeId, payload) };
  });
  await inTransaction(cloud.pool, (sql) => commitRecords(sql, arrivals));
}

const passages = () =>
  cloud.rows<{ part: string; outcome: string | null; plate_text: string | null; at: Date; passage_id: string }>(
    "SELECT tableoid::regclass::text AS part, * FROM passage WHERE lot_id = $1 ORDER BY at",
    [lot.lotId],
  );
const whole = () => cloud.rows("SELECT * FROM passage WHERE lot_id = $1 ORDER BY passage_id", [lot.lotId]);
const nextYear = new Date().getUTCFullYear() + 1;

test("records of 1970, next year and 2099 find a place, and move to their month when it is made", async () => {
  const times = [0, Date.UTC(nextYear, 10, 15, 12), Date.UTC(2099, 5, 30, 23, 59, 59, 999), Date.now()];
  for (const at of times) journal.decide({ at });
  await take(1, 2, 3, 4);
  await inTransaction(cloud.pool, (sql) => ensurePassageMonth(sql, `${new Date().toISOString().slice(0, 8)}01`));
  const before = await passages();
  expect(before.map(({ at }) => at.getTime())).toEqual([...times].sort((a, b) => a - b));
  const month = `${nextYear}-11-01`;
  expect(await inTransaction(cloud.pool, (sql) => ensurePassageMonth(sql, month))).toBe(true);
  expect(await inTransaction(cloud.pool, (sql) => ensurePassageMonth(sql, month))).toBe(false);
  const after = await passages();
  expect(after.map(({ part, ...row }) => row)).toEqual(before.map(({ part, ...row }) => row));
  expect(after.map(({ part }) => part)).toEqual([
    "parts.passage_default",
    `parts.passage_${new Date().toISOString().slice(0, 7).replace("-", "")}`,
    `parts.passage_${nextYear}11`,
    "parts.passage_default",
  ]);
});

test("months reach from thirteen back to three ahead, over the turn of a year", () => {
  const months = partitionMonths(Date.UTC(2027, 0, 31, 23));
  expect(months).toHaveLength(17);
  expect([months[0], months[12], months[13], months[16]]).toEqual([
    "2025-12-01",
    "2026-12-01",
    "2027-01-01",
    "2027-04-01",
  ]);
});

test("a passage that comes while its month is being made waits for it and is not refused", async () => {
  journal.decide({ at: Date.UTC(2050, 2, 10) });
  journal.decide({ at: Date.UTC(2050, 2, 11) });
  await take(1);
  const waiting = async () =>
    (
      await cloud.rows(
        "SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE NOT granted AND datname = current_database()",
      )
    ).length;
  let pouring: Promise<void> | undefined;
  await inTransaction(cloud.pool, async (sql) => {
    await ensurePassageMonth(sql, "2050-03-01");
    pouring = take(2);
    await expect.poll(waiting).toBe(1);
  });
  await pouring;
  expect((await passages()).map(({ part }) => part)).toEqual(["parts.passage_205003", "parts.passage_205003"]);
});

test("the passage is the same in whatever order its records came", async () => {
  journal.decide();
  journal.finish(1, "timeout");
  journal.finish(1, "passed");
  await take(3);
  expect(await passages()).toEqual([]);
  await take(2);
  await take(1);
  expect((await passages()).map(({ outcome }) => outcome)).toEqual(["passed"]);
});

test("rows made as records arrive, in any order and in batches of any size, are those that a rebuild makes", async () => {
  const at = Date.UTC(2031, 4, 1);
  for (let n = 0; n < 24; n += 1)
    journal.decide({ at: at + n * 1_000, ...(n % 5 === 0 ? { flags: ["lateJournal"] } : {}) });
  for (let n = 1; n <= 24; n += 1) {
    const late = n % 4 === 0 ? { flags: ["lateJournal"] } : {};
    const stamp = { at: at + n * 5_000, offsetMs: 0, quality: "synced", monotonicMs: 1, bootId: "0123abcd" };
    const passage = `${lot.edgeId}-${journal.epoch}-${n}`;
    const outcome = { v: 1, kind: "outcome", passageId: passage, stamp, lotId: lot.lotId, laneId: "entry-1" };
    journal.append(JSON.stringify({ ...outcome, result: n % 3 === 0 ? "timeout" : "passed", gate: null, ...late }));
    // some hear twice, and one of them long after
    if (n % 6 === 0) journal.finish(n, "reversed", n === 6 ? at + 40 * 86_400_000 : at + n * 6_000);
  }
  const order = journal.frames.map(({ n }) => n).sort((a, b) => ((a * 7919) % 101) - ((b * 7919) % 101));
  for (let from = 0, size = 1; from < order.length; from += size, size = (size % 7) + 1)
    await take(...order.slice(from, from + size));
  const arrived = await whole();
  expect(arrived).toHaveLength(24);
  expect(new Set(arrived.map((row) => row.outcome))).toEqual(new Set(["passed", "timeout", "reversed"]));
  await inTransaction(cloud.pool, (sql) => rebuildPassages(sql, lot));
  expect(await whole()).toEqual(arrived);
});

test("a rebuild gives the same rows, after erasure too", async () => {
  for (let n = 0; n < 40; n += 1) journal.decide({ at: Date.UTC(2030, n % 12, 1 + n) });
  for (let n = 1; n <= 40; n += 3) journal.finish(n);
  await take(...journal.frames.map(({ n }) => n));
  const before = await whole();
  expect(before).toHaveLength(40);
  expect(before.filter((row) => row.outcome === "passed")).toHaveLength(14);
  await cloud.pool.query("UPDATE passage SET plate_text = 'wrong', decision = 'hold' WHERE lot_id = $1", [lot.lotId]);
  await cloud.pool.query("DELETE FROM passage WHERE lot_id = $1 AND outcome IS NULL", [lot.lotId]);
  const rebuild = () => inTransaction(cloud.pool, (sql) => rebuildPassages(sql, lot));
  expect(await rebuild()).toBe(40);
  expect(await whole()).toEqual(before);

  const [erased, bodyless] = before.map((row) => row.passage_id as string);
  await cloud.pool.query("UPDATE record SET personal = NULL, erased_at = now() WHERE passage_id = $1", [erased]);
  await cloud.pool.query("UPDATE record SET body = NULL, personal = NULL WHERE passage_id = $1", [bodyless]);
  const { operatorId, lotId } = lot;
  const keys = [erased!, bodyless!].map((passageId) => ({ operatorId, lotId, passageId }));
  await inTransaction(cloud.pool, (sql) => projectPassages(sql, keys));
  const after = await whole();
  expect(after.find((row) => row.passage_id === erased)).toMatchObject({ plate_text: null, plate_raw: null });
  expect(after.find((row) => row.passage_id === bodyless)).toBeUndefined();
  await rebuild();
  expect(await whole()).toEqual(after);
});

test("a rebuild reads what an older version could not", async () => {
  journal.decide();
  journal.append('{"v":1}');
  journal.decide();
  journal.finish(3);
  await take(1, 2, 3, 4);
  const before = await whole();
  expect(before).toHaveLength(2);
  await cloud.pool.query("UPDATE record SET passage_id = NULL WHERE lot_id = $1 AND n IN (3, 4)", [lot.lotId]);
  await cloud.pool.query("DELETE FROM passage WHERE lot_id = $1", [lot.lotId]);
  expect(await inTransaction(cloud.pool, (sql) => rebuildPassages(sql, lot))).toBe(2);
  expect(await whole()).toEqual(before);
});

test("the projection runs in a transaction of Prisma as well", async () => {
  journal.decide();
  await take(1);
  const [row] = await passages();
  await cloud.pool.query("UPDATE passage SET plate_text = 'wrong' WHERE lot_id = $1", [lot.lotId]);
  await processDb().$transaction(async (tx) => {
    const sql: Sql = (text, values = []) => tx.$queryRawUnsafe(text, ...values);
    await projectPassages(sql, [{ operatorId: lot.operatorId, lotId: lot.lotId, passageId: row!.passage_id }]);
  });
  expect((await passages())[0]).toEqual(row);
});
