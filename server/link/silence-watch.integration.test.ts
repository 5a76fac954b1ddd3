import { afterAll, beforeEach, expect, test } from "vitest";
import type { Telemetry } from "#contracts/messages.ts";
import { inTransaction } from "./in-transaction.ts";
import { noteTelemetry } from "./note-telemetry.ts";
import { openPool } from "./open-pool.ts";
import { SilenceWatch } from "./silence-watch.ts";
import { makeSampleLot, type SampleLot } from "./testing/sample-lot.ts";

const pool = openPool(process.env.DATABASE_URL!, { name: "test", max: 2 });
const patience = { timeout: 5_000, interval: 20 };
let lot: SampleLot;
let isHearing: boolean;
let watch: SilenceWatch;

afterAll(() => pool.end());
beforeEach(async () => {
  lot = await makeSampleLot(pool);
  isHearing = true;
  const hearsSince = () => (isHearing ? performance.now() - 60_000 : performance.now() - 10_000);
  watch = new SilenceWatch({ pool, everyMs: 20, hearsSince });
});

async function lastHeard(secondsAgo: number): Promise<void> {
  const { operatorId, lotId, edgeId } = lot;
  await pool.query(
    `INSERT INTO edge_state (operator_id, lot_id, edge_id, online, link_id, state_at, telemetry_at)
     VALUES ($1, $2, $3, true, '0123456789abcdef', now() - interval '1 hour', now() - $4::integer * interval '1 second')`,
    [operatorId, lotId, edgeId, secondsAgo],
  );
}

async function isOnline(): Promise<boolean> {
  const { rows } = await pool.query("SELECT online FROM edge_state WHERE edge_id = $1", [lot.edgeId]);
  return rows[0].online;
}

const telemetry: Telemetry = {
  v: 1,
  at: 0,
  work: "deciding",
  bundle: null,
  backlog: { records: 0, oldestAt: null },
  clock: { offsetMs: 0, quality: "synced" },
  fsyncMs: 1,
  refusedObservations: {},
};

test("an edge that has been silent for most of a minute is offline, until it says something", async () => {
  await lastHeard(55);
  watch.start();
  await expect.poll(isOnline, patience).toBe(false);
  await inTransaction(pool, (sql) => noteTelemetry(sql, lot, telemetry));
  expect(await isOnline()).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await isOnline()).toBe(true);
  await watch.stop();
});

test("an edge that said something a moment ago is left alone, and all are while the cloud itself was deaf", async () => {
  await lastHeard(40);
  watch.start();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(await isOnline()).toBe(true);
  isHearing = false;
  await pool.query("UPDATE edge_state SET telemetry_at = now() - interval '10 minutes' WHERE edge_id = $1", [
    lot.edgeId,
  ]);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(await isOnline()).toBe(true);
  await watch.stop();
});

test("a good-bye is not taken back by telemetry that was said before it", async () => {
  await lastHeard(1);
  await pool.query("UPDATE edge_state SET online = false WHERE edge_id = $1", [lot.edgeId]);
  await inTransaction(pool, (sql) => noteTelemetry(sql, lot, telemetry));
  expect(await isOnline()).toBe(false);
});
