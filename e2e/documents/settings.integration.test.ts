import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { documentEntry } from "#contracts/document-entry.ts";
import type { EdgeSettings } from "#contracts/edge-settings.ts";
import { changeDocument } from "#server/documents/change-document.ts";
import { changeSettings } from "#server/documents/change-settings.ts";
import { inTransaction } from "#server/link/in-transaction.ts";
import { SharedLot } from "./shared-lot.ts";

const stuckMs = 1_500;
const patience = { timeout: 30_000, interval: 20 };
let lot: SharedLot;

vi.setConfig({ testTimeout: 90_000 });

beforeEach(async () => {
  lot = new SharedLot(process.env.DATABASE_URL!);
  await lot.start();
  await lot.publish(1);
  await lot.a.start();
  await expect.poll(() => lot.a.generation, patience).toBe(1);
});
afterEach(() => lot.stop());

const place = () => ({ operatorId: lot.operatorId, lotId: lot.lotId, edgeId: lot.a.id });
const set = (settings: EdgeSettings) => inTransaction(lot.cloud.pool, (sql) => changeSettings(sql, place(), settings));
const said = () => lot.a.edge?.telemetry().settings;
const inForce = (version: number, generation = 1) =>
  expect.poll(said, patience).toEqual({ generation, version, refused: null });

/** Is a car let in while the disk is stuck, or only when that is over? */
async function opensOnStuckDisk(plate: string): Promise<boolean> {
  const before = lot.openings.length;
  let [answer, during]: [Promise<unknown>, number] = [Promise.resolve(), before];
  await lot.a.whileDiskIsStuck(async () => {
    answer = lot.a.see("entry-1", plate);
    const end = performance.now() + stuckMs;
    while (performance.now() < end && during === before) {
      await sleep(20);
      during = lot.openings.length;
    }
  });
  await answer;
  await expect.poll(() => lot.openings.length, patience).toBe(before + 1);
  return during > before;
}

test("what is changed is in force at the next car, at the next start, and without the documents' file", async () => {
  expect(await opensOnStuckDisk("京A10001")).toBe(true);
  await set({ lanes: { "entry-1": { onJournalFailure: "wait" } }, telemetrySeconds: 2 });
  await inForce(1);
  expect(await opensOnStuckDisk("京A10002")).toBe(false);
  await lot.a.stop();
  lot.a.loseDocuments();
  await lot.a.start();
  expect(said()).toEqual({ generation: 1, version: 1, refused: null });
  expect(await opensOnStuckDisk("京A10003")).toBe(false);
  await set({});
  await inForce(2);
  expect(await opensOnStuckDisk("京A10004")).toBe(true);
  const [row] = await lot.cloud.rows("SELECT installed FROM edge_state WHERE edge_id = $1", [lot.a.id]);
  expect(row).toMatchObject({ installed: { backlogKbitPerSecond: 100_000, telemetrySeconds: 5 } });
});

test("what an edge cannot follow is refused with its reason and leaves what is in force, until it is put right", async () => {
  await set({ lanes: { "entry-1": { onJournalFailure: "wait" } } });
  await inForce(1);
  await set({ lanes: { "entry-9": { onJournalFailure: "openAndFlag" }, "entry-1": {} } });
  await expect.poll(said, patience).toMatchObject({ version: 1, refused: { version: 2, code: "noLane" } });
  await inTransaction(lot.cloud.pool, (sql) => {
    const line = documentEntry(lot.a.id, { telemetrySeconds: 3_600 }).line;
    return changeDocument(sql, { ...place(), name: "settings" }, [{ key: lot.a.id, line }]);
  });
  await expect.poll(said, patience).toMatchObject({ version: 1, refused: { version: 3, code: "unreadable" } });
  await lot.a.stop();
  await lot.a.start();
  await expect.poll(said, patience).toMatchObject({ version: 1, refused: { version: 3, code: "unreadable" } });
  expect(await opensOnStuckDisk("京A10001")).toBe(false);
  await set({ uplinks: { "5g": { isMetered: true } } });
  await expect.poll(said, patience).toMatchObject({ version: 1, refused: { version: 4, code: "noUplink" } });
  await set({ lanes: { "entry-1": { onJournalFailure: "openAndFlag" } } });
  await inForce(5);
  expect(await opensOnStuckDisk("京A10002")).toBe(true);
});

test("an older version is never in force again, whatever becomes of the documents' file", async () => {
  await set({ telemetrySeconds: 4 });
  await inForce(1);
  const old = await lot.a.keepDocuments();
  await set({ lanes: { "entry-1": { onJournalFailure: "wait" } } });
  await inForce(2);
  await lot.a.stop();
  old.putBack();
  await lot.cloud.stopBroker();
  await lot.a.start();
  await expect.poll(said, patience).toMatchObject({ version: 2, refused: { version: 1, code: "staleVersion" } });
  expect(await opensOnStuckDisk("京A10001")).toBe(false);
  await lot.cloud.startBroker();
  await inForce(2);
  // a cloud that came back from a backup begins a generation after the one that edges hold
  await lot.cloud.pool.query("UPDATE document SET version = 1 WHERE lot_id = $1 AND name = 'settings'", [lot.lotId]);
  await lot.cloud.pool.query("DELETE FROM document_delta WHERE lot_id = $1 AND version > 1", [lot.lotId]);
  await expect.poll(said, { ...patience, timeout: 40_000 }).toMatchObject({ generation: 2, version: 1, refused: null });
});

test("each edge of a lot takes what is meant for it alone", async () => {
  await lot.b.start();
  await set({ lanes: { "entry-1": { onJournalFailure: "wait" } } });
  await inForce(1);
  await expect
    .poll(() => lot.b.edge?.telemetry().settings, patience)
    .toEqual({ generation: 1, version: 1, refused: null });
});
