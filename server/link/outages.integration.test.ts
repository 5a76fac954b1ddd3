import { afterEach, beforeEach, expect, test } from "vitest";
import { compareCopies, readStoredStream, verifyStoredStream } from "../report/verify-stored-stream.ts";
import { inTransaction } from "./in-transaction.ts";
import { makeSampleLot, type SampleLot } from "./testing/sample-lot.ts";
import { TcpGate } from "./testing/tcp-gate.ts";
import { TestCloud } from "./testing/test-cloud.ts";
import { TestEdge } from "./testing/test-edge.ts";
import { TestJournal } from "./testing/test-journal.ts";

const epoch = "0123456789abcdef";
const patience = { timeout: 20_000, interval: 20 };
let cloud: TestCloud;
let gate: TcpGate;
let gatedUrl: string;
let lot: SampleLot;
let edge: TestEdge;
let journal: TestJournal;

beforeEach(async () => {
  const url = new URL(process.env.DATABASE_URL!);
  gate = new TcpGate({ host: url.hostname, port: Number(url.port) });
  await gate.open();
  gatedUrl = Object.assign(new URL(url), { port: String(gate.port) }).href;
  cloud = new TestCloud(url.href);
  await cloud.startBroker();
  lot = await makeSampleLot(cloud.pool);
  edge = new TestEdge(cloud.url, lot.edgeId, lot.password);
  journal = new TestJournal(lot.edgeId, lot.lotId, epoch);
});
afterEach(async () => {
  await edge.leave();
  await cloud.stop();
  await gate.shut();
});

async function expectWhole(count: number): Promise<void> {
  const key = { operatorId: lot.operatorId, lotId: lot.lotId, edgeId: lot.edgeId, stream: "p" as const, epoch };
  const proof = await inTransaction(cloud.pool, (sql) => verifyStoredStream(sql, key));
  expect(proof).toMatchObject({ complete: true, count });
  expect(compareCopies(await inTransaction(cloud.pool, (sql) => readStoredStream(sql, key)), journal.frames)).toEqual(
    [],
  );
  expect(await cloud.rows("SELECT FROM passage WHERE lot_id = $1", [lot.lotId])).toHaveLength(count);
  expect(await cloud.rows("SELECT FROM anomaly WHERE lot_id = $1", [lot.lotId])).toEqual([]);
}

test("while the database is away nothing is acknowledged, and what waited is stored when it is back", async () => {
  cloud.startIngest({ databaseUrl: gatedUrl });
  await edge.connect();
  await edge.hello(journal);
  await expect.poll(() => edge.welcomes, patience).toHaveLength(1);
  await gate.shut();
  for (let n = 1; n <= 50; n += 1) {
    journal.decide();
    await edge.records(journal, n);
  }
  await edge.hello(journal);
  expect(edge.acks).toEqual([]);
  expect(edge.welcomes).toHaveLength(1);
  await gate.open();
  await expect.poll(() => edge.mark, patience).toBe(50);
  await expect.poll(() => edge.welcomes.at(-1)?.streams[0]?.mark, patience).toBe(50);
  await expectWhole(50);
});

test("a connection cut again and again in the middle of commits loses and doubles nothing", async () => {
  cloud.startIngest({ databaseUrl: gatedUrl });
  await edge.connect();
  await edge.hello(journal);
  await expect.poll(() => edge.welcomes, patience).toHaveLength(1);
  for (let n = 1; n <= 200; n += 1) {
    journal.decide();
    await edge.records(journal, n);
    if (n % 20 === 0) {
      await gate.shut();
      await gate.open();
    }
  }
  await expect.poll(() => edge.mark, patience).toBe(200);
  await expectWhole(200);
});

test("an ingest that starts before broker and database comes up when they do", async () => {
  await cloud.stopBroker();
  await gate.shut();
  cloud.startIngest({ databaseUrl: gatedUrl });
  await new Promise((resolve) => setTimeout(resolve, 300));
  await cloud.startBroker();
  await gate.open();
  await edge.connect();
  journal.decide();
  await expect
    .poll(async () => {
      await edge.hello(journal);
      return edge.welcomes.length;
    }, patience)
    .toBeGreaterThan(0);
  await edge.records(journal, 1);
  await expect.poll(() => edge.mark, patience).toBe(1);
});

test("after a broker restart the cloud is back on its topics, and its presence with it", async () => {
  cloud.startIngest();
  await edge.connect();
  await edge.hello(journal);
  await expect.poll(() => edge.welcomes, patience).toHaveLength(1);
  await cloud.stopBroker();
  await edge.leave();
  await cloud.startBroker();
  await edge.connect();
  const isOnNewLink = () => {
    const state = edge.cloudStates.at(-1)!;
    return state.online && state.linkId !== edge.cloudStates[0]!.linkId;
  };
  await expect.poll(isOnNewLink, patience).toBe(true);
  journal.decide();
  await expect
    .poll(async () => {
      await edge.records(journal, 1);
      return edge.mark;
    }, patience)
    .toBe(1);
  await expectWhole(1);
});

test("an edge is told when the cloud goes, with a word or without", async () => {
  cloud.startIngest();
  await edge.connect();
  const online = () => edge.cloudStates.at(-1)?.online;
  await expect.poll(online, patience).toBe(true);
  await cloud.stopIngest();
  await expect.poll(online, patience).toBe(false);
  const brokerGate = new TcpGate({ host: "127.0.0.1", port: Number(new URL(cloud.url).port) });
  await brokerGate.open();
  cloud.startIngest({ mqttUrl: `mqtt://127.0.0.1:${brokerGate.port}` });
  await expect.poll(online, patience).toBe(true);
  await brokerGate.shut();
  await expect.poll(online, patience).toBe(false);
  await brokerGate.open();
  await expect.poll(online, patience).toBe(true);
  await cloud.stopIngest();
  await brokerGate.shut();
});

test("an ingest that takes over finds the marks where the last one left them", async () => {
  cloud.startIngest();
  await edge.connect();
  await edge.hello(journal);
  for (let n = 1; n <= 5; n += 1) journal.decide();
  await expect.poll(() => edge.welcomes, patience).toHaveLength(1);
  await edge.records(journal, 1, 2, 4);
  await expect.poll(() => edge.acks.at(-1)?.have, patience).toEqual([[4, 4]]);
  await cloud.stopIngest();
  cloud.startIngest();
  await expect
    .poll(async () => {
      await edge.hello(journal);
      return edge.welcomes.at(-1)?.streams[0];
    }, patience)
    .toMatchObject({ mark: 2, have: [[4, 4]] });
  await edge.records(journal, 3, 5, 1, 2);
  await expect.poll(() => edge.mark, patience).toBe(5);
  await expectWhole(5);
});
