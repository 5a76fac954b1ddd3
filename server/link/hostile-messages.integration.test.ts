import net from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandReportSchema } from "#contracts/command.ts";
import { wantSchema } from "#contracts/document-request.ts";
import { limits } from "#contracts/limits.ts";
import {
  helloSchema,
  parseMessage,
  reportSchema,
  stateSchema,
  telemetrySchema,
  timeRequestSchema,
} from "#contracts/messages.ts";
import { passageId } from "#contracts/names.ts";
import { decodeRecord } from "#contracts/record.ts";
import { hostileSample } from "#contracts/testing/hostile-bytes.ts";
import { toBytes } from "#contracts/text.ts";
import { type UpKind, upTopic } from "#contracts/topics.ts";
import { trialReportSchema } from "#contracts/trial.ts";
import { verifyStoredStream } from "../report/verify-stored-stream.ts";
import { inTransaction } from "./in-transaction.ts";
import { makeSampleLot, type SampleLot } from "./testing/sample-lot.ts";
import { TestCloud } from "./testing/test-cloud.ts";
import { TestEdge } from "./testing/test-edge.ts";
import { TestJournal } from "./testing/test-journal.ts";

const seed = Number(process.env.LIFTGATE_FUZZ_SEED ?? Date.now() % 2 ** 31);
const perKind = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 40;
const epoch = "0123456789abcdef";
const digest = "ab".repeat(32);
const patience = { timeout: 20_000, interval: 50 };
const commandId = "3f2f9f6e-6a52-4b0f-9a4e-0d4c6f5f7a11";
const sizes = [limits.recordBytesMax, limits.recordBytesMax + 1, limits.messageBytesMax, limits.messageBytesMax + 1];
let cloud: TestCloud;

beforeAll(async () => {
  process.stdout.write(`seed ${seed}\n`);
  cloud = new TestCloud(process.env.DATABASE_URL!);
  await cloud.startBroker();
  cloud.startIngest();
});
afterAll(() => cloud.stop());

class Place {
  constructor(
    readonly lot: SampleLot,
    readonly edge: TestEdge,
    readonly journal: TestJournal,
  ) {}

  static async make(): Promise<Place> {
    const lot = await makeSampleLot(cloud.pool);
    const edge = new TestEdge(cloud.url, lot.edgeId, lot.password);
    const journal = new TestJournal(lot.edgeId, lot.lotId, epoch);
    await edge.connect();
    await edge.hello(journal);
    return new Place(lot, edge, journal);
  }

  /** One more passage, said at once. */
  async pass(): Promise<void> {
    await this.edge.records(this.journal, this.journal.decide().n);
  }

  async expectAll(): Promise<void> {
    const { operatorId, lotId, edgeId } = this.lot;
    const count = this.journal.frames.length;
    const held = () =>
      cloud.rows("SELECT mark::int, have FROM stream WHERE lot_id = $1 AND stream = 'p' AND epoch = $2", [
        lotId,
        epoch,
      ]);
    await expect.poll(held, patience).toEqual([{ mark: count, have: [] }]);
    const key = { operatorId, lotId, edgeId, stream: "p" as const, epoch };
    const proof = await inTransaction(cloud.pool, (sql) => verifyStoredStream(sql, key));
    expect(proof).toMatchObject({ first: 1, last: count, count });
    expect(proof.headHash).toBe(this.journal.last!.hash);
    const passages = await cloud.rows("SELECT DISTINCT passage_id FROM passage WHERE lot_id = $1", [lotId]);
    expect(passages).toHaveLength(count);
  }

  /** How many messages have been put aside, by the anomaly that a person sees. */
  async putAside(): Promise<Record<string, number>> {
    const rows = await cloud.rows<{ topic: string; count: number }>(
      "SELECT detail ->> 'reason' AS topic, count FROM anomaly WHERE lot_id = $1 AND kind = 'quarantine'",
      [this.lot.lotId],
    );
    return Object.fromEntries(rows.map(({ topic, count }) => [topic, count]));
  }
}

/** Real messages of every kind that an edge may send, to be spoiled. */
function samples(place: Place): Record<UpKind, Uint8Array> {
  const { journal, edge } = place;
  const at = Date.now();
  const bundle = { sha256: digest, number: 1, generation: 1 };
  const stream = { stream: "p", epoch, open: journal.open, first: 1, last: 1, lastHash: digest };
  const counts = { evaluated: 1, different: 0, failed: 0, skipped: 0 };
  const said = {
    hello: { v: 1, linkId: edge.linkId, at, runner: "x", uplink: "wired", streams: [stream], bundle, lanes: ["a"] },
    state: { v: 1, online: true, linkId: edge.linkId, at },
    report: { v: 1, ...bundle, step: "live", reason: null, at },
    telemetry: {
      ...{ v: 1, at, work: "deciding", bundle, backlog: { records: 0, oldestAt: null }, fsyncMs: 1 },
      ...{ clock: { offsetMs: 0, quality: "synced" }, refusedObservations: { malformed: 1 } },
    },
    command: { v: 1, id: commandId, step: "opened", reason: null, at },
    time: { v: 1, sentAt: 12.5 },
    want: { v: 1, kind: "part", name: "documents/grants", etag: null, offset: 0 },
    trial: { v: 1, generation: 1, sha256: digest, step: "checked", reason: null, at, counts, differences: [] },
  };
  const bytes = Object.entries(said).map(([kind, message]) => [kind, toBytes(JSON.stringify(message))]);
  return { ...Object.fromEntries(bytes), record: journal.wire(1) };
}

const schemas = {
  ...{ hello: helloSchema, state: stateSchema, report: reportSchema, telemetry: telemetrySchema },
  ...{ command: commandReportSchema, time: timeRequestSchema, want: wantSchema, trial: trialReportSchema },
};

function isReadable(edgeId: string, kind: UpKind, bytes: Uint8Array): boolean {
  try {
    if (kind === "record") decodeRecord(edgeId, bytes);
    else parseMessage<unknown>(schemas[kind], bytes);
    return true;
  } catch {
    return false;
  }
}

test("spoiled messages of every kind are put aside and counted, and what is good arrives around them, once", async () => {
  const [hostile, other] = [await Place.make(), await Place.make()];
  await Promise.all([hostile.pass(), other.pass()]);
  await hostile.expectAll();
  const memoryBefore = process.memoryUsage().rss;
  const kinds = Object.entries(samples(hostile)) as [UpKind, Uint8Array][];
  const unreadable: Partial<Record<UpKind, number>> = {};
  for (const [index, [kind, real]] of kinds.entries()) {
    for (const [i, bytes] of hostileSample([real], { sizes, count: perKind, seed: seed + index }).entries()) {
      await hostile.edge.sayBytes(kind, bytes);
      if (!isReadable(hostile.lot.edgeId, kind, bytes)) unreadable[kind] = (unreadable[kind] ?? 0) + 1;
      if (i % 10 === 0) await Promise.all([hostile.pass(), other.pass()]);
    }
  }
  await Promise.all([hostile.expectAll(), other.expectAll()]);
  // of telemetry only the newest that waits is looked at, so the rest of it is never read
  const { telemetry = 0, ...others } = unreadable;
  const expected = Object.values(others).reduce((sum, count) => sum + count, 0);
  expect(telemetry).toBeGreaterThan(0);
  const all = async () => Object.values(await hostile.putAside()).reduce((sum, count) => sum + count, 0);
  await expect.poll(all, patience).toBeGreaterThanOrEqual(expected);
  for (const kind of Object.keys(others)) {
    const kept = await cloud.rows("SELECT payload FROM quarantine WHERE lot_id = $1 AND topic = $2", [
      ...[hostile.lot.lotId, upTopic(hostile.lot.edgeId, kind as UpKind)],
    ]);
    expect([kind, kept.length > 0]).toEqual([kind, true]);
  }
  expect(await other.putAside()).toEqual({});
  expect(process.memoryUsage().rss - memoryBefore).toBeLessThan(400 * 1024 * 1024);
  expect(Object.hasOwn(Object.prototype, "isHostile")).toBe(false);
}, 120_000);

test("an edge speaks for itself alone, whatever its messages say", async () => {
  const [hostile, victim] = [await Place.make(), await Place.make()];
  await Promise.all([hostile.pass(), victim.pass()]);
  await Promise.all([hostile.expectAll(), victim.expectAll()]);
  const { operatorId, lotId, edgeId } = victim.lot;
  await cloud.pool.query(
    `INSERT INTO command (operator_id, lot_id, id, edge_id, lane_id, op, reason_code, document, requested_name, issued_at, expires_at)
     VALUES ($1, $2, $3, $4, 'entry-1', 'gate.open', 'misread', '{}', 'Test', now(), now() + interval '1 hour')`,
    [operatorId, lotId, commandId, edgeId],
  );
  const theirs = passageId(edgeId, epoch, 1);
  // the victim's own record, a passage and an outcome in its name, and word of its command
  await hostile.edge.sayBytes("record", victim.journal.wire(1));
  await hostile.edge.records(hostile.journal, hostile.journal.decide({ passageId: theirs, laneId: "stolen" }).n);
  const outcome = JSON.stringify({ v: 1, kind: "outcome", passageId: theirs, result: "passed" });
  await hostile.edge.records(hostile.journal, hostile.journal.append(outcome).n);
  await hostile.edge.say("command", { v: 1, id: commandId, step: "opened", reason: null, at: Date.now() });
  await hostile.pass();
  await expect.poll(() => hostile.edge.mark, patience).toBe(4);
  await expect.poll(() => hostile.putAside(), patience).toMatchObject({ hashMismatch: 1 });
  await victim.expectAll();
  expect(await cloud.rows("SELECT lane_id FROM passage WHERE passage_id = $1", [theirs])).toEqual([
    { lane_id: "entry-1" },
  ]);
  expect(await cloud.rows("SELECT state FROM command WHERE id = $1", [commandId])).toEqual([{ state: "sent" }]);
  const problems = await cloud.rows("SELECT kind, count FROM anomaly WHERE lot_id = $1 AND kind = 'unreadableRecord'", [
    hostile.lot.lotId,
  ]);
  expect(problems.length).toBeGreaterThan(0);
});

test("topics of others, packets beyond the bound, noise and silent connections cost only those who send them", async () => {
  const [hostile, other] = [await Place.make(), await Place.make()];
  const port = Number(new URL(cloud.url).port);
  const silent = Array.from({ length: 200 }, () => net.connect(port, "127.0.0.1").on("error", () => undefined));
  const noise = hostileSample([Buffer.from([0x10, 0x0c, 0, 4, 77, 81, 84, 84, 4, 2, 0, 15, 0, 0])], {
    ...{ sizes: [1_000], count: 60, seed },
  });
  for (const bytes of noise) {
    const socket = net.connect(port, "127.0.0.1", () => socket.end(bytes));
    socket.on("error", () => undefined);
    await other.pass();
  }
  for (const act of [
    () => hostile.edge.publishAnywhere(upTopic(other.lot.edgeId, "record"), other.journal.wire(1)),
    () => hostile.edge.publishAnywhere(`liftgate/1/${other.lot.edgeId}/down/desired/rules`, toBytes("{}")),
    () => hostile.edge.publishAnywhere(upTopic(hostile.lot.edgeId, "record"), new Uint8Array(600_000)),
  ]) {
    act();
    await other.pass();
    await hostile.edge.leave();
    await hostile.edge.connect();
    await hostile.pass();
    await other.pass();
  }
  await Promise.all([hostile.expectAll(), other.expectAll()]);
  expect(await other.putAside()).toEqual({});
  for (const socket of silent) socket.destroy();
}, 60_000);
