import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { photosPath, photoUploadId } from "#contracts/photo.ts";
import { makeSampleLot, type SampleLot } from "#server/link/testing/sample-lot.ts";
import { TcpGate } from "#server/link/testing/tcp-gate.ts";
import { TestCloud } from "#server/link/testing/test-cloud.ts";
import { photoFolder } from "#server/photos/photo-files.ts";
import { cannotMountTmpfs } from "./can-run.ts";
import { PhotoLot, pictureOf, sha256Of } from "./photo-lot.ts";

const cars = Number(process.env.LIFTGATE_PHOTO_CARS ?? 8);
const patience = { timeout: 120_000, interval: 100 };

let cloud: TestCloud;
let sample: SampleLot;
let lot: PhotoLot;
let gate: TcpGate;
/** Of another server than the gate's. */
let port: number | null = null;

beforeAll(async () => {
  cloud = new TestCloud(process.env.DATABASE_URL!);
  await cloud.startBroker();
  cloud.startIngest();
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  sample = await makeSampleLot(cloud.pool);
  lot = new PhotoLot(sample);
  gate = new TcpGate({ host: "127.0.0.1", port: Number(new URL(await cloud.httpUrl()).port) });
  await gate.open();
});
afterEach(async () => {
  await lot.stop();
  await gate.shut();
});

const startLot = (kbitPerSecond: number) =>
  lot.start({ mqttUrl: cloud.url, httpUrl: `http://127.0.0.1:${gate.port}`, kbitPerSecond });

/** Every file under its final name, with what it really holds. */
function filesHere(): Map<string, string> {
  const folder = path.join(photoFolder(process.env), sample.lotId);
  const entries = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => [entry.name, sha256Of(fs.readFileSync(path.join(entry.parentPath, entry.name)))]),
  );
}

const rowsHere = async () =>
  (
    await cloud.rows<{ sha256: string }>("SELECT sha256 FROM photo WHERE lot_id = $1 AND removed_at IS NULL", [
      sample.lotId,
    ])
  ).map(({ sha256 }) => sha256);

/** I17: at any moment a photo is whole or it is not there. */
async function expectWholeOrAbsent(): Promise<void> {
  for (const [name, sha256] of filesHere()) expect(sha256).toBe(name);
  for (const sha256 of await rowsHere()) expect(filesHere().has(sha256)).toBe(true);
}

function upload(method: string, sha256: string, options: RequestInit = {}, lotOf = sample): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${lotOf.edgeId}:${lotOf.password}`).toString("base64")}`;
  const url = `http://127.0.0.1:${port ?? gate.port}${photosPath}/${photoUploadId(sample.edgeId, sha256)}`;
  const headers = { authorization, "tus-resumable": "1.0.0", ...options.headers };
  return fetch(method === "POST" ? url.slice(0, url.lastIndexOf("/")) : url, { ...options, method, headers });
}

function begin(sha256: string, bytes: number): Promise<Response> {
  const pairs = { edgeId: sample.edgeId, sha256, kind: "scene", mediaType: "image/png" };
  const metadata = Object.entries(pairs).map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`);
  return upload("POST", sha256, { headers: { "upload-length": `${bytes}`, "upload-metadata": metadata.join(",") } });
}

function go(sha256: string, offset: number, body: Uint8Array): Promise<Response> {
  const headers = { "upload-offset": `${offset}`, "content-type": "application/offset+octet-stream" };
  return upload("PATCH", sha256, { headers, body: new Uint8Array(body) });
}

test(`T10: photos of ${cars} cars are whole or absent, and all there in the end, whatever is cut and killed`, async () => {
  await startLot(16_000);
  const twice = pictureOf(120_000);
  const sent = new Set<string>();
  let isOver = false;
  let cuts = 0;
  const trouble = (async () => {
    while (!isOver) {
      await sleep(randomInt(40, 400));
      await gate.shut();
      await sleep(randomInt(0, 80));
      await gate.open();
      cuts++;
      await expectWholeOrAbsent();
    }
  })();
  const restarts = (async () => {
    for (const _ of [1, 2]) {
      await sleep(1_500);
      await cloud.stopIngest();
      await expectWholeOrAbsent();
      cloud.startIngest();
      await cloud.httpUrl();
    }
  })();
  for (let car = 0; car < cars; car++) {
    const scene = car % 4 === 3 ? twice : pictureOf(randomInt(50_000, 900_000));
    const plate = pictureOf(randomInt(5_000, 40_000));
    await lot.see({ plate, scene });
    for (const picture of [plate, scene]) sent.add(sha256Of(picture));
    // the record is there; the photos may be in memory, half written, waiting or half sent
    if (car % 3 === 1) {
      await sleep(randomInt(0, 1_500));
      await lot.kill();
      await lot.run();
    }
  }
  await restarts;
  await sleep(1_000);
  isOver = true;
  await trouble;
  const named = () =>
    cloud.rows<{ sha256: string; lost: string | null }>("SELECT sha256, lost FROM passage_photo WHERE lot_id = $1", [
      sample.lotId,
    ]);
  await expect.poll(named, patience).toHaveLength(2 * cars);
  expect(new Set((await named()).map(({ sha256 }) => sha256))).toEqual(sent);
  await expect.poll(() => lot.held(), patience).toEqual({ rows: 0, files: 0 });
  // what a kill took from memory is told of; everything else is here
  const gone = async () => (await named()).filter(({ lost }) => lost !== null);
  const isTold = async () => {
    const known = new Set([...(await gone()).map(({ sha256 }) => sha256), ...(await rowsHere())]);
    return [...sent].every((sha256) => known.has(sha256));
  };
  await expect.poll(isTold, patience).toBe(true);
  const lost = await gone();
  expect(lost.every((photo) => photo.lost === "notWritten")).toBe(true);
  const here = new Set(await rowsHere());
  await expectWholeOrAbsent();
  expect([...filesHere().keys()].every((sha256) => sent.has(sha256))).toBe(true);
  console.log(`${sent.size} photos, ${cuts} cuts, 2 restarts of the cloud, lost at a kill: ${lost.length}`);
  expect(cuts).toBeGreaterThan(5);
  expect(here.size).toBeGreaterThan(sent.size / 4);
}, 180_000);

test("an upload that is not what its name says is thrown away, and the right one is taken after it", async () => {
  const picture = pictureOf(30_000);
  const sha256 = sha256Of(picture);
  expect((await begin(sha256, picture.length)).status).toBe(201);
  expect((await begin(sha256, picture.length)).status).toBe(409);
  const wrong = Buffer.from(picture);
  wrong[20_000]! ^= 1;
  expect((await go(sha256, 0, wrong.subarray(0, 25_000))).status).toBe(204);
  expect((await go(sha256, 3, wrong.subarray(25_000))).status).toBe(409);
  expect((await upload("HEAD", sha256)).headers.get("upload-offset")).toBe("25000");
  expect((await go(sha256, 25_000, wrong.subarray(25_000))).status).toBe(422);
  expect(await rowsHere()).toEqual([]);
  expect((await upload("HEAD", sha256)).status).toBe(404);
  expect((await begin(sha256, picture.length)).status).toBe(201);
  expect((await go(sha256, 0, picture)).status).toBe(204);
  expect(await rowsHere()).toEqual([sha256]);
  const done = await upload("HEAD", sha256);
  expect([done.status, done.headers.get("upload-offset")]).toEqual([200, "30000"]);
  expect((await begin(sha256, picture.length)).status).toBe(409);
  await expectWholeOrAbsent();
});

test("nobody uploads for another, nor what is no picture, nor what is too large", async () => {
  const picture = pictureOf(2_000);
  const sha256 = sha256Of(picture);
  const other = await makeSampleLot(cloud.pool);
  await begin(sha256, picture.length);
  expect((await upload("HEAD", sha256, {}, other)).status).toBe(403);
  expect((await upload("HEAD", sha256, {}, { ...sample, password: "not the password" })).status).toBe(401);
  expect((await upload("DELETE", sha256)).status).toBe(405);
  expect((await begin("b".repeat(64), 7 * 1024 * 1024)).status).toBe(413);
  expect((await begin("..%2f..%2fetc", 100)).status).toBe(400);
  const text = Buffer.from("<svg onload='alert(1)'/>");
  await begin(sha256Of(text), text.length);
  expect((await go(sha256Of(text), 0, text)).status).toBe(415);
  expect(await rowsHere()).toEqual([]);
});

const noTmpfs = cannotMountTmpfs();

test.skipIf(noTmpfs !== null)(
  `a disk of the cloud that is full costs no photo and shows no half of one${noTmpfs === null ? "" : ` (skipped: ${noTmpfs})`}`,
  async () => {
    const server = await startOnSmallDisk();
    port = server.port;
    const [first, second, third] = [pictureOf(200_000), pictureOf(400_000), pictureOf(1_000)];
    const [a, b, c] = [first, second, third].map(sha256Of) as [string, string, string];
    await begin(a, first.length);
    expect((await go(a, 0, first)).status).toBe(204);
    expect((await begin(b, second.length)).status).toBe(201);
    await go(b, 0, second.subarray(0, 50_000));
    await server.ask("fill");
    expect((await go(b, 50_000, second.subarray(50_000))).status).toBeGreaterThanOrEqual(500);
    expect((await begin(c, third.length)).status).toBe(503);
    const half = Number((await upload("HEAD", b)).headers.get("upload-offset"));
    expect(half).toBeLessThan(second.length);
    expect(await rowsHere()).toEqual([a]);
    await server.ask("free");
    expect((await go(b, half, second.subarray(half))).status).toBe(204);
    expect((await rowsHere()).sort()).toEqual([a, b].sort());
    for (const [sha256, { length }] of [
      [a, first],
      [b, second],
    ] as const)
      expect(await server.ask(`read ${sample.lotId} ${sample.edgeId} ${sha256}`)).toMatchObject({ bytes: length });
    await server.stop();
  },
  60_000,
);

/** The cloud's door for photos, as a process on a tmpfs of two megabytes. */
async function startOnSmallDisk() {
  const script = `d=$(mktemp -d) && mount -t tmpfs -o size=2m tmpfs "$d" && PHOTOS=$d exec "$NODE" --import tsx "$PROCESS"`;
  const PROCESS = fileURLToPath(new URL("./photo-server-process.ts", import.meta.url));
  const env = { ...process.env, NODE: process.execPath, PROCESS };
  const child = spawn("unshare", ["-Urm", "sh", "-c", script], { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const next = async () => {
    for (;;) {
      const [line] = (await once(lines, "line")) as [string];
      const said = JSON.parse(line) as { said?: boolean; port?: number };
      if (said.said === true) return said;
    }
  };
  const { port: at } = await next();
  return {
    port: at!,
    ask: async (line: string) => {
      const answer = next();
      child.stdin.write(`${line}\n`);
      return answer;
    },
    stop: async () => {
      port = null;
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}

test("an edge can leave only so many photos that no record names", async () => {
  let refused = 0;
  for (let at = 0; at < 70; at++) {
    const picture = pictureOf(200);
    const begun = await begin(sha256Of(picture), picture.length);
    if (begun.status === 429) refused++;
    else await go(sha256Of(picture), 0, picture);
  }
  expect(refused).toBe(6);
  expect(await rowsHere()).toHaveLength(64);
});
