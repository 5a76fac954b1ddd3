import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { trustedKeys } from "#contracts/key-list.ts";
import { refuseTrialPointer, type TrialPointer, type TrialReport } from "#contracts/trial.ts";
import { openDb } from "#prisma/db.ts";
import { checkLot, checkOperator } from "../identity/check-access.ts";
import { inTransaction } from "../link/in-transaction.ts";
import { noteTrial } from "../link/note-trial.ts";
import { openPool } from "../link/open-pool.ts";
import { decideByOracle } from "../report/oracle.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { advancePlans } from "./advance-plan.ts";
import { changePlan } from "./change-plan.ts";
import { makePlan } from "./make-plan.ts";
import { makeShadowLive } from "./make-shadow-live.ts";
import { processSigningKey } from "./process-signing-key.ts";
import { readLiveAt } from "./read-live-at.ts";
import { readPlan } from "./read-plans.ts";
import { readDifferences, readShadow, readShadows } from "./read-shadows.ts";
import { startShadow } from "./start-shadow.ts";
import { stopShadow } from "./stop-shadow.ts";

const db = openDb(process.env.DATABASE_URL!);
const pool = openPool(process.env.DATABASE_URL!, { name: "trial-test", max: 2 });
const key = processSigningKey();
const hour = 3_600_000;
let at: TestOperator;

afterAll(async () => {
  await pool.end();
  await db.$disconnect();
});
beforeEach(async () => {
  await db.rolloutPlan.updateMany({ where: { state: { in: ["scheduled", "running"] } }, data: { state: "cancelled" } });
  at = await TestOperator.make(db);
});

const publishing = async () => checkLot(await at.asker("manager"), "bundle.publish", at.lotId);
const reading = async () => checkLot(await at.asker("auditor"), "rollout.read", at.lotId);
const start = async () => {
  await at.saveDraft(900);
  const input = { revision: await at.revision(), note: "What would it change" };
  return startShadow(await publishing(), input, { key, decideByOracle });
};
const liveNumber = async () => (await db.lot.findUniqueOrThrow({ where: { id: at.lotId } })).liveNumber;
const pointer = async () => {
  const row = await db.edgeTrialPointer.findFirst({ where: { edgeId: at.edgeId } });
  return (row?.pointer ?? null) as TrialPointer | null;
};
const says = async (report: Partial<TrialReport>) => {
  const { generation, bundle } = (await pointer())!;
  const counts = { evaluated: 0, different: 0, failed: 0, skipped: 0 };
  const said = { v: 1 as const, generation, sha256: bundle!.sha256, reason: null, at: 1, counts, differences: [] };
  const edge = { operatorId: at.id, lotId: at.lotId, edgeId: at.edgeId };
  await inTransaction(pool, (sql) => noteTrial(sql, edge, { ...said, step: "checked", ...report }));
};
const difference = (edgeId = at.edgeId, n = 1): TrialReport["differences"][number] => ({
  passageId: `${edgeId}-0123456789abcdef-${n}`,
  laneId: "exit-1",
  at: Date.now(),
  before: { decision: "requestPayment", ruleId: "pay", reason: "feeDue", feeMinor: 600 },
  after: { decision: "requestPayment", ruleId: "pay", reason: "feeDue", feeMinor: 900 },
});

test("a shadow goes to every edge, is counted by their word, and changes nothing that is live", async () => {
  const { trialId, number } = await start();
  const sent = (await pointer())!;
  const edge = { edgeId: at.edgeId, lotId: at.lotId, current: 0, keys: trustedKeys([key.publicKey]) };
  expect(refuseTrialPointer(sent, edge)).toBeNull();
  expect(sent).toMatchObject({ generation: 1, bundle: { number }, lanes: [] });
  expect([number, await liveNumber()]).toEqual([3, 2]);
  const counts = { evaluated: 812, different: 12, failed: 1, skipped: 2 };
  await says({ counts, differences: [difference(), difference(at.edgeId, 2)] });
  await says({ counts, differences: [difference()] });
  await says({ counts, step: "downloaded", differences: [difference("anotheredge")] });
  const found = await readShadow(await reading(), { trialId });
  expect(found).toMatchObject({ number: 3, liveNumber: 2, counts, listed: 2, endedAt: null, currency: "EUR" });
  expect(found.edges).toMatchObject([{ edgeId: at.edgeId, step: "checked", counts }]);
  const { rows, isMore } = await readDifferences(await reading(), { trialId, limit: 1 });
  expect([rows.length, isMore]).toEqual([1, true]);
  expect(rows[0]).toMatchObject({ laneName: "Exit 1", feeBefore: 600, feeAfter: 900 });
});

test("a shadow of what is live already, or where nothing is, is not begun", async () => {
  const input = { revision: await at.revision(), note: "Again" };
  await expect(startShadow(await publishing(), input, { key, decideByOracle })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await pointer()).toBeNull();
});

test("stopping it takes it off the edges; what it counted stays, and a late word is not believed", async () => {
  const { trialId } = await start();
  const first = (await pointer())!;
  await stopShadow(await publishing(), { trialId, note: "Seen enough" }, key);
  expect(await pointer()).toMatchObject({ generation: 2, bundle: null });
  const edge = { operatorId: at.id, lotId: at.lotId, edgeId: at.edgeId };
  const counts = { evaluated: 5, different: 0, failed: 0, skipped: 0 };
  const late = { v: 1 as const, generation: 1, sha256: "0".repeat(64), step: "checked" as const, reason: null, at: 1 };
  await inTransaction(pool, (sql) => noteTrial(sql, edge, { ...late, counts, differences: [] }));
  expect(await readShadows(await reading())).toMatchObject([
    { id: trialId, ending: "stopped", counts: { evaluated: 0 } },
  ]);
  await expect(stopShadow(await publishing(), { trialId, note: "Twice" }, key)).rejects.toMatchObject({
    code: "conflict",
  });
  expect(first.bundle).not.toBeNull();
});

test("making it live brings just those bytes, whatever became of the draft, once somebody approved them", async () => {
  const { trialId, number } = await start();
  const { sha256 } = (await pointer())!.bundle!;
  await at.saveDraft(1_200);
  await db.lot.update({ where: { id: at.lotId }, data: { approvalRequired: true } });
  const input = { trialId, note: "It does what it should" };
  await expect(makeShadowLive(await publishing(), input, key)).rejects.toMatchObject({ code: "conflict" });
  await makeShadowLive(await publishing(), { ...input, breakGlass: "Nobody else is here" }, key);
  expect(await liveNumber()).toBe(number);
  expect(await db.edgePointer.findFirst({ where: { edgeId: at.edgeId } })).toMatchObject({
    number,
    pointer: { sha256 },
  });
  expect(await pointer()).toMatchObject({ bundle: null });
  expect(await readShadow(await reading(), { trialId })).toMatchObject({ ending: "madeLive" });
});

test("another version that goes live ends it", async () => {
  const { trialId } = await start();
  await at.saveDraft(1_000);
  await at.publish("something else");
  expect(await readShadow(await reading(), { trialId })).toMatchObject({ ending: "replaced" });
  expect(await pointer()).toMatchObject({ generation: 2, bundle: null });
});

const planning = async () => checkOperator(await at.asker("manager"), "bundle.publish", at.id);
const makeLanePlan = async () => {
  await at.saveDraft(700);
  await db.edgeState.create({
    data: { operatorId: at.id, lotId: at.lotId, edgeId: at.edgeId, online: true, lanes: ["entry-1", "exit-1"] },
  });
  const waves = [[{ lotId: at.lotId, revision: await at.revision() }]];
  const rest = { holdMinutes: 10, guards: [], onFailure: "pause" as const, note: "One lane first" };
  const input = { waves, first: { lotId: at.lotId, laneId: "exit-1" }, ...rest };
  return (await makePlan(await planning(), await at.asker("manager"), input, decideByOracle)).planId;
};
const advance = (later = 0) => advancePlans(db, key, new Date(Date.now() + later));
const plan = async (planId: string) =>
  readPlan(checkOperator(await at.asker("auditor"), "rollout.read", at.id), { planId });

test("one lane tries a version, the others go on, and all follow after the hold", async () => {
  const planId = await makeLanePlan();
  await advance();
  expect(await pointer()).toMatchObject({ lanes: ["exit-1"], bundle: { number: 3 } });
  expect(await liveNumber()).toBe(2);
  await advance(hour);
  expect(await plan(planId)).toMatchObject({ state: "running", wave: 0, waves: 2, waveLiveAt: null });
  await says({ step: "live" });
  await advance();
  await advance(9 * 60_000);
  expect(await liveNumber()).toBe(2);
  expect((await plan(planId)).first).toMatchObject({
    laneName: "Exit 1",
    edges: [{ edgeId: at.edgeId, step: "live" }],
  });
  await advance(11 * 60_000);
  expect(await liveNumber()).toBe(3);
  expect(await pointer()).toMatchObject({ bundle: null });
  expect(await plan(planId)).toMatchObject({ wave: 1, first: { isOver: true } });
});

test("what ran when says the lane that tried another version, from its edge's word until it was ended", async () => {
  const planId = await makeLanePlan();
  await advance();
  const early = new Date(Date.now() - hour);
  const ranAt = async (moment: Date) => (await readLiveAt(await reading(), { at: moment })).edges[0];
  await db.edge.updateMany({ where: { lotId: at.lotId }, data: { enrolledAt: new Date(Date.now() - 10 * hour) } });
  expect((await ranAt(new Date()))?.tried).toBeNull();
  await says({ step: "live" });
  const { liveAt } = await db.trialEdge.findFirstOrThrow({ where: { lotId: at.lotId, step: "live" } });
  const tried = { planId, number: 3, lanes: ["Exit 1"], since: liveAt };
  expect((await ranAt(new Date()))?.tried).toEqual(tried);
  expect((await ranAt(early))?.tried).toBeNull();
  await changePlan(await planning(), { planId, act: "cancel", note: "No" }, key);
  expect((await ranAt(new Date(liveAt!.getTime() + 1)))?.tried).toEqual(tried);
  expect((await ranAt(new Date()))?.tried).toBeNull();
});

test("a lane goes back when the rollout is taken back, or ended, before it got further", async () => {
  for (const act of ["rollBack", "cancel"] as const) {
    at = await TestOperator.make(db);
    const planId = await makeLanePlan();
    await advance();
    await says({ step: "live" });
    await changePlan(await planning(), { planId, act, note: "No" }, key);
    expect(await pointer()).toMatchObject({ bundle: null });
    expect(await liveNumber()).toBe(2);
  }
});

test("somebody else's version in the lot pauses the rollout while a lane tries this one", async () => {
  const planId = await makeLanePlan();
  await advance();
  await says({ step: "live" });
  await at.saveDraft(1_000);
  await at.publish("something urgent");
  await advance(hour);
  expect(await plan(planId)).toMatchObject({ state: "paused", problem: { kind: "laneEnded" } });
});

test("a lane that is not there, or whose lot has nothing live, comes first in no rollout", async () => {
  const waves = [[{ lotId: at.lotId, revision: await at.revision() }]];
  const rest = { holdMinutes: 10, guards: [], onFailure: "pause" as const, note: "One lane first" };
  const make = async (first: { lotId: string; laneId: string }) =>
    makePlan(await planning(), await at.asker("manager"), { waves, first, ...rest }, decideByOracle);
  await expect(make({ lotId: at.lotId, laneId: "lane-9" })).rejects.toMatchObject({ code: "notFound" });
  await expect(make({ lotId: `lot-${randomUUID().slice(0, 8)}`, laneId: "exit-1" })).rejects.toMatchObject({
    code: "badInput",
  });
});
