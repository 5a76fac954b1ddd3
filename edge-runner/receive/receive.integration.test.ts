import { gzipSync } from "node:zlib";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeDesiredRules } from "#contracts/desired-rules.ts";
import { digestHex } from "#contracts/digest.ts";
import { signKeyList } from "#contracts/key-list.ts";
import { signPointer } from "#contracts/pointer.ts";
import type { DecisionBody } from "#contracts/record-body.ts";
import { signingKey } from "#contracts/signature.ts";
import { toBytes } from "#contracts/text.ts";
import { type TestBundle, testBundle } from "../testing/test-bundle.ts";
import { TestLot, waitFor } from "../testing/test-lot.ts";

let lot: TestLot;

beforeEach(async () => {
  lot = new TestLot();
  await lot.start();
});
afterEach(() => lot.stop());

const live = () => lot.edge!.telemetry().bundle;

async function refusalOf(send: () => Promise<void>): Promise<string> {
  const before = lot.cloud.reports.length;
  await send();
  const refused = () => lot.cloud.reports.slice(before).find((report) => report.step === "refused");
  await waitFor(() => refused() !== undefined, "a refusal");
  return refused()!.reason!.code;
}

function altered(bundle: TestBundle): TestBundle {
  const bytes = new Uint8Array(bundle.bytes);
  bytes[bytes.length >> 1]! ^= 1;
  return { ...bundle, bytes, gzip: gzipSync(bytes) };
}

describe("an edge told what to run", () => {
  it("takes a bundle in steps and says so", async () => {
    const second = testBundle({ hourMinor: 800 });
    await lot.publish(second, 2);
    const steps = lot.cloud.reports.filter((report) => report.generation === 2).map((report) => report.step);
    expect(steps).toEqual(["downloaded", "checked", "live"]);
    expect(live()).toEqual({ sha256: second.sha256, number: 2, generation: 2 });
  });

  it("goes back by a new generation that names an earlier bundle", async () => {
    const first = testBundle();
    await lot.publish(testBundle({ hourMinor: 800 }), 2);
    await lot.cloud.desire(lot.key, first, 3, { number: 1 });
    await waitFor(() => live()?.generation === 3, "the rollback");
    expect(live()).toEqual({ sha256: first.sha256, number: 1, generation: 3 });
  });

  it("refuses what is not for it, not newer, not signed or not whole, and keeps deciding by the live bundle", async () => {
    await lot.publish(testBundle({ hourMinor: 800 }), 5);
    const before = live();
    const bundle = testBundle({ hourMinor: 900 });
    const { cloud, key } = lot;
    const stranger = signingKey(new Uint8Array(32).fill(9));
    expect(await refusalOf(() => cloud.desire(key, bundle, 4))).toBe("staleGeneration");
    expect(await refusalOf(() => cloud.desire(key, bundle, 5))).toBe("staleGeneration");
    expect(await refusalOf(() => cloud.desire(key, bundle, 6, { edgeId: "otheredge1" }))).toBe("otherEdge");
    expect(await refusalOf(() => cloud.desire(key, bundle, 6, { lotId: "other-lot" }))).toBe("otherLot");
    expect(await refusalOf(() => cloud.desire(stranger, bundle, 6))).toBe("badSignature");
    expect(await refusalOf(() => cloud.desire(key, altered(bundle), 6))).toBe("wrongDigest");
    const flipped = altered(bundle);
    expect(await refusalOf(() => cloud.desire(key, { ...flipped, sha256: digestHex(flipped.bytes) }, 6))).toMatch(
      /notJson|notCanonical|envelope|tariff|release|clock/,
    );
    const elsewhere = { ...testBundle({ lotId: "other-lot" }), lotId: "test-lot" };
    expect(await refusalOf(() => cloud.desire(key, elsewhere, 6))).toBe("otherLot");
    expect(await refusalOf(() => cloud.desire(key, { ...bundle, gzip: toBytes("no gzip") }, 6))).toBe("notGzip");
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    expect(await refusalOf(() => cloud.desire(key, { ...bundle, gzip: bomb }, 6))).toBe("notGzip");
    expect(live()).toEqual(before);
    expect(await lot.see("entry-1", "京A41408")).toMatchObject({ decision: "release" });
  });

  it("is not upset by messages that make no sense", async () => {
    const pointer = signPointer(lot.key, {
      edgeId: lot.config.edgeId,
      lotId: "test-lot",
      generation: 9,
      sha256: "0".repeat(64),
      number: 9,
    });
    const whole = encodeDesiredRules({ pointer, gzip: new Uint8Array() });
    for (const bytes of [new Uint8Array(), toBytes("{}\n"), toBytes("nonsense"), whole.subarray(0, 40)])
      await lot.cloud.send("desired/rules", bytes);
    await lot.cloud.send("desired/keys", "nonsense");
    await lot.cloud.send("ack", "nonsense");
    await lot.publish(testBundle({ hourMinor: 700 }), 2);
    expect(lot.fatal).toEqual([]);
  });

  it("trusts the keys of a signed list from then on, also over a restart", async () => {
    const next = signingKey(new Uint8Array(32).fill(8));
    const bundle = testBundle({ hourMinor: 800 });
    expect(await refusalOf(() => lot.cloud.desire(next, bundle, 2))).toBe("badSignature");
    const send = (list: ReturnType<typeof signKeyList>) => lot.cloud.send("desired/keys", JSON.stringify(list));
    await send(signKeyList(next, 1, [next.publicKey]));
    await send(signKeyList(lot.key, 1, [next.publicKey]));
    await waitFor(() => live()?.generation === 2, "the bundle that waited for its key");
    await lot.stopEdge();
    await lot.startEdge();
    expect(await refusalOf(() => lot.cloud.desire(lot.key, bundle, 3))).toBe("badSignature");
    expect(live()?.generation).toBe(2);
  });

  it("decides by its last bundle after a restart without the cloud", async () => {
    const before = live();
    await lot.cloud.stop();
    await lot.stopEdge();
    await lot.startEdge();
    expect(live()).toEqual(before);
    expect(await lot.see("entry-1", "京A41408")).toMatchObject({ decision: "release" });
  });

  it("falls back to the bundle before when the live one is damaged on disk", async () => {
    const first = testBundle();
    const second = testBundle({ hourMinor: 800 });
    await lot.publish(second, 2);
    await lot.cloud.stop();
    await lot.stopEdge();
    const db = new Database(`${lot.folder}/journal.db`);
    db.prepare("UPDATE bundle SET gzip = x'00' WHERE sha256 = ?").run([second.sha256]);
    db.close();
    await lot.startEdge();
    expect(live()).toMatchObject({ sha256: first.sha256, generation: 1 });
    expect(await lot.see("entry-1", "京A41408")).toMatchObject({ decision: "release" });
  });

  it("prices a stay by the tariff under which it began, and keeps that bundle as long", async () => {
    await lot.publish(testBundle({ hourMinor: 300, freeMinutes: 0 }), 2);
    const entry = await lot.see("entry-1", "京A41408");
    const entered = testBundle({ hourMinor: 300, freeMinutes: 0 }).sha256;
    for (const generation of [3, 4, 5, 6])
      await lot.publish(testBundle({ hourMinor: 1_000 + generation, freeMinutes: 0 }), generation);
    await lot.stopEdge();
    await lot.startEdge();
    await lot.see("exit-1", "京A41408");
    const exits = () =>
      lot.cloud.bodies().filter((body) => body.kind === "decision" && body.direction === "exit") as DecisionBody[];
    await waitFor(() => exits().length === 1, "the exit's record");
    expect(exits()[0]).toMatchObject({
      sessionId: entry.passageId,
      quote: { feeMinor: 300 },
      stay: { tariffSha256: entered },
      bundle: { number: 6 },
    });
    const db = new Database(`${lot.folder}/journal.db`);
    expect(db.prepare("SELECT count(*) AS n FROM bundle").get()).toMatchObject({ n: 3 });
    db.close();
  });
});
