import { randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { acceptKeyList, trustedKeys } from "#contracts/key-list.ts";
import { refusePointer } from "#contracts/pointer.ts";
import { loadBundle } from "#engine/compile/load-bundle.ts";
import { pointSampleEdge, storeSampleBundle } from "./testing/sample-bundle.ts";
import { makeSampleLot, type SampleLot } from "./testing/sample-lot.ts";
import { TestCloud } from "./testing/test-cloud.ts";
import { TestEdge } from "./testing/test-edge.ts";
import { TestJournal } from "./testing/test-journal.ts";

const patience = { timeout: 20_000, interval: 20 };
let cloud: TestCloud;
let lot: SampleLot;
let edge: TestEdge;

beforeAll(async () => {
  cloud = new TestCloud(process.env.DATABASE_URL!);
  await cloud.startBroker();
  cloud.startIngest();
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  lot = await makeSampleLot(cloud.pool);
  edge = new TestEdge(cloud.url, lot.edgeId, lot.password);
});
afterEach(() => edge.leave());

async function publish(number: number, generation: number, sha256: string): Promise<string> {
  const rolloutId = randomUUID();
  await pointSampleEdge(cloud.pool, cloud.key, lot, { rolloutId, generation, number, sha256 });
  return rolloutId;
}

async function stepOf(rolloutId: string): Promise<string> {
  const rows = await cloud.rows<{ step: string }>("SELECT step FROM rollout_edge WHERE rollout_id = $1", [rolloutId]);
  return rows[0]!.step;
}

test("a publish reaches the edge as a signed pointer with the bundle, and its steps are noted", async () => {
  const bundle = await storeSampleBundle(cloud.pool, lot, { number: 1 });
  await edge.connect();
  const rolloutId = await publish(1, 1, bundle.sha256);
  await expect.poll(() => edge.desired.length, patience).toBeGreaterThan(0); // a retained pointer may come again
  const { pointer, gzip } = edge.desired[0]!;
  const keys = trustedKeys([cloud.key.publicKey]);
  expect(refusePointer(pointer, { edgeId: lot.edgeId, lotId: lot.lotId, current: 0, keys })).toBeNull();
  expect(loadBundle(new Uint8Array(gunzipSync(gzip))).sha256).toBe(bundle.sha256);
  await expect.poll(() => stepOf(rolloutId), patience).toBe("sent");
  for (const step of ["downloaded", "checked", "live"] as const) {
    await edge.report({ generation: 1, sha256: bundle.sha256, number: 1, step });
    await expect.poll(() => stepOf(rolloutId), patience).toBe(step);
  }
  await edge.report({ generation: 1, sha256: bundle.sha256, number: 1, step: "downloaded" });
  await edge.hello(new TestJournal(lot.edgeId, lot.lotId, "0123456789abcdef"));
  await expect.poll(() => edge.welcomes, patience).toHaveLength(1);
  expect(await stepOf(rolloutId)).toBe("live");
});

test("a refusal is noted with its reason; a report of other bytes is not believed", async () => {
  const bundle = await storeSampleBundle(cloud.pool, lot, { number: 1 });
  await edge.connect();
  const rolloutId = await publish(1, 1, bundle.sha256);
  await expect.poll(() => stepOf(rolloutId), patience).toBe("sent");
  await edge.report({ generation: 1, sha256: "0".repeat(64), number: 1, step: "live" });
  const reason = { code: "semantics", message: "semantics 9 is not known" };
  await edge.report({ generation: 1, sha256: bundle.sha256, number: 1, step: "refused", reason });
  await expect.poll(() => stepOf(rolloutId), patience).toBe("refused");
  expect(await cloud.rows("SELECT reason FROM rollout_edge WHERE rollout_id = $1", [rolloutId])).toEqual([{ reason }]);
});

test("an edge that comes later finds its document waiting, and a hello that tells of it closes the step", async () => {
  const first = await storeSampleBundle(cloud.pool, lot, { number: 1 });
  const second = await storeSampleBundle(cloud.pool, lot, { number: 2, hourMinor: 700 });
  const older = await publish(1, 1, first.sha256);
  const newer = await publish(2, 2, second.sha256);
  await expect.poll(() => stepOf(newer), patience).toBe("sent");
  await edge.connect();
  await expect.poll(() => edge.desired.at(-1)?.pointer.generation, patience).toBe(2);
  const running = { sha256: second.sha256, number: 2, generation: 2 };
  await edge.hello(new TestJournal(lot.edgeId, lot.lotId, "0123456789abcdef"), { bundle: running });
  await expect.poll(() => stepOf(newer), patience).toBe("live");
  expect(await stepOf(older)).toBe("replaced");
});

test("the keys to trust are retained too, signed", async () => {
  await storeSampleBundle(cloud.pool, lot, { number: 1 });
  await cloud.pool.query("SELECT pg_notify('liftgate_desired', '{}')");
  await edge.connect();
  await expect.poll(() => edge.keyLists.length, patience).toBeGreaterThan(0);
  const trusted = trustedKeys([cloud.key.publicKey]);
  expect(acceptKeyList(edge.keyLists[0]!, trusted, 0)).toEqual(trusted);
});

test("a broker that forgot everything gets every document again", async () => {
  const bundle = await storeSampleBundle(cloud.pool, lot, { number: 1 });
  const rolloutId = await publish(1, 1, bundle.sha256);
  await expect.poll(() => stepOf(rolloutId), patience).toBe("sent");
  await cloud.stopBroker();
  await cloud.startBroker();
  await edge.connect();
  await expect.poll(() => edge.desired.at(-1)?.pointer.sha256, patience).toBe(bundle.sha256);
  await expect.poll(() => edge.keyLists.length, patience).toBeGreaterThan(0);
});

test("an edge never gets another edge's document", async () => {
  const bundle = await storeSampleBundle(cloud.pool, lot, { number: 1 });
  const other = await makeSampleLot(cloud.pool);
  const stranger = new TestEdge(cloud.url, other.edgeId, other.password);
  await stranger.connect();
  await edge.connect();
  await publish(1, 1, bundle.sha256);
  await expect.poll(() => edge.desired.length, patience).toBeGreaterThan(0); // a retained pointer may come again
  expect(stranger.desired).toEqual([]);
  await stranger.leave();
});
