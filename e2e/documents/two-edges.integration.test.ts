import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetSession } from "#server/documents/forget-session.ts";
import { inTransaction } from "#server/link/in-transaction.ts";
import { SharedLot } from "./shared-lot.ts";

const patience = { timeout: 40_000, interval: 20 };
const staleMs = 6 * 60_000;
/** Sooner it would be the same car, read again. */
const reReadMs = 15_000;
/** More than two clocks of edges differ on the busiest machine. */
const laterMs = 60_000;
let lot: SharedLot;

vi.setConfig({ testTimeout: 120_000 });

beforeEach(async () => {
  lot = new SharedLot(process.env.DATABASE_URL!);
  await lot.start();
});
afterEach(() => lot.stop());

async function startBoth(): Promise<void> {
  await lot.a.start();
  await lot.b.start();
  await expect.poll(() => [lot.a.generation, lot.b.generation], patience).toEqual([1, 1]);
  await expect.poll(() => knows("京B00000"), patience).toBe(false);
}

/** What B takes for true of a car that is not inside, once it has a copy: false, else unknown. */
async function knows(plate: string): Promise<unknown> {
  if (lot.b.version() === null) return null;
  const { passageId } = await lot.b.see("exit-2", plate);
  return lot.b.decision(passageId).facts["session.open"];
}

test("a car comes in at one edge and leaves at the other: the link is up", async () => {
  await lot.publish(1);
  await startBoth();
  const entry = await lot.a.see("entry-1", "京A41408");
  const cameAt = performance.now();
  await expect.poll(() => lot.openInCloud(), patience).toEqual([entry.passageId]);
  await expect.poll(() => lot.b.version(), patience).toBe(1);
  expect(performance.now() - cameAt).toBeLessThan(5_000); // a busy machine; quiet, it is a tenth of a second
  const exit = await lot.b.see("exit-2", "京A41408");
  expect(exit.decision).toBe("release");
  const record = lot.b.decision(exit.passageId);
  expect(record).toMatchObject({
    sessionId: entry.passageId,
    facts: { "session.open": true, "session.id": entry.passageId, "fee.due": 0 },
    decision: { ruleId: "nothing-due" },
  });
  await expect.poll(() => lot.openInCloud(), patience).toEqual([]);
  // A hears that its car has left, so it may come in again and is a new stay; and B does not find the old one
  await expect.poll(() => lot.a.version(), patience).toBe(2);
  const again = await lot.a.see("exit-1", "京A41408");
  expect(lot.a.decision(again.passageId).facts["session.open"]).toBe(false);
  expect(await lot.anomalies()).toEqual([]);
});

test("the stay is priced by the tariff under which it began, fetched where that edge never ran it", async () => {
  const first = await lot.publish(1, { hourMinor: 300, freeMinutes: 0 }, [lot.a]);
  await lot.publish(2, { hourMinor: 900, freeMinutes: 0 }, [lot.b]);
  await lot.a.start();
  await lot.b.start();
  await expect.poll(() => [lot.a.generation, lot.b.generation], patience).toEqual([1, 2]);
  await expect.poll(() => lot.b.version(), patience).not.toBeNull();
  await lot.a.see("entry-1", "京A41408");
  await expect.poll(() => lot.b.hasBundle(first), patience).toBe(true);
  const exit = await lot.b.see("exit-2", "京A41408");
  expect(exit.decision).toBe("requestPayment");
  expect(lot.b.decision(exit.passageId)).toMatchObject({
    quote: { feeMinor: 300 },
    stay: { tariffSha256: first },
    bundle: { number: 2 },
  });
});

test("an old copy and a link that is down read as unknown, the manager's rule lets the car out, and all comes together later", async () => {
  await lot.publish(1);
  await startBoth();
  const known = await lot.a.see("entry-1", "京A41408");
  await expect.poll(() => lot.b.version(), patience).toBe(1);
  // the cloud falls silent, the broker stays: the copy only grows old
  await lot.cloud.stopIngest();
  const late = await lot.a.see("entry-1", "京A51508");
  const stillFresh = await lot.b.see("exit-2", "京A61608");
  expect(lot.b.decision(stillFresh.passageId).facts["session.open"]).toBe(false);
  lot.b.aheadMs += staleMs;
  const exits = [await lot.b.see("exit-2", "京A41408"), await lot.b.see("exit-2", "京A51508")];
  for (const { passageId, decision } of exits) {
    expect(decision).toBe("release");
    expect(lot.b.decision(passageId)).toMatchObject({
      facts: { "session.open": null },
      quote: null,
      decision: { ruleId: "offline-exit", reason: "offline" },
    });
  }
  // the copy still tells which stay it was, so that nothing has to be guessed later
  expect(exits.map(({ passageId }) => lot.b.decision(passageId).sessionId)).toEqual([known.passageId, null]);
  // now nobody hears anybody
  await lot.cloud.stopBroker();
  const dark = await lot.a.see("entry-1", "京A71708");
  const out = await lot.b.see("exit-2", "京A71708");
  expect(lot.b.decision(out.passageId)).toMatchObject({ decision: { ruleId: "offline-exit" } });
  await lot.cloud.startBroker();
  lot.startIngest();
  await expect.poll(() => lot.openInCloud(), patience).toEqual([late.passageId, dark.passageId].sort());
  const inside = await lot.a.see("exit-1", "京A41408");
  expect(inside.decision).not.toBeNull();
  await expect
    .poll(async () => lot.a.decision((await lot.a.see("exit-1", "京A41409")).passageId).facts, patience)
    .toMatchObject({ "session.open": false });
});

test("an edge of which the cloud has not heard for long makes the others unsure", async () => {
  await lot.publish(1);
  await startBoth();
  await lot.a.stop();
  await lot.cloud.pool.query("UPDATE edge_state SET telemetry_at = now() - interval '10 minutes' WHERE edge_id = $1", [
    lot.a.id,
  ]);
  await expect.poll(() => knows("京B11111"), patience).toBeNull();
});

test("one car at two edges at once: the cloud takes the later entry and the earlier end, and tells a person", async () => {
  await lot.publish(1);
  await startBoth();
  await lot.cloud.stopBroker();
  const atA = await lot.a.see("entry-1", "京A41408");
  lot.b.aheadMs += laterMs;
  const atB = await lot.b.see("entry-2", "京A41408");
  expect([atA.decision, atB.decision]).toEqual(["release", "release"]);
  await lot.cloud.startBroker();
  await expect.poll(() => lot.openInCloud(), patience).toEqual([atB.passageId]);
  await expect.poll(() => lot.anomalies(), patience).toEqual(["sessionOpenedTwice"]);
  // A's stay of that plate is over; the one at B is the car's, and A knows it as soon as it has the cloud's list
  await expect.poll(async () => lot.a.version() === (await lot.versionInCloud()), patience).toBe(true);
  const exit = await lot.a.see("exit-1", "京A41408");
  expect(lot.a.decision(exit.passageId)).toMatchObject({ sessionId: atB.passageId });
  await expect.poll(() => lot.openInCloud(), patience).toEqual([]);
});

test("one stay that ends at both edges while they do not hear of each other ends once, and is told", async () => {
  await lot.publish(1);
  await startBoth();
  const entry = await lot.a.see("entry-1", "京A41408");
  await expect.poll(() => lot.b.version(), patience).toBe(1);
  await lot.cloud.stopBroker();
  lot.b.aheadMs += laterMs;
  const ends = [await lot.a.see("exit-1", "京A41408"), await lot.b.see("exit-2", "京A41408")];
  expect(ends.map(({ decision }) => decision)).toEqual(["release", "release"]);
  await lot.cloud.startBroker();
  await expect.poll(() => lot.anomalies(), patience).toEqual(["sessionEndedTwice"]);
  expect(await lot.openInCloud()).toEqual([]);
  const [row] = await lot.cloud.rows<{ ended_by: string }>("SELECT ended_by FROM lot_session WHERE id = $1", [
    entry.passageId,
  ]);
  expect(row!.ended_by).toBe(ends[0]!.passageId);
});

test("what ended here stays ended over a restart, before the cloud's list has heard of it", async () => {
  await lot.publish(1);
  await startBoth();
  await lot.a.see("entry-1", "京A41408");
  await expect.poll(() => lot.b.version(), patience).toBe(1);
  await lot.cloud.stopBroker();
  expect((await lot.b.see("exit-2", "京A41408")).decision).toBe("release");
  await lot.b.stop();
  lot.b.aheadMs += reReadMs;
  await lot.b.start();
  const again = await lot.b.see("exit-2", "京A41408");
  expect(lot.b.decision(again.passageId).sessionId).toBeNull();
  await lot.cloud.startBroker();
  await expect.poll(() => lot.openInCloud(), patience).toEqual([]);
});

test("a stay whose plate has been erased is on no list any more", async () => {
  await lot.publish(1);
  await startBoth();
  const { passageId } = await lot.a.see("entry-1", "京A41408");
  await expect.poll(() => lot.b.version(), patience).toBe(1);
  const key = { operatorId: lot.operatorId, lotId: lot.lotId, passageId };
  await inTransaction(lot.cloud.pool, (sql) => forgetSession(sql, key));
  await expect.poll(() => lot.b.version(), patience).toBe(2);
  expect(await lot.openInCloud()).toEqual([]);
  expect(await lot.cloud.rows("SELECT plate_text FROM lot_session WHERE id = $1", [passageId])).toEqual([
    expect.objectContaining({ plate_text: null }),
  ]);
});
