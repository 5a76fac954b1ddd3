import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { passageId } from "#contracts/names.ts";
import { sealRecord } from "#contracts/record.ts";
import { toBytes } from "#contracts/text.ts";
import { compareCopies, readStoredStream, storedStreams, verifyStoredStream } from "../report/verify-stored-stream.ts";
import { inTransaction } from "./in-transaction.ts";
import { makeSampleLot, type SampleLot } from "./testing/sample-lot.ts";
import { TestCloud } from "./testing/test-cloud.ts";
import { TestEdge } from "./testing/test-edge.ts";
import { TestJournal } from "./testing/test-journal.ts";

const epoch = "0123456789abcdef";
let cloud: TestCloud;
let lot: SampleLot;
let edge: TestEdge;
let journal: TestJournal;

beforeAll(async () => {
  cloud = new TestCloud(process.env.DATABASE_URL!);
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
afterEach(() => edge.leave());

const patience = { timeout: 10_000, interval: 20 };
const streamKey = () =>
  ({ operatorId: lot.operatorId, lotId: lot.lotId, edgeId: lot.edgeId, stream: "p", epoch }) as const;
const proof = () => inTransaction(cloud.pool, (sql) => verifyStoredStream(sql, streamKey()));
const stored = () => inTransaction(cloud.pool, (sql) => readStoredStream(sql, streamKey()));
const anomalies = async () =>
  (
    await cloud.rows<{ kind: string; count: number }>(
      "SELECT kind, count FROM anomaly WHERE lot_id = $1 ORDER BY raised_at, kind",
      [lot.lotId],
    )
  ).map(({ kind }) => kind);
const quarantined = () =>
  cloud.rows<{ reason: string; payload: Buffer }>(
    "SELECT reason, payload FROM quarantine WHERE lot_id = $1 ORDER BY received_at",
    [lot.lotId],
  );
const serials = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function sendAll(count = journal.frames.length): Promise<void> {
  await edge.hello(journal);
  await edge.records(journal, ...serials(count));
  await expect.poll(() => edge.mark, patience).toBe(count);
}

test("a hello is answered with what is committed, and a record with its acknowledgement", async () => {
  await edge.hello(journal);
  await expect.poll(() => edge.welcomes, patience).toHaveLength(1);
  expect(edge.welcomes[0]).toMatchObject({
    linkId: edge.linkId,
    streams: [{ stream: "p", epoch, mark: 0, have: [], hash: null }],
    windowRecords: 64,
  });
  journal.decide();
  await edge.records(journal, 1);
  await expect.poll(() => edge.acks, patience).toHaveLength(1);
  expect(edge.acks[0]).toMatchObject({ mark: 1, have: [], hash: journal.last!.hash });
  await edge.hello(journal);
  await expect.poll(() => edge.welcomes, patience).toHaveLength(2);
  expect(edge.welcomes[1]!.streams).toEqual([{ stream: "p", epoch, mark: 1, have: [], hash: journal.last!.hash }]);
});

test("any order and any number of repeats leave every record once, byte for byte", async () => {
  for (let n = 1; n <= 120; n += 1) journal.decide();
  await edge.hello(journal);
  const order = serials(120).sort((a, b) => ((a * 7919) % 127) - ((b * 7919) % 127));
  await edge.records(journal, ...order, ...order.slice(30, 90), ...order.slice(0, 60));
  await expect.poll(() => edge.mark, patience).toBe(120);
  expect(await proof()).toMatchObject({ complete: true, first: 1, last: 120, count: 120, erased: 0 });
  expect(compareCopies(await stored(), journal.frames)).toEqual([]);
  expect(edge.acks.at(-1)).toMatchObject({ have: [], hash: journal.last!.hash });
  expect(await cloud.rows("SELECT FROM passage WHERE lot_id = $1", [lot.lotId])).toHaveLength(120);
  expect(await anomalies()).toEqual([]);
});

test("islands are acknowledged as islands, and joined when the hole is filled", async () => {
  for (let n = 1; n <= 9; n += 1) journal.decide();
  await edge.hello(journal);
  await edge.records(journal, 1, 2, 5, 6, 9);
  await expect
    .poll(() => edge.acks.at(-1)?.have, patience)
    .toEqual([
      [5, 6],
      [9, 9],
    ]);
  expect(edge.mark).toBe(2);
  expect((await proof()).findings).toContainEqual({ kind: "hole", first: 3, last: 4 });
  await edge.records(journal, 3, 4);
  await expect.poll(() => edge.mark, patience).toBe(6);
  expect(edge.acks.at(-1)!.hash).toBe(journal.frames[5]!.hash);
  await edge.records(journal, 8, 7);
  await expect.poll(() => edge.mark, patience).toBe(9);
  expect((await proof()).complete).toBe(true);
});

test("records that come before the first hello are kept", async () => {
  journal.decide();
  journal.decide();
  await edge.records(journal, 1, 2);
  await expect.poll(() => edge.mark, patience).toBe(2);
  await edge.hello(journal);
  await expect.poll(() => edge.welcomes, patience).toHaveLength(1);
  expect((await proof()).complete).toBe(true);
  expect(await anomalies()).toEqual([]);
});

test("another record under a committed serial is a fork: the first stays, the other is kept aside", async () => {
  journal.decide();
  journal.decide();
  await sendAll();
  const other = new TestJournal(lot.edgeId, lot.lotId, epoch);
  other.decide();
  other.decide({ laneId: "exit-1" });
  await edge.records(other, 2, 2);
  await expect.poll(anomalies, patience).toEqual(["fork", "quarantine"]);
  expect(compareCopies(await stored(), journal.frames)).toEqual([]);
  const [kept, ...more] = await quarantined();
  expect(more).toEqual([]);
  expect(kept!.reason).toBe("fork");
  expect(new Uint8Array(kept!.payload)).toEqual(other.wire(2));
  expect(edge.mark).toBe(2);
});

test("a record that does not follow its neighbour is refused, and the stream goes on", async () => {
  journal.decide();
  journal.decide();
  journal.decide();
  await edge.hello(journal);
  await edge.records(journal, 1);
  await expect.poll(() => edge.mark, patience).toBe(1);
  const loose = sealRecord(
    lot.edgeId,
    { stream: "p", epoch, n: 2, previousHash: "0".repeat(64) },
    toBytes("{}"),
    toBytes(""),
  );
  const side = new TestJournal(lot.edgeId, lot.lotId, epoch);
  side.frames.push(journal.frames[0]!, loose);
  await edge.records(side, 2);
  await expect.poll(anomalies, patience).toEqual(["brokenChain", "quarantine"]);
  await edge.records(journal, 2, 3);
  await expect.poll(() => edge.mark, patience).toBe(3);
});

test("a journal that got shorter is told", async () => {
  for (let n = 1; n <= 3; n += 1) journal.decide();
  await sendAll();
  journal.frames.pop();
  await edge.hello(journal);
  await expect.poll(anomalies, patience).toEqual(["truncation"]);
  await expect.poll(() => edge.welcomes, patience).toHaveLength(2);
});

test("a journal begun anew is told, and both streams go on", async () => {
  journal.decide();
  await sendAll();
  const next = new TestJournal(lot.edgeId, lot.lotId, "0123456789abcdf0");
  next.decide();
  await edge.hello(next);
  await edge.records(next, 1);
  await expect.poll(anomalies, patience).toEqual(["newEpoch"]);
  await expect.poll(() => edge.acks.at(-1)?.epoch, patience).toBe(next.epoch);
});

test.each([
  ["noise", Buffer.from([0, 255, 254, 10, 10, 1]), "malformed"],
  ["nothing", Buffer.alloc(0), "malformed"],
  ["a record beyond its size", Buffer.alloc(70_000, 120), "tooLarge"],
])("%s goes to quarantine once and is counted, and the stream goes on", async (_what, payload, reason) => {
  journal.decide();
  journal.decide();
  await edge.hello(journal);
  await edge.records(journal, 1);
  await edge.sayBytes("record", payload);
  await edge.sayBytes("record", payload);
  await edge.records(journal, 2);
  await expect.poll(() => edge.mark, patience).toBe(2);
  const kept = await quarantined();
  expect(kept.map((row) => [row.reason, Buffer.compare(row.payload, payload)])).toEqual([[reason, 0]]);
  expect(await cloud.rows("SELECT count FROM anomaly WHERE lot_id = $1", [lot.lotId])).toEqual([{ count: 2 }]);
});

test("a flipped bit on the way goes to quarantine, the true record takes its place", async () => {
  journal.decide();
  const bytes = Uint8Array.from(journal.wire(1));
  bytes[bytes.length - 10]! ^= 1;
  await edge.hello(journal);
  await edge.sayBytes("record", bytes);
  await edge.records(journal, 1);
  await expect.poll(() => edge.mark, patience).toBe(1);
  expect((await quarantined()).map((row) => row.reason)).toEqual(["hashMismatch"]);
});

test("a record of another edge is no record of this one", async () => {
  const other = new TestJournal("edge00000", lot.lotId, epoch);
  other.decide();
  journal.decide();
  await edge.hello(journal);
  await edge.records(other, 1);
  await edge.records(journal, 1);
  await expect.poll(() => edge.mark, patience).toBe(1);
  expect((await quarantined()).map((row) => row.reason)).toEqual(["hashMismatch"]);
});

test.each([
  ["no JSON", "{"],
  ["another shape", '{"v":1,"kind":"decision"}'],
  ["a kind of tomorrow", '{"v":2,"kind":"correction"}'],
])("a body with %s is kept as a record, without a passage, and told", async (_what, body) => {
  journal.decide();
  journal.append(body);
  journal.decide();
  await sendAll();
  expect((await proof()).complete).toBe(true);
  expect(compareCopies(await stored(), journal.frames)).toEqual([]);
  const rows = await cloud.rows("SELECT passage_id FROM record WHERE lot_id = $1 ORDER BY n", [lot.lotId]);
  expect(rows.map((row) => row.passage_id === null)).toEqual([false, true, false]);
  expect(await anomalies()).toEqual(["unreadableRecord"]);
});

test.each([
  ["another lot", { lotId: "lot-of-another" }],
  ["a passage of another edge", { passageId: `edge00000-${epoch}-1` }],
  ["a passage of another record", { passageId: "" }],
])("a decision that claims %s makes no passage", async (_what, body) => {
  journal.decide({
    ...body,
    ...("passageId" in body && { passageId: body.passageId || passageId(lot.edgeId, epoch, 7) }),
  });
  await sendAll();
  expect(await cloud.rows("SELECT FROM passage WHERE edge_id = $1", [lot.edgeId])).toEqual([]);
  expect(await anomalies()).toEqual(["unreadableRecord"]);
});

test("odd characters and mad clocks stop nothing", async () => {
  journal.decide({ at: 0 }, { plateText: "A\0B\ud800", plateRaw: "\0" });
  journal.decide({ at: 8_640_000_000_000_000, bundle: { sha256: "0".repeat(64), number: 2 ** 40 } });
  await sendAll();
  expect(await cloud.rows("SELECT FROM passage WHERE lot_id = $1", [lot.lotId])).toHaveLength(2);
  expect(compareCopies(await stored(), journal.frames)).toEqual([]);
});

test("a late journal is told once for its edge, and each car of it counted once", async () => {
  const { n } = journal.decide({ flags: ["lateJournal"] });
  journal.decide({ flags: ["lateJournal"] });
  await sendAll();
  const acks = edge.acks.length;
  await edge.records(journal, 1, 1);
  await expect.poll(() => edge.acks.length, patience).toBeGreaterThan(acks);
  const rows = await cloud.rows("SELECT kind, passage_id, count FROM anomaly WHERE lot_id = $1", [lot.lotId]);
  expect(rows).toEqual([{ kind: "lateJournal", passage_id: passageId(lot.edgeId, epoch, n), count: 2 }]);
});

test("an erased record arrives erased and the chain still holds", async () => {
  journal.decide();
  journal.decide();
  journal.frames[0] = { ...journal.frames[0]!, personal: null };
  await sendAll();
  expect(await proof()).toMatchObject({ complete: true, erased: 1 });
  const rows = await cloud.rows("SELECT plate_text FROM passage WHERE lot_id = $1 ORDER BY passage_id", [lot.lotId]);
  expect(rows).toEqual([{ plate_text: null }, { plate_text: "京A2" }]);
});

test("presence follows the connection, and the late will of an older one says nothing", async () => {
  const online = async () =>
    (await cloud.rows("SELECT online FROM edge_state WHERE lot_id = $1", [lot.lotId]))[0]?.online;
  await expect.poll(online, patience).toBe(true);
  const oldLink = edge.linkId;
  edge.vanish();
  await expect.poll(online, patience).toBe(false);
  await edge.connect();
  await expect.poll(online, patience).toBe(true);
  await edge.say("state", { v: 1, online: false, linkId: oldLink });
  await edge.hello(journal);
  await expect.poll(() => edge.welcomes, patience).toHaveLength(1);
  expect(await online()).toBe(true);
});

test("telemetry and what runs there are noted, an unreadable one is kept aside", async () => {
  const telemetry = {
    v: 1,
    at: Date.now(),
    work: "deciding",
    bundle: null,
    backlog: { records: 3, oldestAt: null },
    clock: { offsetMs: 2, quality: "synced" },
    fsyncMs: 0.4,
    refusedObservations: {},
  };
  await edge.say("telemetry", { ...telemetry, work: "sleeping" });
  await edge.say("telemetry", telemetry);
  await edge.hello(journal);
  const state = () => cloud.rows("SELECT runner, uplink, telemetry FROM edge_state WHERE lot_id = $1", [lot.lotId]);
  await expect.poll(state, patience).toEqual([{ runner: "test", uplink: "wired", telemetry }]);
  expect((await quarantined()).map((row) => row.reason)).toEqual(["unreadable"]);
});

test("every stream of an edge is listed", async () => {
  journal.decide();
  await sendAll();
  const audit = new TestJournal(lot.edgeId, lot.lotId, epoch, "a");
  audit.append('{"anything":1}');
  await edge.hello(audit);
  await edge.records(audit, 1);
  await expect.poll(() => edge.acks.at(-1)?.stream, patience).toBe("a");
  const streams = await inTransaction(cloud.pool, (sql) => storedStreams(sql, lot.edgeId));
  expect(streams.map((key) => key.stream)).toEqual(["a", "p"]);
  expect(await anomalies()).toEqual([]);
});

test("changes of uplink are kept once each, the newest first, and a presence that repeats them adds nothing", async () => {
  const since = Date.now() - 60_000;
  const say = async (uplink: object) => {
    await edge.say("state", { v: 1, online: true, linkId: edge.linkId, at: Date.now(), uplink });
  };
  const wired = { id: "wired", isMetered: false, since, reason: "start", before: null };
  const mobile = { id: "4g", isMetered: true, since: since + 20_000, reason: "noAnswer", before: "wired" };
  for (const uplink of [wired, mobile, mobile]) await say(uplink);
  // an edge that starts anew on the uplink that it was on has changed nothing
  await say({ ...mobile, since: since + 30_000, reason: "start", before: null });
  await say({ ...wired, since: since + 50_000, reason: "proven", before: "4g" });
  const kept = () =>
    cloud.rows<{ uplink: string; reason: string; before: string | null; since: Date }>(
      "SELECT uplink, reason, before, since FROM edge_uplink WHERE edge_id = $1 ORDER BY since",
      [lot.edgeId],
    );
  await expect
    .poll(async () => (await kept()).map(({ uplink, reason }) => `${uplink} ${reason}`), patience)
    .toEqual(["wired start", "4g noAnswer", "wired proven"]);
  expect((await kept()).map((row) => row.since.getTime())).toEqual([since, since + 20_000, since + 50_000]);
});
