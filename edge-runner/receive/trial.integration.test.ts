import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DecisionBody } from "#contracts/record-body.ts";
import { signingKey } from "#contracts/signature.ts";
import { encodeDesiredTrial, signTrialPointer, type TrialPointerContent } from "#contracts/trial.ts";
import type { ReleaseRule } from "#engine/model/rule.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { type TestBundle, testBundle } from "../testing/test-bundle.ts";
import { TestLot, waitFor } from "../testing/test-lot.ts";

let lot: TestLot;

beforeEach(async () => {
  lot = new TestLot();
  await lot.start({ bundle: testBundle({ hourMinor: 300, freeMinutes: 0 }) });
});
afterEach(() => lot.stop());

const closed: ReleaseRule = {
  id: "closed",
  group: "block",
  when: { all: [{ fact: "lane.direction", operator: "equal", value: "entry" }] },
  ifUnknown: "skip",
  // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
  then: { decision: { type: "refuse", reason: "laneClosed", params: {} }, effects: [] },
};

/** Dearer, and nobody comes in. */
const nobody = () =>
  testBundle({ hourMinor: 900, freeMinutes: 0, rules: { rules: [closed, ...starterRules().rules] } });

async function tryOut(
  bundle: TestBundle | null,
  generation: number,
  { lanes = [], key = lot.key, ...change }: Partial<TrialPointerContent> & { key?: typeof lot.key } = {},
): Promise<void> {
  const named = bundle && { sha256: bundle.sha256, number: generation + 10 };
  const content = { edgeId: lot.config.edgeId, lotId: "test-lot", generation, bundle: named, lanes, ...change };
  const gzip = bundle?.gzip ?? new Uint8Array();
  await lot.cloud.send("desired/trial", encodeDesiredTrial({ pointer: signTrialPointer(key, content), gzip }));
}

const trials = () => lot.cloud.trials;
const said = (generation: number, step: string) => () =>
  trials().some((report) => report.generation === generation && report.step === step);
const decisions = () => lot.cloud.bodies().filter((body) => body.kind === "decision") as unknown as DecisionBody[];

describe("a shadow", () => {
  it("is run for every passage and named where it differs, and nothing comes of it", async () => {
    await tryOut(nobody(), 1);
    await waitFor(said(1, "checked"), "the shadow runs");
    const entry = await lot.see("entry-1", "京A41408");
    expect(entry).toMatchObject({ decision: "release" });
    const exit = await lot.see("exit-1", "京A41408");
    await waitFor(() => trials().at(-1)!.counts.evaluated === 2, "both passages were evaluated");
    expect(trials().at(-1)!.counts).toEqual({ evaluated: 2, different: 2, failed: 0, skipped: 0 });
    const found = new Map(trials().flatMap(({ differences }) => differences.map((each) => [each.passageId, each])));
    expect(found.get(entry.passageId!)).toMatchObject({
      laneId: "entry-1",
      before: { decision: "release", feeMinor: null },
      after: { decision: "refuse", ruleId: "closed", feeMinor: null },
    });
    expect(found.get(exit.passageId!)).toMatchObject({ before: { feeMinor: 300 }, after: { feeMinor: 900 } });
    expect(lot.openings.map(({ laneId }) => laneId)).toContain("entry-1");
    expect(decisions().map(({ bundle }) => bundle?.number)).toEqual([1, 1]);
  });

  it("goes on counting over a restart, and ends when the cloud says so", async () => {
    await tryOut(nobody(), 1);
    await waitFor(said(1, "checked"), "the shadow runs");
    await lot.see("entry-1", "京A41408");
    await lot.stopEdge();
    await lot.startEdge();
    await lot.see("entry-1", "京B41408");
    await waitFor(() => trials().at(-1)!.counts.evaluated === 2, "the count goes on");
    await tryOut(null, 2);
    const before = trials().length;
    await lot.see("entry-1", "京C41408");
    await lot.stopEdge();
    await lot.startEdge();
    await waitFor(() => lot.cloud.hellos.length >= 3 && lot.edge!.telemetry().work === "deciding", "the link");
    expect(trials().length).toBe(before);
  });

  it("says which passages it could not run", async () => {
    const exitOnly = testBundle({ lanes: [{ id: "exit-1", name: "Exit", direction: "exit" }] });
    await tryOut(exitOnly, 1);
    await waitFor(said(1, "checked"), "the shadow runs");
    await lot.see("entry-1", "京A41408");
    await waitFor(() => trials().at(-1)!.counts.failed === 1, "the failure is counted");
    expect(trials().at(-1)!.counts).toEqual({ evaluated: 0, different: 0, failed: 1, skipped: 0 });
  });

  it("is refused when it is not for this edge, not signed, not newer or not whole", async () => {
    const bundle = nobody();
    await tryOut(bundle, 5);
    await waitFor(said(5, "checked"), "the shadow runs");
    const stranger = signingKey(new Uint8Array(32).fill(9));
    const refusals = [
      [() => tryOut(bundle, 4), "staleGeneration"],
      [() => tryOut(bundle, 6, { key: stranger }), "badSignature"],
      [() => tryOut(bundle, 6, { edgeId: "otheredge1" }), "otherEdge"],
      [() => tryOut(bundle, 6, { lotId: "other-lot" }), "otherLot"],
      [() => tryOut(bundle, 6, { lanes: ["lane-9"] }), "noLane"],
      [() => tryOut({ ...bundle, sha256: "0".repeat(64) }, 6), "wrongDigest"],
    ] as const;
    for (const [send, code] of refusals) {
      const before = trials().length;
      await send();
      const refused = () =>
        trials()
          .slice(before)
          .find(({ step }) => step === "refused");
      await waitFor(() => refused() !== undefined, code);
      expect(refused()!.reason!.code).toBe(code);
    }
    await lot.see("entry-1", "京A41408");
    expect(decisions().every(({ bundle: used }) => used?.number === 1)).toBe(true);
  });
});

describe("one lane first", () => {
  it("decides there by the new bundle and elsewhere by the live one, also after a restart, until it ends", async () => {
    await tryOut(nobody(), 1, { lanes: ["entry-1"] });
    await waitFor(said(1, "live"), "the lane tries it");
    expect(await lot.see("entry-1", "京A41408")).toMatchObject({ decision: "refuse" });
    await lot.stopEdge();
    await lot.startEdge();
    expect(await lot.see("entry-1", "京B41408")).toMatchObject({ decision: "refuse" });
    await lot.see("exit-1", "京B41408");
    await waitFor(() => decisions().length === 3, "the records");
    expect(decisions().map(({ laneId, bundle }) => [laneId, bundle?.number])).toEqual([
      ["entry-1", 11],
      ["entry-1", 11],
      ["exit-1", 1],
    ]);
    await lot.publish(testBundle({ hourMinor: 500 }), 2);
    expect(await lot.see("entry-1", "京C41408")).toMatchObject({ decision: "refuse" });
    await tryOut(null, 2);
    await waitFor(() => lot.edge!.telemetry().bundle?.generation === 2, "the live bundle");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await lot.see("entry-1", "京D41408")).toMatchObject({ decision: "release" });
  });

  it("prices a stay that began at the lane by the bundle that let it in", async () => {
    await tryOut(testBundle({ hourMinor: 900, freeMinutes: 0 }), 1, { lanes: ["entry-1"] });
    await waitFor(said(1, "live"), "the lane tries it");
    expect(await lot.see("entry-1", "京A41408")).toMatchObject({ decision: "release" });
    await tryOut(null, 2);
    await lot.publish(testBundle({ hourMinor: 500, freeMinutes: 0 }), 2);
    await lot.publish(testBundle({ hourMinor: 600, freeMinutes: 0 }), 3);
    await lot.see("exit-1", "京A41408");
    await waitFor(() => decisions().length === 2, "the records");
    expect(decisions()[1]).toMatchObject({ bundle: { number: 3 }, quote: { feeMinor: 900 } });
  });
});
