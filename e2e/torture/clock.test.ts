import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildProcess } from "#edge-runner/testing/build-process.ts";
import { cannotFakeTime, faketimeLibrary } from "./can-run.ts";
import { ClockLot } from "./clock-lot.ts";

const reason = cannotFakeTime();
const stayMs = 1_200;
/** One started hour; a second one would show at once. */
const hourMinor = 500;
const toleranceMs = 1_000;

let edgeFile = "";
let lot: ClockLot | null = null;

/** A car comes, the clock jumps while it is inside, and it wants to leave. What its record says of the stay. */
async function stayOver(plate: string, event: (lot: ClockLot) => Promise<void> | void) {
  const entry = await lot!.see("entry-1", plate);
  const startedAt = performance.now();
  await sleep(stayMs / 2);
  await event(lot!);
  await sleep(stayMs / 2);
  const elapsedMs = performance.now() - startedAt;
  const exit = await lot!.see("exit-1", plate);
  const inside = lot!.decision(entry.passageId);
  const outside = lot!.decision(exit.passageId);
  const stay = outside.stay as { entryAt: number; exitAt: number };
  const fee = outside.quote === null || "error" in outside.quote ? outside.quote : outside.quote.feeMinor;
  const errorMs = Math.round(stay.exitAt - stay.entryAt - elapsedMs);
  const { quality, bootId } = outside.stamp;
  // what the wall clock alone would have made of it
  const wallMinutes = Math.round(Math.abs(outside.stamp.at - inside.stamp.at) / 60_000);
  return {
    decisions: [entry.decision, exit.decision],
    bases: [inside.basis, outside.basis],
    errorMs,
    fee,
    quality,
    bootId,
    wallMinutes,
  };
}

const paysOneHour = { decisions: ["release", "requestPayment"], bases: ["rules", "rules"], fee: hourMinor };

describe.skipIf(reason !== null)(`T6: the edge's wall clock${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  beforeAll(async () => {
    edgeFile = await buildProcess("main.ts", "torture-edge");
  });
  afterEach(async () => {
    await lot?.stop();
    lot = null;
  });

  const begin = async (clock: string) => {
    lot = new ClockLot(edgeFile, faketimeLibrary()!);
    await lot.start(clock);
    for (let i = 0; i < 3; i++) await lot.heartbeats();
  };

  it("starts in 1970 and jumps by an hour, by minus two and by three days while cars are inside: no fee changes", async () => {
    await begin("@1970-01-01 00:10:00");
    for (const [index, jump] of ["+0", "+1h", "-2h", "+3d", "@1970-01-01 00:10:00"].entries()) {
      const stay = await stayOver(`京A1000${index}`, (one) => one.setClock(jump));
      console.log(`cloud near, ${jump}: ${JSON.stringify(stay)}`);
      expect(stay, jump).toMatchObject({ ...paysOneHour, quality: "synced" });
      expect(Math.abs(stay.errorMs), jump).toBeLessThan(toleranceMs);
      expect(stay.wallMinutes, jump).toBeGreaterThanOrEqual(60);
    }
  });

  it("changes no fee either on a machine that has not heard of the cloud since it booted", async () => {
    await begin("+0");
    await lot!.stopEdge();
    await lot!.cloud.stop();
    await lot!.startEdge("+0", "0000000b");
    for (let i = 0; i < 3; i++) await lot!.heartbeats();
    for (const [index, jump] of ["+1h", "-2h", "+3d", "+0"].entries()) {
      const stay = await stayOver(`京A2000${index}`, (one) => one.setClock(jump));
      console.log(`cloud away, ${jump}: ${JSON.stringify(stay)}`);
      expect(stay, jump).toMatchObject({ ...paysOneHour, quality: "unsynced" });
      expect(Math.abs(stay.errorMs), jump).toBeLessThan(toleranceMs);
      expect(stay.wallMinutes, jump).toBeGreaterThanOrEqual(60);
    }
  });

  it("does not keep an edge from deciding when it comes back as 1970 and the cloud is away", async () => {
    await begin("+0");
    await lot!.stopEdge();
    await lot!.cloud.stop();
    await lot!.startEdge("@1970-01-01 00:00:30", "0000000c");
    for (let i = 0; i < 3; i++) await lot!.heartbeats();
    const stay = await stayOver("京A30000", () => undefined);
    expect(stay).toMatchObject({ ...paysOneHour, quality: "unsynced" });
    expect(Math.abs(stay.errorMs)).toBeLessThan(toleranceMs);
  });

  it("may be wrong over a restart of the machine between entry and exit: the cloud's time counts", async () => {
    await begin("-2h");
    const stay = await stayOver("京A40000", async (one) => {
      await one.stopEdge();
      const hellos = one.cloud.hellos.length;
      await one.startEdge("+3d", "0000000d");
      for (let tries = 0; tries < 100 && one.cloud.hellos.length === hellos; tries++) await sleep(50);
      await sleep(300);
    });
    expect(stay).toMatchObject({ ...paysOneHour, quality: "synced", bootId: "0000000d" });
    expect(Math.abs(stay.errorMs)).toBeLessThan(2 * toleranceMs);
  });
});
