import { afterAll, expect, test } from "vitest";
import { openDb } from "#prisma/db.ts";
import { checkOperator } from "../identity/check-access.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { advancePlans } from "./advance-plan.ts";
import { changePlan } from "./change-plan.ts";
import { processSigningKey } from "./process-signing-key.ts";
import { readPlan } from "./read-plans.ts";

const db = openDb(process.env.DATABASE_URL!);
const key = processSigningKey();
const lots = 500;

afterAll(() => db.$disconnect());

/** Lots that all run v1 and have a v2 to come, each with an edge. */
async function makeLots(at: TestOperator): Promise<string> {
  const place = [at.id, at.lotId] as const;
  const names = `SELECT $1 AS operator_id, 'many-' || $1 || '-' || n AS lot_id, 'm' || substr(md5($1 || n), 1, 12) AS edge_id
    FROM generate_series(1, ${lots}) AS n`;
  const all = (sql: string) => db.$executeRawUnsafe(sql.replaceAll("$many", `(${names}) AS m`), ...place);
  await all(`INSERT INTO lot (operator_id, id, name, time_zone, country)
    SELECT m.operator_id, m.lot_id, m.lot_id, 'Europe/Helsinki', 'FI' FROM $many WHERE $2::text IS NOT NULL`);
  await all(`INSERT INTO bundle (operator_id, lot_id, number, sha256, bytes, semantics, draft, note, created_name)
    SELECT m.operator_id, m.lot_id, b.number, b.sha256, b.bytes, b.semantics, b.draft, b.note, 'test'
    FROM $many JOIN bundle b ON b.lot_id = $2 AND b.number IN (1, 2)`);
  await all(
    `UPDATE lot SET live_number = 1, last_bundle_number = 2 WHERE operator_id = $1 AND id LIKE 'many-%' AND $2 <> ''`,
  );
  await all(`INSERT INTO edge (operator_id, lot_id, id, name, credential_hash)
    SELECT m.operator_id, m.lot_id, m.edge_id, 'Edge', '-' FROM $many WHERE $2::text IS NOT NULL`);
  await all(`INSERT INTO edge_state (operator_id, lot_id, edge_id, online)
    SELECT m.operator_id, m.lot_id, m.edge_id, true FROM $many WHERE $2::text IS NOT NULL`);
  const planId = await at.plan();
  await db.rolloutPlan.updateMany({ where: { operatorId: at.id, id: planId }, data: { startAt: new Date() } });
  await db.rolloutPlanLot.deleteMany({ where: { operatorId: at.id, planId } });
  await db.$executeRawUnsafe(
    `INSERT INTO rollout_plan_lot (operator_id, plan_id, lot_id, wave, number)
     SELECT operator_id, $2::uuid, id, 0, 2 FROM lot WHERE operator_id = $1 AND id LIKE 'many-%'`,
    ...[at.id, planId],
  );
  return planId;
}

/** A process that ends after so many transactions. */
function dying(transactions: number): typeof db {
  let left = transactions;
  return new Proxy(db, {
    get(target, name) {
      const isOver = name === "$transaction" && left-- <= 0;
      if (isOver) return () => Promise.reject(new Error("the process ends"));
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const from = performance.now();
  return { result: await work(), ms: performance.now() - from };
}

test("a rollout to 500 lots begins, over the end of a process too, is watched cheaply, and is taken back", async () => {
  const at = await TestOperator.make(db);
  const planId = await makeLots(at);
  const read = async () => readPlan(checkOperator(await at.asker("auditor"), "rollout.read", at.id), { planId });
  await expect(advancePlans(dying(1), key, new Date())).rejects.toThrow("the process ends");
  const begunCount = () => db.rolloutPlanLot.count({ where: { planId, rolloutId: { not: null } } });
  expect(await begunCount()).toBe(10);
  const begun = await timed(() => advancePlans(db, key, new Date()));
  const first = await timed(read);
  expect(first.result.lots.filter(({ rolloutId }) => rolloutId !== null)).toHaveLength(lots);
  expect(first.result.lots.every(({ edges }) => edges[0]?.step === "waiting")).toBe(true);
  await db.$executeRaw`UPDATE rollout_edge SET step = 'live', live_at = now() WHERE operator_id = ${at.id}`;
  const step = await timed(() => advancePlans(db, key, new Date()));
  expect(await read()).toMatchObject({ state: "done" });
  const checked = checkOperator(await at.asker("manager"), "bundle.publish", at.id);
  const back = await timed(() => changePlan(checked, { planId, act: "rollBack", note: "No" }, key));
  await advancePlans(db, key, new Date());
  expect(await db.lot.count({ where: { operatorId: at.id, id: { startsWith: "many-" }, liveNumber: 1 } })).toBe(lots);
  expect(await read()).toMatchObject({ state: "rolledBack" });
  // what is done every second, and what a person waits for, costs a small part of what is done once
  const ms = { begun: begun.ms, read: first.ms, step: step.ms, back: back.ms };
  const parts = [ms.read, ms.step, ms.back].map((each) => each / ms.begun);
  expect(Math.max(...parts), JSON.stringify(ms)).toBeLessThan(0.3);
}, 600_000);
