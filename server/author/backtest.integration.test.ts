import { afterAll, beforeEach, expect, test } from "vitest";
import { openDb } from "#prisma/db.ts";
import { checkLot } from "../identity/check-access.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { claimBacktest, runBacktest, startBacktestJob } from "./backtest-job.ts";
import { cancelBacktest } from "./cancel-backtest.ts";
import { readBacktest, readBacktestChanges, readBacktests } from "./read-backtests.ts";
import { startBacktest } from "./start-backtest.ts";

const db = openDb(process.env.DATABASE_URL!);
let at: TestOperator;

afterAll(() => db.$disconnect());
beforeEach(async () => {
  await db.backtest.updateMany({ where: { state: { in: ["waiting", "running"] } }, data: { state: "cancelled" } });
  at = await TestOperator.make(db);
});

const writing = async () => checkLot(await at.asker("manager"), "draft.write", at.lotId);
const reading = async () => checkLot(await at.asker("auditor"), "draft.read", at.lotId);
const spanOfAll = async () => {
  const { _min, _max } = await db.passage.aggregate({
    where: { lotId: at.lotId },
    _min: { at: true },
    _max: { at: true },
  });
  return { revision: await at.revision(), from: _min.at!, to: new Date(_max.at!.getTime() + 1) };
};

/** A draft in which nobody gets in. */
async function closeEntry(): Promise<void> {
  const draft = at.draft(600);
  const entry = draft.rules.rules.find(({ id }) => id === "entry")!;
  // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
  entry.then = { decision: { type: "refuse", reason: "other", params: {} }, effects: [] };
  await db.draft.updateMany({
    where: { lotId: at.lotId },
    data: { content: draft as object, revision: { increment: 1 } },
  });
}

test("a draft that differs is told passage by passage, one that does not differ finds nothing", async () => {
  for (let n = 0; n < 5; n++) await at.passage();
  const same = await startBacktest(await writing(), await spanOfAll());
  await runBacktest(db, (await claimBacktest(db, new Date()))!);
  expect(await readBacktest(await reading(), same)).toMatchObject({
    ...{ state: "done", passagesDone: 5, passagesTotal: 5 },
    result: { passages: 5, replayed: 5, changed: 0, unlikeRecord: 0 },
  });
  await closeEntry();
  const closed = await startBacktest(await writing(), await spanOfAll());
  await runBacktest(db, (await claimBacktest(db, new Date()))!);
  const { result } = await readBacktest(await reading(), closed);
  expect(result).toMatchObject({ changed: 5, outcomes: [{ before: "release", after: "refuse", count: 5 }] });
  const { rows, isMore } = await readBacktestChanges(await reading(), {
    ...closed,
    order: "newest",
    offset: 0,
    limit: 3,
  });
  expect({ n: rows.length, isMore }).toEqual({ n: 3, isMore: true });
  expect(rows[0]).toMatchObject({ decisionBefore: "release", decisionAfter: "refuse", laneName: "Entry 1" });
  expect(rows[0]!.plateText).toMatch(/^LBS/);
  expect((await readBacktests(await reading())).map(({ id }) => id)).toEqual([closed.id, same.id]);
});

test("is asked for once at a time, within bounds, and only where something is live", async () => {
  await at.passage();
  await startBacktest(await writing(), await spanOfAll());
  await expect(startBacktest(await writing(), await spanOfAll())).rejects.toMatchObject({ code: "conflict" });
  await db.backtest.updateMany({ where: { lotId: at.lotId }, data: { state: "done" } });
  await db.lot.update({ where: { id: at.lotId }, data: { liveNumber: null } });
  await expect(startBacktest(await writing(), await spanOfAll())).rejects.toMatchObject({ code: "conflict" });
});

test("survives the end of the process that ran it, and is never run by two", async () => {
  await at.passage();
  const { id } = await startBacktest(await writing(), await spanOfAll());
  const first = await claimBacktest(db, new Date());
  expect(first?.id).toBe(id);
  expect(await claimBacktest(db, new Date())).toBeNull();
  const later = new Date(Date.now() + 20_000);
  const second = await claimBacktest(db, later);
  expect(second?.id).toBe(id);
  await runBacktest(db, second!);
  expect(await readBacktest(await reading(), { id })).toMatchObject({ state: "done", passagesDone: 1 });
});

test("stops when somebody cancels, and says so when asked again", async () => {
  await at.passage();
  const { id } = await startBacktest(await writing(), await spanOfAll());
  const claimed = await claimBacktest(db, new Date());
  await cancelBacktest(await writing(), { id });
  await runBacktest(db, claimed!);
  expect(await readBacktest(await reading(), { id })).toMatchObject({ state: "cancelled" });
  await expect(cancelBacktest(await writing(), { id })).rejects.toMatchObject({ code: "conflict" });
});

test("the job takes what waits, by itself, and stops at once", async () => {
  await at.passage();
  const { id } = await startBacktest(await writing(), await spanOfAll());
  const faults: string[] = [];
  const job = startBacktestJob(db, ({ message }) => faults.push(message));
  await expect.poll(async () => (await readBacktest(await reading(), { id })).state, { timeout: 10_000 }).toBe("done");
  await job.stop();
  expect(faults).toEqual([]);
});
