import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Prisma } from "#prisma/client/client.ts";
import { openDb } from "#prisma/db.ts";
import { checkLots, checkOperator } from "../identity/check-access.ts";
import { decideByOracle } from "../report/oracle.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { advancePlans } from "./advance-plan.ts";
import { changePlan } from "./change-plan.ts";
import { makePlan } from "./make-plan.ts";
import { processSigningKey } from "./process-signing-key.ts";
import { readPlan, readPlans } from "./read-plans.ts";

const db = openDb(process.env.DATABASE_URL!);
const key = processSigningKey();
const hour = 3_600_000;
let at: TestOperator;
/** A second lot of the same operator, with an edge of its own. */
let second: { lotId: string; edgeId: string };

afterAll(() => db.$disconnect());
beforeEach(async () => {
  await db.rolloutPlan.updateMany({ where: { state: { in: ["scheduled", "running"] } }, data: { state: "cancelled" } });
  at = await TestOperator.make(db);
  second = { lotId: `lot-${randomUUID().slice(0, 8)}`, edgeId: `e${randomUUID().slice(0, 8)}` };
  const place = { name: second.lotId, timeZone: "Europe/Helsinki", country: "FI", approvalRequired: false };
  const lanes = [{ id: "entry-1", name: "Entry 1", direction: "entry", position: 0 }] as const;
  await db.lot.create({ data: { operatorId: at.id, id: second.lotId, ...place, lanes: { create: [...lanes] } } });
  const content = at.draft(500) as Prisma.InputJsonObject;
  await db.draft.create({ data: { operatorId: at.id, lotId: second.lotId, content, updatedName: "test" } });
  const edge = { operatorId: at.id, lotId: second.lotId, id: second.edgeId, name: "Edge 2", credentialHash: "-" };
  await db.edge.create({ data: edge });
});

type More = Partial<Parameters<typeof makePlan>[2]>;
const publishing = async () => checkOperator(await at.asker("manager"), "bundle.publish", at.id);
const make = async (more: More = {}) => {
  const waves = [[{ lotId: at.lotId, revision: await at.revision() }], [{ lotId: second.lotId, revision: 1 }]];
  const rest = { holdMinutes: 10, guards: [], onFailure: "pause" as const, note: "Autumn prices" };
  const { planId } = await makePlan(
    await publishing(),
    await at.asker("manager"),
    { waves, ...rest, ...more },
    decideByOracle,
  );
  return planId;
};
const read = async (planId: string) =>
  readPlan(checkOperator(await at.asker("auditor"), "rollout.read", at.id), { planId });
const advance = (later = 0) => advancePlans(db, key, new Date(Date.now() + later));
const act = async (planId: string, what: "pause" | "resume" | "cancel" | "rollBack") =>
  changePlan(await publishing(), { planId, act: what, note: "because" }, key);
const online = async (edgeId: string, isOnline: boolean) => {
  const { lotId } = await db.edge.findUniqueOrThrow({ where: { id: edgeId } });
  const place = { operatorId: at.id, lotId, edgeId };
  await db.edgeState.upsert({
    where: { operatorId_lotId_edgeId: place },
    create: { ...place, online: isOnline },
    update: { online: isOnline },
  });
};
const says = (edgeId: string, step: "live" | "refused") =>
  db.rolloutEdge.updateMany({
    where: { edgeId, step: { in: ["waiting", "sent"] } },
    data: { step, ...(step === "live" && { liveAt: new Date() }) },
  });
const liveNumber = async (lotId: string) => (await db.lot.findUniqueOrThrow({ where: { id: lotId } })).liveNumber;

test("waits for its time, then goes lot by lot, and holds between the waves", async () => {
  await at.saveDraft(700);
  await online(at.edgeId, true);
  await online(second.edgeId, true);
  const planId = await make({ startAt: new Date(Date.now() + hour) });
  await advance();
  expect(await read(planId)).toMatchObject({ state: "scheduled", waves: 2 });
  expect(await liveNumber(at.lotId)).toBe(2);
  await at.saveDraft(999); // what was planned is what was proven then
  await advance(hour);
  expect([await liveNumber(at.lotId), await liveNumber(second.lotId)]).toEqual([3, null]);
  await advance(hour);
  expect((await read(planId)).waveLiveAt).toBeNull();
  await says(at.edgeId, "live");
  await advance(hour);
  await advance(hour + 9 * 60_000);
  expect(await liveNumber(second.lotId)).toBeNull();
  await advance(hour + 11 * 60_000);
  expect(await liveNumber(second.lotId)).toBe(1);
  await says(second.edgeId, "live");
  await advance(2 * hour);
  expect(await read(planId)).toMatchObject({ state: "running", wave: 1 });
  await advance(2 * hour + 11 * 60_000);
  expect(await read(planId)).toMatchObject({ state: "done", wave: 1 });
  expect(await readPlans(checkLots(await at.asker("auditor"), "rollout.read", undefined))).toMatchObject([
    { id: planId, state: "done", lots: 2, waves: 2 },
  ]);
});

test("an edge that is away does not hold the others up, and is never counted as done", async () => {
  const more = { edgeId: `e${randomUUID().slice(0, 8)}` };
  await db.edge.create({
    data: { operatorId: at.id, lotId: at.lotId, id: more.edgeId, name: "Away", credentialHash: "-" },
  });
  await at.saveDraft(700);
  await online(at.edgeId, true);
  await online(second.edgeId, true);
  const planId = await make({ holdMinutes: 0 });
  await advance();
  await says(at.edgeId, "live");
  await advance();
  await says(second.edgeId, "live");
  await advance();
  await advance();
  expect(await read(planId)).toMatchObject({ state: "running", wave: 1 });
  await says(more.edgeId, "live");
  await advance();
  expect(await read(planId)).toMatchObject({ state: "done" });
});

test("a refusal pauses; somebody looks and lets it go on", async () => {
  await at.saveDraft(700);
  await online(at.edgeId, true);
  const planId = await make({ holdMinutes: 0 });
  await advance();
  await says(at.edgeId, "refused");
  await advance();
  expect(await read(planId)).toMatchObject({ state: "paused", problem: { kind: "refused", lots: [at.lotId] } });
  await advance(hour);
  expect(await liveNumber(second.lotId)).toBeNull();
  await act(planId, "resume");
  await advance();
  expect(await read(planId)).toMatchObject({ state: "running" });
  await expect(act(planId, "resume")).rejects.toMatchObject({ code: "conflict" });
});

test("a guard that fails takes back what went out, and nobody else's version", async () => {
  await passages({ holds: 0, from: -3 * hour, count: 40 });
  await at.saveDraft(700);
  await online(at.edgeId, true);
  const guards = [{ kind: "holdsPerHundred", worsePercent: 20 } as const];
  const planId = await make({
    holdMinutes: 0,
    guards,
    onFailure: "rollBack",
    waves: [[{ lotId: at.lotId, revision: await at.revision() }]],
  });
  await advance();
  await says(at.edgeId, "live");
  await passages({ holds: 15, from: 1_000, count: 30 });
  await advance(hour);
  const { state, problem, guards: readings } = await read(planId);
  expect({ state, problem }).toMatchObject({ state: "rolledBack", problem: { kind: "guard" } });
  expect(readings).toMatchObject([{ kind: "holdsPerHundred", baseline: 0 }]);
  expect(await liveNumber(at.lotId)).toBe(2);
});

test("a guard says nothing on few passages, and only tells where it shall only tell", async () => {
  await passages({ holds: 0, from: -3 * hour, count: 40 });
  await at.saveDraft(700);
  await online(at.edgeId, true);
  await online(second.edgeId, true);
  const guards = [{ kind: "holdsPerHundred", worsePercent: 20 } as const];
  const planId = await make({ holdMinutes: 0, guards, onFailure: "tell" });
  await advance();
  await says(at.edgeId, "live");
  await passages({ holds: 10, from: 1_000, count: 10 });
  expect((await read(planId)).guards).toMatchObject([{ value: null, failed: false }]);
  await passages({ holds: 20, from: 2_000, count: 20 });
  await advance(hour);
  expect(await read(planId)).toMatchObject({ state: "running", problem: { kind: "guard" } });
  await advance(hour);
  expect(await liveNumber(second.lotId)).toBe(1);
});

test("one lot is watched, too: gates opened by hand and money, each within the limits that the reading names", async () => {
  await passages({ holds: 0, from: -3 * hour, count: 40, feeMinor: 200 });
  await at.saveDraft(700);
  await online(at.edgeId, true);
  const guards = [
    { kind: "manualOpensPerHundred", worsePercent: 50 } as const,
    { kind: "revenuePerPassage", worsePercent: 10 } as const,
  ];
  const waves = [[{ lotId: at.lotId, revision: await at.revision() }]];
  const planId = await make({ waves, guards, holdMinutes: 5 });
  await advance();
  await says(at.edgeId, "live");
  await passages({ holds: 0, from: 1_000, count: 25, feeMinor: 210 });
  for (const state of ["opened", "opened", "noAnswer"] as const) {
    const id = await at.command();
    await db.command.updateMany({ where: { id }, data: { state, issuedAt: new Date(Date.now() + 2_000) } });
  }
  await advance(hour);
  const { state, problem } = await read(planId);
  expect(state).toBe("paused");
  const limits = { min: null, max: 2 };
  expect(problem).toEqual({
    kind: "guard",
    readings: [{ kind: "manualOpensPerHundred", worsePercent: 50, value: 8, baseline: 0, limits }],
  });
  const reading = { kind: "revenuePerPassage", baseline: 200, failed: false };
  const { guards: readings } = await read(planId);
  expect(readings[1]).toMatchObject({ ...reading, limits: { min: 180 } });
  expect(readings[1]!.limits!.max).toBeCloseTo(220);
});

test("two processes that advance at once start a wave once", async () => {
  await at.saveDraft(700);
  const planId = await make();
  await Promise.all([advance(), advance(), advance()]);
  expect(await db.rollout.count({ where: { lotId: at.lotId, note: "Autumn prices" } })).toBe(1);
  await act(planId, "cancel");
  await advance(hour);
  expect(await read(planId)).toMatchObject({ state: "cancelled" });
  await act(planId, "rollBack");
  expect(await liveNumber(at.lotId)).toBe(2);
});

/** Passages at the first lot, some of them held; straight into the projection, since only counts matter here. */
async function passages(given: { holds: number; from: number; count: number; feeMinor?: number }): Promise<void> {
  const { holds, from, count, feeMinor } = given;
  const now = Date.now() + from;
  const base = { operatorId: at.id, lotId: at.lotId, edgeId: at.edgeId, laneId: "entry-1", basis: "rules" } as const;
  await db.passage.createMany({
    data: Array.from({ length: count }, (_, n) => ({
      ...base,
      ...{ passageId: `${at.edgeId}-${randomUUID()}`, at: new Date(now + n), direction: "entry" as const },
      ...{ decision: n < holds ? "hold" : "release", ruleId: "r", reason: "other", flags: [], decideMs: 5 },
      ...(feeMinor !== undefined && { feeMinor, currency: "EUR" }),
    })),
  });
}
