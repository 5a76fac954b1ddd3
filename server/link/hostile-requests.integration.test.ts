import { createHash } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batchHeaders, batchPath, encodeLeanBatch } from "#contracts/batch.ts";
import { limits } from "#contracts/limits.ts";
import { photosPath, photoUploadId } from "#contracts/photo.ts";
import { hostileSample } from "#contracts/testing/hostile-bytes.ts";
import { toBytes } from "#contracts/text.ts";
import { PhotoDoor } from "../photos/photo-door.ts";
import { PhotoFiles, photoFolder } from "../photos/photo-files.ts";
import { verifyStoredStream } from "../report/verify-stored-stream.ts";
import { findCredentialHash } from "./edge-credential.ts";
import { EdgeDirectory } from "./edge-directory.ts";
import { EdgeDoor } from "./edge-door.ts";
import { EdgeHttp } from "./edge-http.ts";
import { inTransaction } from "./in-transaction.ts";
import { makeSampleLot, type SampleLot } from "./testing/sample-lot.ts";
import { TestCloud } from "./testing/test-cloud.ts";
import { TestJournal } from "./testing/test-journal.ts";

const seed = Number(process.env.LIFTGATE_FUZZ_SEED ?? Date.now() % 2 ** 31);
const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 60;
const epoch = "0123456789abcdef";
const patience = { timeout: 20_000, interval: 20 };
const requestTimeoutMs = 2_000;
const gif = Buffer.from("GIF89a not a picture that anybody wants");
let cloud: TestCloud;
let server: EdgeHttp;
let own: SampleLot;
let other: SampleLot;

beforeAll(async () => {
  process.stdout.write(`seed ${seed}\n`);
  cloud = new TestCloud(process.env.DATABASE_URL!);
  [own, other] = [await makeSampleLot(cloud.pool), await makeSampleLot(cloud.pool)];
  const { pool } = cloud;
  server = new EdgeHttp({
    ...{ host: "127.0.0.1", port: 0, pool, edges: new EdgeDirectory(pool), requestTimeoutMs },
    door: new EdgeDoor({ findHash: (edgeId) => findCredentialHash(pool, edgeId) }),
    documents: { readBlob: () => Promise.resolve(null) },
    photos: new PhotoDoor({ pool, files: new PhotoFiles(photoFolder(process.env)) }),
    onPassages: () => undefined,
  });
  server.start();
  while (server.port === 0) await sleep(5);
});
afterAll(async () => {
  await server.stop();
  await cloud.stop();
});

type Sent = { method?: string; path: string; headers?: http.OutgoingHttpHeaders; body?: Uint8Array; auth?: string };
type Answered = { status: number; headers: http.IncomingHttpHeaders; text: string };

/** Status 0: the connection was ended without an answer. */
function send({ method = "POST", path: to, headers = {}, body, auth }: Sent): Promise<Answered> {
  return new Promise((resolve) => {
    const nothing = { status: 0, headers: {}, text: "" };
    const place = { host: "127.0.0.1", port: server.port, agent: false, auth: auth ?? `${own.edgeId}:${own.password}` };
    const request = http.request({ ...place, method, path: to, headers }, async (response) => {
      response.setEncoding("utf8");
      let text = "";
      try {
        for await (const chunk of response as AsyncIterable<string>) text += chunk;
      } catch {
        resolve(nothing);
      }
      resolve({ status: response.statusCode!, headers: response.headers, text });
    });
    request.on("error", () => resolve(nothing));
    request.setTimeout(10_000, () => request.destroy());
    request.end(body);
  });
}

/** Batches of one edge, each of five passages that no other batch carries. */
class Sender {
  readonly journal: TestJournal;

  constructor(readonly lot: SampleLot) {
    this.journal = new TestJournal(lot.edgeId, lot.lotId, epoch);
  }

  batch(): Required<Pick<Sent, "path" | "headers" | "body" | "auth">> {
    const { lot, journal } = this;
    const first = journal.frames.length + 1;
    for (let i = 0; i < 5; i++) journal.decide();
    const records = journal.frames.slice(first - 1);
    const headers = {
      "Content-Encoding": "gzip",
      [batchHeaders.range]: `${first}-${first + 4}`,
      [batchHeaders.previousHash]: records[0]!.previousHash,
      [batchHeaders.hash]: records.at(-1)!.hash,
      [batchHeaders.form]: "lean",
    };
    const body = gzipSync(encodeLeanBatch(records));
    const auth = `${lot.edgeId}:${lot.password}`;
    return { path: batchPath(lot.edgeId, "p", epoch), headers: { ...headers, ...digestOf(body) }, body, auth };
  }

  async good(): Promise<void> {
    const batch = this.batch();
    for (;;) {
      const { status } = await send(batch);
      if (status !== 429) return expect([200, 409]).toContain(status);
      await sleep(20); // the edge's request before this one is not over yet
    }
  }

  async expectAll(): Promise<void> {
    const { operatorId, lotId, edgeId } = this.lot;
    const key = { operatorId, lotId, edgeId, stream: "p" as const, epoch };
    const proof = await inTransaction(cloud.pool, (sql) => verifyStoredStream(sql, key));
    const last = this.journal.frames.length;
    expect(proof).toMatchObject({ complete: true, first: 1, last, count: last, headHash: this.journal.last!.hash });
  }
}

function digestOf(body: Uint8Array) {
  return { "Content-Digest": `sha-256=:${createHash("sha256").update(body).digest("base64")}:` };
}

const total = () => Object.values(server.refused()).reduce((sum, count) => sum + count, 0);

test("spoiled batches are refused and counted, and good ones are taken around them, once", async () => {
  const [sender, bystander] = [new Sender(own), new Sender(other)];
  await sender.good();
  const real = sender.batch();
  const before = total();
  const lines = encodeLeanBatch(sender.journal.frames.slice(5));
  const bodies = [
    // spoiled after packing: cut and flipped gzip; spoiled before: whole gzip of what is no batch
    ...hostileSample([real.body], { sizes: [limits.batchGzipBytesMax + 1], count: runs, seed }),
    ...hostileSample([lines], { sizes: [limits.batchBytesMax + 1], count: runs, seed: seed + 1 }).map((bytes) =>
      gzipSync(bytes),
    ),
    gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 }),
  ];
  const memoryBefore = process.memoryUsage().rss;
  for (const [i, body] of bodies.entries()) {
    const headers = { ...real.headers, [batchHeaders.hash]: "0".repeat(64), ...digestOf(body) };
    const { status } = await send({ ...real, body, headers });
    expect([400, 413, 422, 429, 0]).toContain(status);
    if (i % 12 === 0) await bystander.good();
  }
  await expect.poll(() => total() - before, patience).toBeGreaterThanOrEqual(bodies.length);
  // with the right hash: what unpacks to the very same bytes may be taken, and nothing else
  for (const body of bodies) {
    const { status } = await send({ ...real, body, headers: { ...real.headers, ...digestOf(body) } });
    expect([200, 409, 400, 413, 422, 429, 0]).toContain(status);
  }
  expect(process.memoryUsage().rss - memoryBefore).toBeLessThan(300 * 1024 * 1024);
  const { status } = await send(real);
  expect([200, 409]).toContain(status);
  await Promise.all([sender.good(), bystander.good()]);
  await Promise.all([sender.expectAll(), bystander.expectAll()]);
}, 60_000);

test("headers, lengths and addresses that lie are refused, and cost the next request nothing", async () => {
  const sender = new Sender({ ...own });
  const real = sender.batch();
  const texts = hostileSample(
    Object.values(real.headers).map((value) => toBytes(String(value))),
    { sizes: [10_000], count: runs, seed },
  );
  const names = [...Object.keys(real.headers), "Authorization", "Content-Length", "Transfer-Encoding", "Range"];
  for (const [i, bytes] of texts.entries()) {
    const value = Buffer.from(bytes)
      .toString("latin1")
      .replace(/[^\t\x20-\x7e\x80-\xff]/g, "?");
    const name = names[i % names.length]!;
    const head = Object.entries({ Host: "x", ...real.headers, [name]: value }).map(([key, text]) => `${key}: ${text}`);
    await raw(`POST ${real.path} HTTP/1.1\r\n${head.join("\r\n")}\r\n\r\nxxxx`, 300);
  }
  for (const to of ["/", "*", "//", "/edge/v1/../../etc/passwd", `${real.path}/..`, "/edge/v1/%00", "x".repeat(9_000)])
    await raw(`POST ${to} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`, 300);
  await raw(`POST ${real.path} HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde`, 300);
  await raw("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 300);
  const bystander = new Sender(await makeSampleLot(cloud.pool));
  await bystander.good();
  await bystander.expectAll();
  expect(server.refused()).toMatchObject({ credentials: expect.any(Number), path: expect.any(Number) });
  expect(server.refused().HPE_HEADER_OVERFLOW).toBeGreaterThan(0);
});

test("heads and bodies that trickle in and connections without a word end in time, and others are served meanwhile", async () => {
  const bystander = new Sender(await makeSampleLot(cloud.pool));
  const before = server.refused().ERR_HTTP_REQUEST_TIMEOUT ?? 0;
  const slow = new Sender(await makeSampleLot(cloud.pool)).batch();
  const credentials = `Authorization: Basic ${Buffer.from(slow.auth).toString("base64")}`;
  const heads = Object.entries(slow.headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`POST ${slow.path} HTTP/1.1`, "Host: x", credentials, ...heads, "Content-Length: 400000"].join("\r\n");
  const sockets = Array.from({ length: 300 }, (_, i) => {
    const socket = net.connect(server.port, "127.0.0.1").on("error", () => undefined);
    // a head without end, a body without end, and nothing at all
    if (i % 3 === 0) socket.write("POST /edge/v1/files HTTP/1.1\r\nHost: x\r\n");
    if (i % 3 === 1) socket.write(`${head}\r\n\r\n`);
    return socket;
  });
  const trickle = setInterval(() => {
    for (const [i, socket] of sockets.entries()) if (i % 3 < 2) socket.write(i % 3 === 0 ? "X-A: b\r\n" : "x");
  }, 100);
  const at = performance.now();
  for (let i = 0; i < 5; i++) await bystander.good();
  expect(performance.now() - at).toBeLessThan(requestTimeoutMs + 1_000);
  await expect.poll(() => sockets.every(({ destroyed }) => destroyed), patience).toBe(true);
  clearInterval(trickle);
  await expect
    .poll(() => server.refused().ERR_HTTP_REQUEST_TIMEOUT ?? 0, patience)
    .toBeGreaterThanOrEqual(before + 100);
  await bystander.expectAll();
}, 60_000);

test("uploads that lie about length, name, type or owner leave nothing behind, and a good photo arrives", async () => {
  const png = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(2_000, 7)]);
  const sha256 = createHash("sha256").update(png).digest("hex");
  const theirs = `${photosPath}/${photoUploadId(other.edgeId, sha256)}`;
  const mine = `${photosPath}/${photoUploadId(own.edgeId, sha256)}`;
  const tus = { "Tus-Resumable": "1.0.0" };
  const said = (edgeId: string, digest = sha256) =>
    Object.entries({ edgeId, sha256: digest, kind: "scene", mediaType: "image/png" })
      .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
      .join(",");
  const begin = (headers: http.OutgoingHttpHeaders) => send({ path: photosPath, headers: { ...tus, ...headers } });
  const statuses = async (requests: Promise<Answered>[]) => (await Promise.all(requests)).map(({ status }) => status);
  const wrong = await statuses([
    begin({ "Upload-Length": png.length, "Upload-Metadata": said(other.edgeId) }),
    begin({ "Upload-Length": png.length, "Upload-Metadata": `${said(own.edgeId)},edgeId ${btoa(other.edgeId)}` }),
    begin({ "Upload-Length": limits.photoBytesMax + 1, "Upload-Metadata": said(own.edgeId) }),
    begin({ "Upload-Length": -1, "Upload-Metadata": said(own.edgeId) }),
    begin({ "Upload-Length": 0, "Upload-Metadata": said(own.edgeId) }),
    begin({ "Upload-Length": "1e3x", "Upload-Metadata": said(own.edgeId) }),
    begin({ "Upload-Defer-Length": 1, "Upload-Metadata": said(own.edgeId) }),
    begin({ "Upload-Length": 10, "Upload-Metadata": said(own.edgeId, `../../${"a".repeat(58)}`) }),
    begin({ "Upload-Length": 10, "Upload-Metadata": "__proto__ e30=" }),
    send({ method: "DELETE", path: mine, headers: tus }),
    send({ method: "PATCH", path: theirs, headers: { ...tus, "Upload-Offset": 0 }, body: png }),
    send({ path: photosPath, headers: { ...tus, "X-HTTP-Method-Override": "DELETE" } }),
  ]);
  expect(wrong).toEqual([400, 400, 413, 400, 400, 400, 400, 400, 400, 405, 403, 400]);
  const patch = (headers: http.OutgoingHttpHeaders, body: Uint8Array) =>
    send({ method: "PATCH", path: mine, headers: { ...tus, ...patchType, ...headers }, body });
  const patchType = { "Content-Type": "application/offset+octet-stream" };
  // a name that is not that of the bytes, bytes beyond the length, an offset of the future, another type, noise
  const liar = createHash("sha256").update(gif).digest("hex");
  expect((await begin({ "Upload-Length": gif.length, "Upload-Metadata": said(own.edgeId, liar) })).status).toBe(201);
  const to = `${photosPath}/${photoUploadId(own.edgeId, liar)}`;
  const whole = { method: "PATCH", path: to, headers: { ...tus, ...patchType, "Upload-Offset": 0 }, body: gif };
  expect((await send(whole)).status).toBe(415);
  expect((await begin({ "Upload-Length": png.length, "Upload-Metadata": said(own.edgeId) })).status).toBe(201);
  expect((await patch({ "Upload-Offset": 900 }, png)).status).toBe(409);
  expect((await patch({ "Upload-Offset": 0, "Content-Type": "text/plain" }, png)).status).toBe(400);
  expect((await patch({ "Upload-Offset": "NaN" }, png)).status).toBe(400);
  const noise = hostileSample([png], { sizes: [png.length + 1, limits.photoBytesMax + 1], count: runs, seed });
  for (const bytes of noise) {
    const from = Number((await send({ method: "HEAD", path: mine, headers: tus })).headers["upload-offset"] ?? -1);
    const { status } = await patch({ "Upload-Offset": from }, bytes);
    expect([204, 400, 404, 409, 413, 422, 0]).toContain(status);
  }
  await expect
    .poll(async () => {
      // whatever is left of the noise: to its end, which is refused, and then from the start
      await begin({ "Upload-Length": png.length, "Upload-Metadata": said(own.edgeId) });
      const { headers } = await send({ method: "HEAD", path: mine, headers: tus });
      const from = Number(headers["upload-offset"] ?? 0);
      await patch({ "Upload-Offset": from }, png.subarray(from));
      return (
        await cloud.rows("SELECT bytes::int FROM photo WHERE sha256 = $1 AND stored_at IS NOT NULL", [sha256])
      ).at(0);
    }, patience)
    .toEqual({ bytes: png.length });
  const file = path.join(photoFolder(process.env), own.lotId, own.edgeId, sha256.slice(0, 2), sha256);
  expect(fs.readFileSync(file).equals(png)).toBe(true);
  expect(fs.existsSync(path.join(photoFolder(process.env), other.lotId))).toBe(false);
  const left = fs.readdirSync(path.join(photoFolder(process.env), "uploads"));
  expect(left.filter((name) => name.includes(own.edgeId) || name.includes(other.edgeId))).toEqual([]);
  expect(server.refused()).toMatchObject({ "photo 400": expect.any(Number), "photo 403": 1, "photo 415": 1 });
}, 60_000);

/** Bytes as they are; what the server does with the connection is its own affair. */
function raw(text: string, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(server.port, "127.0.0.1", () => socket.write(text, "latin1"));
    const end = () => {
      socket.destroy();
      resolve();
    };
    socket.setTimeout(patienceMs, end);
    socket.once("data", end).on("error", end).on("close", end);
  });
}
