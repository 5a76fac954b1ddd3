import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DecisionBody } from "#contracts/record-body.ts";
import { EdgeClock } from "../edge-clock.ts";
import { TestLot, waitFor } from "../testing/test-lot.ts";

let lot: TestLot;
let skippedMs: number;

beforeEach(async () => {
  lot = new TestLot();
  skippedMs = 0;
  await lot.start();
});
afterEach(() => lot.stop());

/** A clock on which a test may let time pass. */
const clock = () =>
  new EdgeClock({
    wall: () => Date.now() + skippedMs,
    monotonic: () => performance.timeOrigin + performance.now() + skippedMs,
    bootId: "0a1b2c3d",
  });
const decisions = () =>
  lot
    .journal()
    .records("p")
    .map((record) => JSON.parse(Buffer.from(record.body!).toString()) as DecisionBody)
    .filter((body) => body.kind === "decision");

describe("a car that is read twice", () => {
  it("makes one passage, however the plate is written, and opens once", async () => {
    const first = await lot.see("entry-1", "京A41408");
    const again = await lot.see("entry-1", "京A·414 08");
    expect(again).toMatchObject({ status: 200, passageId: first.passageId, decision: null, repeated: true });
    expect(lot.openings).toHaveLength(1);
    const other = await lot.see("entry-1", "京A41409");
    expect(other).toMatchObject({ repeated: false, decision: "release" });
    expect(decisions()).toHaveLength(2);
  });

  it("is the same car at its own lane only", async () => {
    const entry = await lot.see("entry-1", "京A41408");
    const exit = await lot.see("exit-1", "京A41408");
    expect(exit).toMatchObject({ repeated: false, decision: "release" });
    expect(exit.passageId).not.toBe(entry.passageId);
  });

  it("is not taken for the same when no plate was read", async () => {
    await lot.see("entry-1", null);
    expect(await lot.see("entry-1", null)).toMatchObject({ repeated: false });
    expect(decisions()).toHaveLength(2);
  });

  it("is the same car for the process after this one, and a new passage after ten seconds", async () => {
    const first = await lot.see("entry-1", "京A41408");
    await lot.stopEdge();
    await lot.startEdge({ clock: clock() });
    const again = await lot.see("entry-1", "京A41408");
    expect(again).toMatchObject({ passageId: first.passageId, repeated: true });
    expect(lot.openings).toHaveLength(1);
    skippedMs = 10_500;
    const later = await lot.see("entry-1", "京A41408", { at: Date.now() + skippedMs });
    expect(later).toMatchObject({ repeated: false });
    expect(later.passageId).not.toBe(first.passageId);
  });

  it("has the message of its second reading answered with the same passage, also after a restart", async () => {
    const first = await lot.see("entry-1", "京A41408");
    const sighting = { eventId: "the-second-reading", at: Date.now() };
    for (let turn = 0; turn < 2; turn++) {
      const again = await lot.see("entry-1", "京A41408", sighting);
      expect(again).toMatchObject({ passageId: first.passageId, repeated: true });
      await lot.stopEdge();
      await lot.startEdge();
      skippedMs += 20_000;
    }
  });
});

describe("a disk that is stuck", () => {
  it("keeps no car waiting at a lane that opens by its policy; the cameras send again until the records are there", async () => {
    const blocker = new Database(`${lot.folder}/journal.db`, { timeout: 5000 });
    blocker.exec("BEGIN IMMEDIATE");
    const at = Date.now();
    const plates = ["京A00001", "京A00002", "京A00003", "京A00004"];
    const see = (plate: string) => lot.see("entry-1", plate, { eventId: `stuck-${plate}`, at });
    const early = plates.map(see);
    await waitFor(() => lot.openings.length === plates.length, "every car is let in", 10_000);
    expect(await Promise.all(early)).toMatchObject(plates.map(() => ({ status: 503 })));
    expect(lot.journal().records("p")).toHaveLength(0);
    blocker.exec("COMMIT");
    blocker.close();
    const late = await Promise.all(plates.map(see));
    expect(late).toMatchObject(plates.map(() => ({ status: 200, repeated: true })));
    expect(new Set(late.map(({ passageId }) => passageId)).size).toBe(plates.length);
    expect(lot.openings.map(({ commandId }) => commandId)).toEqual(late.map(({ passageId }) => passageId));
    const isLate = decisions().map((body) => body.flags.includes("lateJournal"));
    expect(isLate.slice(1)).toEqual([true, true, true]);
  });
});
