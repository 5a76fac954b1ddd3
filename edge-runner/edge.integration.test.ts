import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DecisionBody, OutcomeBody } from "#contracts/record-body.ts";
import { verifyStream } from "#contracts/verify-stream.ts";
import { testBundle } from "./testing/test-bundle.ts";
import { TestLot, waitFor } from "./testing/test-lot.ts";

let lot: TestLot;

beforeEach(() => {
  lot = new TestLot();
});
afterEach(() => lot.stop());

const decisions = () => lot.cloud.bodies().filter((body) => body.kind === "decision") as DecisionBody[];
const outcomes = () => lot.cloud.bodies().filter((body) => body.kind === "outcome") as OutcomeBody[];

/** Every record on disk is in the cloud, byte for byte, and the chain holds on both sides. */
async function expectComplete(): Promise<void> {
  await waitFor(() => lot.cloud.held.mark === lot.journal().records("p").length, "everything is acknowledged");
  const { edgeId, epoch, open, records } = lot.journal();
  const onDisk = records("p");
  expect(verifyStream(edgeId, "p", epoch, open, onDisk)).toMatchObject({ complete: true, count: onDisk.length });
  expect(lot.cloud.all()).toEqual(onDisk);
}

describe("a car", () => {
  it("is let in, stays free and is let out; every record reaches the cloud", async () => {
    await lot.start();
    const entry = await lot.see("entry-1", "京A41408");
    expect(entry).toMatchObject({ status: 200, decision: "release", repeated: false });
    expect(lot.openings).toMatchObject([{ laneId: "entry-1", commandId: entry.passageId }]);
    const exit = await lot.see("exit-1", "京A41408");
    expect(exit).toMatchObject({ status: 200, decision: "release" });
    expect(lot.openings.map((opening) => opening.commandId)).toEqual([entry.passageId, exit.passageId]);
    await waitFor(() => outcomes().length === 2, "both outcomes");
    const [inside, outside] = decisions();
    expect(inside).toMatchObject({ basis: "rules", direction: "entry", sessionId: entry.passageId, flags: [] });
    expect(outside).toMatchObject({
      direction: "exit",
      sessionId: entry.passageId,
      quote: { feeMinor: 0, currency: "CNY" },
      facts: { "session.open": true, "fee.due": 0, "match.kind": "exact", "lists.block": null },
    });
    expect(JSON.stringify(lot.cloud.bodies())).not.toContain("41408");
    const personal = JSON.parse(Buffer.from(lot.cloud.all()[0]!.personal!).toString());
    expect(personal).toMatchObject({
      plateRaw: "京a41408",
      plateText: "京A41408",
      facts: { "plate.text": "京A41408" },
    });
    await expectComplete();
  });

  it("has passed when the loop under the barrier is free again, and not otherwise", async () => {
    await lot.start();
    await lot.see("entry-1", "京A41408");
    lot.barriers["entry-1"].occupy(true);
    await new Promise((resolve) => setTimeout(resolve, 500));
    lot.barriers["entry-1"].occupy(false);
    await waitFor(() => outcomes().length === 1, "the outcome");
    await lot.see("entry-1", "京B00001");
    await waitFor(() => outcomes().length === 2, "the outcome of the car that stayed away");
    expect(outcomes().map((outcome) => outcome.result)).toEqual(["passed", "timeout"]);
    expect(outcomes()[0]!.gate).toMatchObject({ accepted: true, error: null });
  });

  it("that has to pay is not let out, and has its outcome at once", async () => {
    await lot.start({ bundle: testBundle({ freeMinutes: 0 }) });
    await lot.see("entry-1", "京A41408");
    const exit = await lot.see("exit-1", "京A41408");
    expect(exit.decision).toBe("requestPayment");
    expect(lot.openings).toHaveLength(1);
    await waitFor(() => outcomes().some((one) => one.passageId === exit.passageId), "the outcome");
    expect(decisions().at(-1)).toMatchObject({ quote: { feeMinor: 500 }, decision: { params: { amount: 500 } } });
    expect(outcomes().find((one) => one.passageId === exit.passageId)).toMatchObject({
      result: "notOpened",
      gate: null,
    });
  });

  it("without an entry, with a similar plate or without a plate is not let out", async () => {
    await lot.start();
    await lot.see("entry-1", "京A41408");
    expect(await lot.see("exit-1", "沪C99999")).toMatchObject({ status: 200, decision: "hold" });
    expect(await lot.see("exit-1", "京A4140B")).toMatchObject({ status: 200, decision: "requestConfirm" });
    expect(await lot.see("exit-1", null)).toMatchObject({ status: 200, decision: "hold" });
    await expectComplete();
    const facts = decisions().map((body) => [body.facts["match.kind"], body.facts["session.open"] ?? null]);
    expect(facts.slice(1)).toEqual([
      ["none", false],
      ["fuzzy", null],
      ["noPlate", null],
    ]);
    expect(lot.openings).toHaveLength(1);
  });
});

describe("a camera that repeats a message", () => {
  it("gets the same passage, also after a restart, and no second record or opening", async () => {
    await lot.start();
    const sighting = { eventId: "the-same-event", at: Date.now() };
    const [first, again] = await Promise.all([
      lot.see("entry-1", "京A41408", sighting),
      lot.see("entry-1", "京A41408", sighting),
    ]);
    expect([first.repeated, again.repeated].sort()).toEqual([false, true]);
    expect(again.passageId).toBe(first.passageId);
    await lot.stopEdge();
    await lot.startEdge();
    expect(await lot.see("entry-1", "京A41408", sighting)).toMatchObject({
      passageId: first.passageId,
      repeated: true,
    });
    expect(lot.openings).toHaveLength(1);
    await waitFor(() => outcomes().length === 1, "the outcome");
    expect(decisions()).toHaveLength(1);
  });

  it("has the command sent again, under the same id, when no answer of the barrier is known", async () => {
    await lot.start();
    await lot.stopBarriers();
    const sighting = { eventId: "no-answer", at: Date.now() };
    const first = await lot.see("entry-1", "京A41408", sighting);
    expect(first).toMatchObject({ status: 200, decision: "release" });
    expect(lot.openings).toHaveLength(0);
    await lot.stopEdge();
    await lot.startBarriers();
    await lot.startEdge();
    const again = await lot.see("entry-1", "京A41408", sighting);
    expect(again).toMatchObject({ passageId: first.passageId, repeated: true });
    expect(lot.openings).toMatchObject([{ commandId: first.passageId }]);
    await lot.see("entry-1", "京A41408", sighting);
    expect(lot.openings).toHaveLength(1);
    await waitFor(() => outcomes().length === 1, "the one outcome");
    await expectComplete();
  });
});

describe("a message that is too old", () => {
  it("is recorded and never opens", async () => {
    await lot.start();
    const late = await lot.see("entry-1", "京A41408", { at: Date.now() - 31_000 });
    expect(late).toMatchObject({ status: 200, decision: "hold" });
    await waitFor(() => decisions().length === 1, "the record");
    expect(decisions()[0]).toMatchObject({ basis: "staleObservation" });
    const { observation } = decisions()[0]!;
    expect(observation.receivedAt - observation.observedAt).toBeGreaterThan(30_000);
    expect(lot.openings).toHaveLength(0);
  });
});

describe("without the cloud", () => {
  it("goes on deciding, also over a restart, and every record arrives once it is back", async () => {
    await lot.start();
    await lot.see("entry-1", "京A00001");
    await waitFor(() => lot.cloud.held.mark >= 1, "the first record");
    await lot.cloud.stop();
    for (const plate of ["京A00002", "京A00003", "京A00004"])
      expect(await lot.see("entry-1", plate)).toMatchObject({ status: 200, decision: "release" });
    await lot.stopEdge();
    await lot.startEdge();
    expect(await lot.see("exit-1", "京A00003")).toMatchObject({ status: 200, decision: "release" });
    expect(lot.openings).toHaveLength(5);
    await lot.cloud.start();
    await waitFor(() => outcomes().length === 5, "all outcomes", 20_000);
    await expectComplete();
    expect(decisions()).toHaveLength(5);
    expect(decisions().at(-1)!.facts["link.cloud"]).toBe("down");
  });

  it("keeps its records when only the ingest is away, and sends them when it says that it is back", async () => {
    await lot.start();
    await lot.cloud.stopIngest();
    await lot.see("entry-1", "京A00001");
    expect(lot.cloud.records.size).toBe(0);
    await lot.cloud.startIngest();
    await waitFor(() => outcomes().length === 1, "the records");
    await expectComplete();
  });

  it("sends again what a restored database has lost", async () => {
    await lot.start();
    for (const plate of ["京A00001", "京A00002", "京A00003"]) await lot.see("entry-1", plate);
    await waitFor(() => lot.cloud.held.mark === 6, "all records");
    await lot.cloud.stopIngest();
    lot.cloud.restoreTo(2);
    await lot.cloud.startIngest();
    await waitFor(() => lot.cloud.held.mark === 6, "all records again");
    await expectComplete();
  });

  it("sends again what a restored database has lost when the cloud is there anew and nobody said that it was gone", async () => {
    await lot.start();
    for (const plate of ["京A00001", "京A00002", "京A00003"]) await lot.see("entry-1", plate);
    await waitFor(() => lot.cloud.held.mark === 6, "all records");
    lot.cloud.restoreTo(2);
    const hellos = lot.cloud.hellos.length;
    await lot.cloud.takeOver("00000000000000c1");
    await lot.cloud.takeOver("00000000000000c2");
    await waitFor(() => lot.cloud.held.mark === 6, "all records again");
    expect(lot.cloud.hellos).toHaveLength(hellos + 1);
    await expectComplete();
  });

  it("takes no delivery by the broker for an acknowledgement", async () => {
    await lot.start();
    lot.cloud.isAcknowledging = false;
    await lot.see("entry-1", "京A00001");
    await waitFor(() => (lot.cloud.arrivals.get(1) ?? 0) >= 2, "a second attempt", 8_000);
    expect(lot.edge!.telemetry().backlog.records).toBeGreaterThan(0);
    lot.cloud.isAcknowledging = true;
    await waitFor(() => outcomes().length === 1, "the records", 15_000);
    await expectComplete();
  });
});

describe("the lane's clock", () => {
  it("follows the cloud's", async () => {
    lot.cloud.clockOffsetMs = 3_600_000;
    await lot.start();
    await lot.see("entry-1", "京A41408", { at: Date.now() + 3_600_000 });
    await waitFor(() => decisions().length === 1, "the record");
    const { stamp } = decisions()[0]!;
    expect(stamp.quality).toBe("synced");
    expect(Math.abs(stamp.offsetMs - 3_600_000)).toBeLessThan(500);
  });
});

describe("a journal that is late", () => {
  /** Holds the journal's disk for a while, as a disk that does not answer would. */
  async function whileDiskIsStuck(act: () => Promise<void>): Promise<void> {
    const blocker = new Database(`${lot.folder}/journal.db`, { timeout: 5000 });
    blocker.exec("BEGIN IMMEDIATE");
    try {
      await act();
    } finally {
      blocker.exec("COMMIT");
      blocker.close();
    }
  }

  it("does not keep the car waiting where the lane's policy is to open, and the records say so", async () => {
    await lot.start();
    const answers: Promise<unknown>[] = [];
    await whileDiskIsStuck(async () => {
      answers.push(lot.see("entry-1", "京A00001"));
      await waitFor(() => lot.openings.length === 1, "the barrier opens", 1_000);
      answers.push(lot.see("exit-1", "京B00002"));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(lot.journal().records("p")).toHaveLength(0);
    });
    expect(await Promise.all(answers)).toMatchObject([{ status: 200 }, { status: 200 }]);
    await waitFor(() => outcomes().length === 2, "both outcomes");
    expect(decisions().map((body) => body.flags)).toEqual([[], ["lateJournal"]]);
    expect(outcomes().find((one) => one.passageId === decisions()[0]!.passageId)!.flags).toEqual(["lateJournal"]);
    await expectComplete();
  });

  it("is waited for where the lane's policy is to wait", async () => {
    await lot.start();
    lot.config.lanes[0]!.onJournalFailure = "wait";
    await lot.stopEdge();
    await lot.startEdge();
    let answer: Promise<unknown> = Promise.resolve();
    await whileDiskIsStuck(async () => {
      answer = lot.see("entry-1", "京A00001");
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(lot.openings).toHaveLength(0);
    });
    expect(await answer).toMatchObject({ status: 200, decision: "release" });
    expect(lot.openings).toHaveLength(1);
    await expectComplete();
  });
});

describe("rules that fail", () => {
  it("leave the car to the lane's safe policy", async () => {
    await lot.start({ bundle: testBundle({ lanes: [{ id: "exit-1", name: "Exit", direction: "exit" }] }) });
    expect(await lot.see("entry-1", "京A00001")).toMatchObject({ status: 200, decision: "hold" });
    lot.config.lanes[0]!.onRuleFailure = "release";
    await lot.stopEdge();
    await lot.startEdge();
    expect(await lot.see("entry-1", "京A00002")).toMatchObject({ status: 200, decision: "release" });
    await waitFor(() => decisions().length === 2, "both records");
    expect(decisions().map((body) => [body.basis, body.decision.ruleId])).toEqual([
      ["safePolicy", "safePolicy"],
      ["safePolicy", "safePolicy"],
    ]);
    expect(lot.openings).toHaveLength(1);
  });
});

describe("without any bundle", () => {
  it("holds every car and says why", async () => {
    await lot.start({ bundle: null });
    expect(await lot.see("entry-1", "京A41408")).toMatchObject({ status: 200, decision: "hold" });
    await waitFor(() => decisions().length === 1, "the record");
    expect(decisions()[0]).toMatchObject({ basis: "safePolicy", flags: ["noBundle"], bundle: null });
    expect(lot.edge!.telemetry().work).toBe("notDeciding");
    expect(lot.openings).toHaveLength(0);
  });
});
