import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hostileSample } from "#contracts/testing/hostile-bytes.ts";
import { cameraHeartbeat, cameraMessage } from "../simulator/camera-message.ts";
import { TestLot, waitFor } from "../testing/test-lot.ts";

const seed = Number(process.env.LIFTGATE_FUZZ_SEED ?? Date.now() % 2 ** 31);
const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 150;
const bodyBytesMax = 8 * 1024 * 1024;
const lot = new TestLot();
let cars = 0;

beforeAll(async () => {
  process.stdout.write(`seed ${seed}\n`);
  // the hostile devices have an address of their own on this machine, as they would in a lot
  await lot.start({ change: { httpUrl: "http://127.0.0.1:9" } });
  for (const { cameras } of lot.config.lanes) cameras[0]!.sources.push("127.0.0.0/8");
  await lot.stopEdge();
  await lot.startEdge();
  await waitFor(() => lot.edge!.telemetry().work === "deciding", "the edge decides");
});
afterAll(() => lot.stop());

const counts = () => lot.edge!.telemetry().refusedObservations;
const refusedCount = () => Object.values(counts()).reduce((sum, count) => sum + count, 0);
const lanes = ["entry-1", "exit-1"] as const;
type LaneId = (typeof lanes)[number];

/** A car at the entry, let in: by its camera's answer, and by the barrier. */
async function pass(): Promise<void> {
  const openings = lot.openings.length;
  const { status, decision } = await lot.see("entry-1", `京A${String(10_000 + cars++)}`);
  expect([status, decision]).toEqual([200, "release"]);
  await waitFor(() => lot.openings.length > openings, "the barrier opens");
}

type Sent = { body: Uint8Array; headers?: http.OutgoingHttpHeaders; from?: string };

/** Status 0: the connection was ended without an answer. */
function send(lane: LaneId, { body, headers = {}, from = "127.0.0.2" }: Sent): Promise<number> {
  return new Promise((resolve) => {
    const options = { method: "POST", headers, agent: false, localAddress: from };
    const request = http.request(lot.cameraUrl(lane), options, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    request.on("error", () => resolve(0));
    request.end(body);
  });
}

function bodiesOf(kind: "decision") {
  const bodies = lot.cloud.bodies() as { kind: string; passageId: string; observation: { vendorEventId: string } }[];
  return bodies.filter((body) => body.kind === kind);
}

it("reads nothing wrong out of spoiled messages of either vendor, counts them, and lets cars in meanwhile", async () => {
  const memoryBefore = process.memoryUsage().rss;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  let [taken, refused] = [0, 0];
  for (const [index, lane] of lanes.entries()) {
    const camera = lot.config.lanes.find(({ id }) => id === lane)!.cameras[0]!;
    const sighting = { eventId: "spoiled-event", at: Date.now(), plate: null, confidence: 0, vehicle: "Sedan" };
    const real = [
      cameraMessage(camera, { ...sighting, hasPhotos: false }),
      cameraMessage(camera, sighting),
      cameraHeartbeat(camera, Date.now()),
    ];
    for (const [i, message] of real.entries()) {
      const spoiled = { sizes: [300_000, bodyBytesMax + 1], count: Math.ceil(runs / 3), seed: seed + index * 3 + i };
      for (const [at, body] of hostileSample([message.body], spoiled).entries()) {
        const status = await send(lane, { body, headers: { "Content-Type": message.contentType } });
        expect([200, 400, 413, 503, 0]).toContain(status);
        if (status === 200) taken++;
        else refused++;
        if (at % 15 === 0) await pass();
      }
    }
    const types = ["", "multipart/form-data", "multipart/mixed; boundary=", `multipart/x; boundary=${"b".repeat(300)}`];
    for (const type of [...types, "text/html; charset=utf-7", "multipart/form-data; boundary=-"])
      expect(await send(lane, { body: real[1]!.body, headers: { "Content-Type": type } })).toBe(400);
  }
  delay.disable();
  expect([taken > 0, refused > 0]).toEqual([true, true]);
  expect(refusedCount()).toBeGreaterThanOrEqual(refused);
  expect(counts().malformed).toBeGreaterThan(0);
  // a message is parsed in one go: what takes long there keeps every lane waiting
  expect(delay.max / 1e6).toBeLessThan(400);
  expect(process.memoryUsage().rss - memoryBefore).toBeLessThan(300 * 1024 * 1024);
  await expect.poll(() => fs.readdirSync(`${lot.folder}/rejected`).length).toBe(50);
}, 120_000);

it("takes messages made to be expensive in no time that a lane would notice", async () => {
  const nested = (open: string, close: string, count: number) => Buffer.from(open.repeat(count) + close.repeat(count));
  const alert = (inside: string) => Buffer.from(`<EventNotificationAlert>${inside}</EventNotificationAlert>`);
  const xml = { "Content-Type": "application/xml" };
  const parts = (count: number) =>
    `${Array.from({ length: count }, (_, i) => `--b\r\nContent-Disposition: form-data; name="${i}"\r\n\r\nx\r\n`).join("")}--b--\r\n`;
  const expensive: [LaneId, Buffer, Record<string, string>][] = [
    ["exit-1", nested("<a>", "</a>", 35_000), xml],
    ["exit-1", alert("<a/>".repeat(55_000)), xml],
    ["exit-1", alert(`<a ${'b="c" '.repeat(40_000)}/>`), xml],
    ["exit-1", alert("<![CDATA[".repeat(25_000)), xml],
    ["exit-1", alert("<!--".repeat(50_000)), xml],
    ["exit-1", Buffer.from(`<!DOCTYPE a [${'<!ENTITY b "&b;&b;">'.repeat(10_000)}]><a>&b;</a>`), xml],
    ["exit-1", Buffer.from(`<?xml ${" ".repeat(240_000)}`), xml],
    ["exit-1", alert("&lt;".repeat(60_000)), xml],
    ["entry-1", nested("[", "]", 120_000), { "Content-Type": "application/json" }],
    ["entry-1", Buffer.from(`{"hook":{},"data":{"results":${"9".repeat(200_000)}}}`), {}],
    ["entry-1", Buffer.from(parts(20_000)), { "Content-Type": "multipart/form-data; boundary=b" }],
    [
      "entry-1",
      Buffer.from(`--b\r\n${"X: y\r\n".repeat(300_000)}`),
      { "Content-Type": "multipart/form-data; boundary=b" },
    ],
    ["entry-1", Buffer.from("\r\n--".repeat(1_000_000)), { "Content-Type": "multipart/form-data; boundary=b" }],
  ];
  const slow: string[] = [];
  for (const [lane, body, headers] of expensive) {
    const at = performance.now();
    const status = await send(lane, { body, headers });
    const tookMs = performance.now() - at;
    expect([400, 413]).toContain(status);
    if (tookMs > 1_000) slow.push(`${body.subarray(0, 60).toString()} ${Math.round(tookMs)} ms`);
  }
  expect(slow).toEqual([]);
  await pass();
}, 60_000);

it("is kept from no camera by a device that opens connections, says nothing, or trickles", async () => {
  const before = counts();
  const { pathname } = new URL(lot.cameraUrl("exit-1"));
  const body = `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n`;
  const sockets = Array.from({ length: 300 }, (_, i) => {
    const to = { port: lot.edge!.port(), host: "127.0.0.1", localAddress: "127.0.0.3" };
    const socket = net.connect(to).on("error", () => undefined);
    socket.resume();
    // nothing at all, a head without end, a body without end, and what is not HTTP
    if (i % 4 === 1) socket.write(`POST ${pathname} HTTP/1.1\r\nHost: x\r\n`);
    if (i % 4 === 2) socket.write(body);
    if (i % 4 === 3) socket.write("\x16\x03\x01\x02\x00\r\n\r\n", "latin1");
    return socket;
  });
  const trickle = setInterval(() => {
    for (const [i, socket] of sockets.entries()) if (i % 4 === 1 || i % 4 === 2) socket.write("x");
  }, 50);
  await sleep(100);
  for (let i = 0; i < 5; i++) await pass();
  await waitFor(() => (counts().tooSlow ?? 0) > (before.tooSlow ?? 0), "slow messages are given up");
  await waitFor(() => sockets.every(({ destroyed }) => destroyed), "the connections end", 20_000);
  clearInterval(trickle);
  expect(counts().tooMany).toBeGreaterThanOrEqual(100);
  expect(counts().notHttp).toBeGreaterThan(0);
  await pass();
}, 60_000);

it("leaves heads that lie alone", async () => {
  const { pathname } = new URL(lot.cameraUrl("entry-1"));
  const heads = [
    `POST ${pathname} HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6`,
    `POST ${pathname} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3`,
    `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: -1`,
    `POST ${pathname} HTTP/9.9\r\nHost: x`,
    `POST ${pathname}\x00 HTTP/1.1\r\nHost: x`,
    `POST ${pathname} HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(40_000)}`,
    `CONNECT 10.0.0.1:80 HTTP/1.1\r\nHost: x`,
    `POST ${pathname} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade`,
    `POST ${pathname} HTTP/1.1\r\nHost: x\r\nExpect: the unexpected\r\nContent-Length: 0`,
    `POST http://10.0.0.1${pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 0`,
  ];
  const before = refusedCount();
  for (const head of heads) {
    await new Promise<void>((resolve) => {
      const socket = net.connect(lot.edge!.port(), "127.0.0.1", () => socket.write(`${head}\r\n\r\nabc`, "latin1"));
      socket.setTimeout(2_000, () => socket.destroy());
      socket.on("error", () => undefined).on("data", () => socket.destroy());
      socket.on("close", () => resolve());
    });
    await pass();
  }
  expect(refusedCount() - before).toBeGreaterThanOrEqual(6);
}, 60_000);

it("has brought every car to the cloud once, and nothing else in its name", async () => {
  await waitFor(() => lot.edge!.telemetry().backlog.records === 0, "all records are with the cloud");
  const decisions = bodiesOf("decision");
  expect(new Set(decisions.map(({ passageId }) => passageId)).size).toBe(decisions.length);
  expect(lot.cloud.held).toMatchObject({ mark: lot.journal().records("p").length, have: [] });
  expect(lot.openings.length).toBe(cars);
  expect(lot.fatal).toEqual([]);
});
