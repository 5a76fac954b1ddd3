import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DecisionBody } from "#contracts/record-body.ts";
import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import { decide } from "#engine/decide/decide.ts";
import { type PartialFacts, totalFacts } from "#engine/model/facts.ts";
import { priceStay } from "#engine/price/price-stay.ts";
import { storeSampleBundle } from "./testing/sample-bundle.ts";
import { makeSampleLot, type SampleLot } from "./testing/sample-lot.ts";
import { TestCloud } from "./testing/test-cloud.ts";
import { TestEdge } from "./testing/test-edge.ts";
import { type Body, TestJournal } from "./testing/test-journal.ts";

const patience = { timeout: 20_000, interval: 50 };
let cloud: TestCloud;
let lot: SampleLot;
let edge: TestEdge;
let journal: TestJournal;
let bundle: LoadedBundle;

beforeAll(async () => {
  cloud = new TestCloud(process.env.DATABASE_URL!);
  await cloud.startBroker();
  cloud.startIngest();
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  lot = await makeSampleLot(cloud.pool);
  edge = new TestEdge(cloud.url, lot.edgeId, lot.password);
  journal = new TestJournal(lot.edgeId, lot.lotId, "0123456789abcdef");
  bundle = await storeSampleBundle(cloud.pool, lot, { number: 1 });
  await edge.connect();
});

/** A decision as an honest edge records it: personal facts apart. */
function recordCar(partial: PartialFacts, change: (body: Body) => Body = (body) => body): void {
  const total = totalFacts(partial);
  const { "plate.text": plate, ...facts } = total;
  const body = change({
    bundle: { sha256: bundle.sha256, number: 1 },
    facts,
    decision: decide(bundle, total) as DecisionBody["decision"],
  });
  journal.decide(body, { facts: { "plate.text": plate ?? null } });
}

async function opinions(count: number) {
  await edge.hello(journal);
  await edge.records(journal, ...journal.frames.map(({ n }) => n));
  const rows = () =>
    cloud.rows<{ verdict: string; detail: Record<string, unknown> | null }>(
      `SELECT verdict, detail FROM second_opinion WHERE lot_id = $1
       ORDER BY substring(passage_id from '[0-9]+$')::integer`,
      [lot.lotId],
    );
  await expect.poll(async () => (await rows()).length, patience).toBe(count);
  await edge.leave();
  return rows();
}
const anomalies = () => cloud.rows("SELECT kind, detail FROM anomaly WHERE lot_id = $1", [lot.lotId]);

test("agrees with honest decisions, priced or not", async () => {
  recordCar({ "lane.direction": "entry", "plate.text": "京A12345", "plate.present": true, "session.open": false });
  recordCar({ "lane.direction": "exit", "fee.due": 0, "session.open": true });
  recordCar({});
  const entryAt = Date.UTC(2026, 5, 1, 2);
  const stay = { entryAt, exitAt: entryAt + 5_400_000 };
  const quote = priceStay(bundle.tariff, stay);
  recordCar({ "lane.direction": "exit", "fee.due": quote.feeMinor, "session.open": true }, (body) => ({
    ...body,
    stay: { ...stay, tariffSha256: bundle.sha256 },
    quote,
  }));
  expect((await opinions(4)).map(({ verdict }) => verdict)).toEqual(["agree", "agree", "agree", "agree"]);
  expect(await anomalies()).toEqual([]);
});

test("tells a decision, and a price, that do not follow from what was recorded", async () => {
  recordCar({ "lane.direction": "exit", "fee.due": 900, "session.open": true }, (body) => ({
    ...body,
    decision: { ...body.decision!, decision: "release", ruleId: "open-sesame" },
  }));
  const stay = { entryAt: 1_780_000_000_000, exitAt: 1_780_005_400_000 };
  const quote = priceStay(bundle.tariff, stay);
  recordCar({ "lane.direction": "exit", "session.open": true }, (body) => ({
    ...body,
    stay: { ...stay, tariffSha256: bundle.sha256 },
    quote: { ...quote, feeMinor: quote.feeMinor - 1 },
  }));
  const [decision, price] = await opinions(2);
  expect(decision!.verdict).toBe("differ");
  expect(decision!.detail).toMatchObject({
    parts: expect.arrayContaining([expect.objectContaining({ part: "ruleId" })]),
  });
  expect(price!.detail).toMatchObject({ parts: [{ part: "quote" }] });
  expect((await anomalies()).map(({ kind }) => kind)).toEqual(["differ", "differ"]);
});

test("says why a passage is not decided again", async () => {
  recordCar({}, (body) => ({ ...body, basis: "safePolicy" }));
  recordCar({}, (body) => ({ ...body, bundle: { sha256: "0".repeat(64), number: 9 } }));
  recordCar({});
  journal.frames[2] = { ...journal.frames[2]!, personal: null };
  const rows = await opinions(3);
  expect(rows.map(({ verdict }) => verdict)).toEqual(["notChecked", "notChecked", "notChecked"]);
  expect(rows.map(({ detail }) => detail!.why)).toEqual(["notByRules", "bundleUnknown", "erased"]);
});

test("an ingest that starts finds what the last one left unchecked", async () => {
  await cloud.stopIngest();
  cloud.startIngest();
  recordCar({ "lane.direction": "entry" });
  await edge.leave();
  edge = new TestEdge(cloud.url, lot.edgeId, lot.password);
  await edge.connect();
  expect((await opinions(1)).map(({ verdict }) => verdict)).toEqual(["agree"]);
  await cloud.stopIngest();
  await cloud.pool.query("DELETE FROM second_opinion WHERE lot_id = $1", [lot.lotId]);
  cloud.startIngest();
  const count = async () => (await cloud.rows("SELECT FROM second_opinion WHERE lot_id = $1", [lot.lotId])).length;
  await expect.poll(count, patience).toBe(1);
});
