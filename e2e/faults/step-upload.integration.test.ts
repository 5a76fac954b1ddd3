import { createHash } from "node:crypto";
import http from "node:http";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import Database from "libsql";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { batchHeaders, batchPath, encodeLeanBatch } from "#contracts/batch.ts";
import { EdgeDirectory } from "#server/link/edge-directory.ts";
import type { EdgeDoor } from "#server/link/edge-door.ts";
import { EdgeHttp } from "#server/link/edge-http.ts";
import { inTransaction } from "#server/link/in-transaction.ts";
import { makeSampleLot, type SampleLot } from "#server/link/testing/sample-lot.ts";
import { TcpGate } from "#server/link/testing/tcp-gate.ts";
import { TestCloud } from "#server/link/testing/test-cloud.ts";
import { verifyStoredStream } from "#server/report/verify-stored-stream.ts";
import { LinkEdge } from "./link-edge.ts";

let cloud: TestCloud;
let lot: SampleLot;
let edge: LinkEdge;

beforeAll(async () => {
  cloud = new TestCloud(process.env.DATABASE_URL!);
  await cloud.startBroker();
  cloud.startIngest();
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  lot = await makeSampleLot(cloud.pool);
  edge = new LinkEdge(lot);
  await edge.open();
});
afterEach(() => edge.close());

const patience = { timeout: 25_000, interval: 20 };
const streamKey = () => ({ ...lot, stream: "p", epoch: edge.journal.epoch }) as const;
const proof = () => inTransaction(cloud.pool, (sql) => verifyStoredStream(sql, streamKey()));
const passages = async () =>
  (
    await cloud.rows<{ count: number }>("SELECT count(*)::integer AS count FROM passage WHERE lot_id = $1", [lot.lotId])
  )[0]!.count;
const held = async () =>
  (
    await cloud.rows<{ mark: number; have: [number, number][] }>(
      "SELECT mark::integer AS mark, have FROM stream WHERE lot_id = $1 AND stream = 'p'",
      [lot.lotId],
    )
  )[0] ?? { mark: 0, have: [] };
const storedAt = async (n: number) =>
  (await cloud.rows("SELECT FROM record WHERE lot_id = $1 AND n = $2", [lot.lotId, n])).length > 0;
const quarantined = () =>
  cloud.rows<{ reason: string }>("SELECT reason FROM quarantine WHERE lot_id = $1 ORDER BY received_at", [lot.lotId]);

async function expectComplete(last: number): Promise<void> {
  await expect.poll(async () => (await held()).mark, patience).toBe(last);
  expect(await proof()).toMatchObject({ complete: true, first: 1, last, count: last });
  await expect.poll(() => edge.link?.backlog().records, patience).toBe(0);
}

test("a backlog goes in batches while new passages are live at once", async () => {
  await edge.pass(1_500);
  // slow enough for the drain to last through the passages that come meanwhile
  edge.connect({ mqttUrl: cloud.url, httpUrl: await cloud.httpUrl(), kbitPerSecond: 1_000 });
  await expect.poll(async () => (await held()).mark, patience).toBeGreaterThan(0);
  const waits: number[] = [];
  for (let i = 0; i < 5; i++) {
    const at = performance.now();
    const [decision] = await edge.pass(1);
    await expect.poll(() => storedAt(decision!.n), { timeout: 2_000, interval: 5 }).toBe(true);
    waits.push(performance.now() - at);
    await sleep(50);
  }
  const during = await held();
  expect(during.mark).toBeLessThan(3_000);
  expect(during.have.at(-1)).toEqual([3_001, 3_010]);
  expect(Math.max(...waits)).toBeLessThan(1_500);
  await expectComplete(3_010);
  expect(await passages()).toBe(1_505);
});

test("the HTTP server killed in the middle of batches costs nothing but their repetition", async () => {
  await edge.pass(1_000);
  edge.connect({ mqttUrl: cloud.url, httpUrl: await cloud.httpUrl(), kbitPerSecond: 2_000 });
  for (let i = 0; i < 3; i++) {
    const { mark } = await held();
    await expect.poll(async () => (await held()).mark, patience).toBeGreaterThan(mark);
    await cloud.stopIngest();
    await sleep(100);
    cloud.startIngest();
    await cloud.httpUrl();
  }
  await expectComplete(2_000);
  expect(await quarantined()).toEqual([]);
});

test("a connection that breaks at any byte is resumed where the cloud stands", async () => {
  await edge.pass(600);
  const gate = new TcpGate({ host: "127.0.0.1", port: Number(new URL(await cloud.httpUrl()).port) });
  await gate.open();
  let isOver = false;
  const cutting = (async () => {
    while (!isOver) {
      await sleep(150);
      await gate.shut();
      await gate.open();
    }
  })();
  edge.connect({ mqttUrl: cloud.url, httpUrl: `http://127.0.0.1:${gate.port}`, kbitPerSecond: 2_000 });
  await expectComplete(1_200);
  isOver = true;
  await cutting;
  await gate.shut();
});

test("where HTTP is blocked the backlog goes among the live records, at its pace", async () => {
  await edge.pass(300);
  const swallowing = net.createServer((socket) => socket.on("error", () => undefined).destroy());
  await new Promise<void>((resolve) => swallowing.listen(0, "127.0.0.1", resolve));
  const { port } = swallowing.address() as net.AddressInfo;
  edge.connect({ mqttUrl: cloud.url, httpUrl: `http://127.0.0.1:${port}`, kbitPerSecond: 20_000 });
  await expectComplete(600);
  swallowing.close();
  expect(await passages()).toBe(300);
});

test("without an HTTP address a backlog goes among the live records", async () => {
  await edge.pass(200);
  edge.connect({ mqttUrl: cloud.url, kbitPerSecond: 20_000 });
  await expectComplete(400);
});

test("one altered record goes to quarantine and is named; the rest arrives", async () => {
  const records = await edge.pass(250);
  const victim = records[220]!;
  const db = new Database(edge.file, { timeout: 5000 });
  const body = Buffer.from(victim.body!);
  body[body.indexOf("camera")]! ^= 1;
  db.prepare("UPDATE record SET body = ? WHERE stream = 'p' AND n = ?").run(body, victim.n);
  db.close();
  edge.connect({ mqttUrl: cloud.url, httpUrl: await cloud.httpUrl() });
  await expect.poll(async () => (await held()).have, patience).toEqual([[victim.n + 1, 500]]);
  expect((await held()).mark).toBe(victim.n - 1);
  expect(await quarantined()).toEqual([{ reason: "hashMismatch" }]);
  const { findings } = await proof();
  expect(findings).toEqual([{ kind: "hole", first: victim.n, last: victim.n }]);
  await edge.pass(1);
  await expect.poll(async () => (await held()).have, patience).toEqual([[victim.n + 1, 502]]);
});

/** What the server answers to a hand-made request. */
async function post(change: {
  path?: string;
  auth?: string;
  headers?: Record<string, string | number>;
  body?: Uint8Array;
  cutAfter?: number;
}): Promise<{ status: number; body: Record<string, unknown> }> {
  const records = edge.journal.read.range("p", 1, 10);
  const body = Buffer.from(change.body ?? gzipSync(encodeLeanBatch(records)));
  const request = http.request(
    (await cloud.httpUrl()) + (change.path ?? batchPath(lot.edgeId, "p", edge.journal.epoch)),
    {
      method: "POST",
      auth: change.auth ?? `${lot.edgeId}:${lot.password}`,
      headers: {
        "Content-Encoding": "gzip",
        "Content-Length": body.length,
        "Content-Digest": `sha-256=:${createHash("sha256").update(body).digest("base64")}:`,
        [batchHeaders.range]: "1-10",
        [batchHeaders.previousHash]: records[0]!.previousHash,
        [batchHeaders.hash]: records.at(-1)!.hash,
        [batchHeaders.form]: "lean",
        ...change.headers,
      },
    },
  );
  return new Promise((resolve, reject) => {
    request.once("error", reject);
    request.once("response", async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      resolve({ status: response.statusCode!, body: text ? JSON.parse(text) : {} });
    });
    if (change.cutAfter === undefined) request.end(body);
    else request.write(body.subarray(0, change.cutAfter), () => request.destroy(new Error("cut")));
  });
}

test("a batch is taken once, by nobody but its own edge, and only whole", async () => {
  await edge.pass(5);
  const other = await makeSampleLot(cloud.pool);
  const auth = `${other.edgeId}:${other.password}`;
  expect(await post({ auth })).toMatchObject({ status: 403, body: { why: "otherEdge" } });
  expect(await post({ auth: `${lot.edgeId}:wrong` })).toMatchObject({ status: 401 });
  expect(await post({ auth: "" })).toMatchObject({ status: 401 });
  expect(await post({ path: "/edge/v1/nobody/batch" })).toMatchObject({ status: 404 });
  await expect(post({ cutAfter: 100 })).rejects.toThrow("cut");
  expect(await held()).toEqual({ mark: 0, have: [] });
  // until the server has seen the cut, the next one is asked to wait
  let answer = await post({});
  while (answer.status === 429) answer = await post({});
  expect(answer).toMatchObject({ status: 200, body: { held: { mark: 10, have: [] }, refused: [] } });
  expect(await post({})).toMatchObject({ status: 409, body: { held: { mark: 10 } } });
  expect(await proof()).toMatchObject({ complete: true, last: 10 });
});

test("what is too large or not what it says is refused, and nothing of it is kept", async () => {
  await edge.pass(5);
  const garbage = Buffer.from("not gzip at all");
  expect(await post({ body: garbage })).toMatchObject({ status: 422, body: { why: "gzip" } });
  expect(await post({ headers: { "Content-Digest": `sha-256=:${"A".repeat(43)}=:` } })).toMatchObject({
    status: 422,
    body: { why: "digest" },
  });
  expect(await post({ headers: { [batchHeaders.hash]: "0".repeat(64) } })).toMatchObject({
    status: 422,
    body: { why: "chain" },
  });
  expect(await post({ headers: { [batchHeaders.range]: "1-9" } })).toMatchObject({
    status: 422,
    body: { why: "shape" },
  });
  expect(await post({ headers: { [batchHeaders.range]: "1-5000" } })).toMatchObject({ status: 413 });
  expect(await post({ headers: { [batchHeaders.range]: "9-1" } })).toMatchObject({ status: 400 });
  expect(await post({ body: gzipSync(Buffer.alloc(8 * 1024 * 1024)) })).toMatchObject({ status: 413 });
  expect(await post({ headers: { "Content-Encoding": "identity" } })).toMatchObject({ status: 415 });
  expect(await held()).toEqual({ mark: 0, have: [] });
  expect(await quarantined()).toEqual([]);
  expect(await post({})).toMatchObject({ status: 200 });
});

test("a body that never ends is given up, and others are served meanwhile", async () => {
  await edge.pass(5);
  const requestTimeoutMs = 700;
  const door = { ask: async () => "welcome" as const } as unknown as EdgeDoor;
  const place = { host: "127.0.0.1", port: 0, pool: cloud.pool, edges: new EdgeDirectory(cloud.pool), door };
  const documents = { readBlob: () => Promise.resolve(null) };
  const server = new EdgeHttp({ ...place, documents, onPassages: () => undefined, requestTimeoutMs });
  server.start();
  await expect.poll(() => server.port, patience).toBeGreaterThan(0);
  const slow = net.connect(server.port, "127.0.0.1");
  const ended = new Promise<string>((resolve) => {
    let text = "";
    slow.on("data", (chunk) => {
      text += chunk.toString();
    });
    slow.on("error", () => undefined).on("close", () => resolve(text));
  });
  const other = await makeSampleLot(cloud.pool);
  const records = edge.journal.read.range("p", 1, 10);
  const lines = [
    `POST ${batchPath(other.edgeId, "p", edge.journal.epoch)} HTTP/1.1`,
    "Host: x",
    `Authorization: Basic ${Buffer.from(`${other.edgeId}:x`).toString("base64")}`,
    "Content-Encoding: gzip",
    "Content-Length: 5000",
    `Content-Digest: sha-256=:${"A".repeat(43)}=:`,
    `${batchHeaders.range}: 1-10`,
    `${batchHeaders.previousHash}: ${records[0]!.previousHash}`,
    `${batchHeaders.hash}: ${records.at(-1)!.hash}`,
    `${batchHeaders.form}: lean`,
  ];
  slow.write(`${lines.join("\r\n")}\r\n\r\n`);
  const trickle = setInterval(() => slow.write("x"), 50);
  const at = performance.now();
  expect(await post({})).toMatchObject({ status: 200 });
  expect(performance.now() - at).toBeLessThan(requestTimeoutMs);
  expect(await ended).toMatch(/^(HTTP\/1.1 408|$)/);
  clearInterval(trickle);
  await server.stop();
});
