import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecordFrame } from "#contracts/record.ts";
import { verifyStream } from "#contracts/verify-stream.ts";
import { openDb } from "#prisma/db.ts";
import { loadAccess } from "../identity/access.ts";
import { checkLot, checkLots } from "../identity/check-access.ts";
import { inTransaction } from "../link/in-transaction.ts";
import { openPool } from "../link/open-pool.ts";
import { projectPassages } from "../report/project-passages.ts";
import { rebuildPassages } from "../report/rebuild-passages.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { erasePersonal } from "./erase-personal.ts";
import { readPassage } from "./read-passage.ts";
import { countPassages, passagesInput, readPassages } from "./read-passages.ts";
import { readRecentFacts } from "./read-recent-facts.ts";
import { readRecordedPassages } from "./read-recorded-passages.ts";

const db = openDb(process.env.DATABASE_URL!);
let at: TestOperator;
let elsewhere: TestOperator;

afterAll(() => db.$disconnect());
beforeAll(async () => {
  at = await TestOperator.make(db);
  elsewhere = await TestOperator.make(db);
});

const list = async (input: object, lotId?: string) =>
  readPassages(checkLots(await at.asker("attendant"), "passage.read", lotId), passagesInput.parse(input));
const get = async (passageId: string) =>
  readPassage(checkLot(await at.asker("support"), "passage.read", at.lotId), { passageId });
const erase = async (passageId: string) =>
  erasePersonal(
    checkLot(await at.asker("owner"), "passage.erase", at.lotId),
    { passageId, reason: "the driver asked" },
    (tx, keys) => projectPassages((text, values = []) => tx.$queryRawUnsafe(text, ...values), keys),
  );

test("lists newest first, page by page, each passage once, of visible lots alone", async () => {
  const made: string[] = [];
  for (let n = 0; n < 7; n++) made.unshift(await at.passage());
  await elsewhere.passage();
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await list({ limit: 3, cursor });
    expect(page.rows.length).toBeLessThanOrEqual(3);
    seen.push(...page.rows.map((row) => row.passageId));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual(made);
  const [row] = (await list({ limit: 1 })).rows;
  expect(row).toMatchObject({
    laneName: "Entry 1",
    decision: "release",
    ruleId: "entry",
    outcome: "passed",
    bundleNumber: 2,
  });
});

test("counts what a list would hold", async () => {
  const visible = checkLots(await at.asker("attendant"), "passage.read", undefined);
  await at.passage("CNT771");
  const all = await countPassages(visible, {});
  expect(all).toEqual({ count: await db.passage.count({ where: { operatorId: at.id } }), isMore: false, fees: [] });
  expect(await countPassages(visible, { decision: "refuse" })).toEqual({ count: 0, isMore: false, fees: [] });
  const where = { operatorId: at.id, plateText: "CNT771" };
  await db.passage.updateMany({ where, data: { feeMinor: 1250, currency: "EUR" } });
  expect(await countPassages(visible, { plate: "cnt-77" })).toEqual({
    count: 1,
    isMore: false,
    fees: [{ currency: "EUR", feeMinor: 1250 }],
  });
});

test("recorded passages come whole and in order, with what was known; facts for counting name nobody", async () => {
  const passageId = await at.passage("KNW100");
  const now = await db.passage.aggregate({ where: { lotId: at.lotId }, _max: { at: true }, _min: { at: true } });
  const span = { operatorId: at.id, lotId: at.lotId, from: now._min.at!, to: new Date(now._max.at!.getTime() + 1) };
  const found = [];
  for await (const batch of readRecordedPassages(db, span)) found.push(...batch);
  expect(found.map((passage) => passage.passageId).sort()).toEqual(
    (await db.passage.findMany({ where: { lotId: at.lotId } })).map((row) => row.passageId).sort(),
  );
  expect(found.map(({ atMs }) => atMs)).toEqual(found.map(({ atMs }) => atMs).sort((a, b) => a - b));
  const last = found.find((passage) => passage.passageId === passageId)!;
  expect(last.body).toMatchObject({ decision: { decision: "release" } });
  expect(last.facts).toMatchObject({ "plate.text": "KNW100", "lane.direction": "entry" });
  const recent = await readRecentFacts(checkLot(await at.asker("support"), "draft.read", at.lotId));
  expect(JSON.stringify(recent)).not.toContain("KNW100");
});

test("finds a plate by any part of it, written in any way", async () => {
  const passageId = await at.passage("KLM428");
  await at.passage("XKL9900");
  for (const plate of ["KLM428", "klm-428", "LM42", " k l m "]) {
    expect([plate, (await list({ plate })).rows.map((row) => row.passageId)]).toEqual([plate, [passageId]]);
  }
  expect((await list({ plate: "KL" })).rows).toHaveLength(2);
  expect((await list({ plate: "K%8" })).rows).toEqual([]);
  expect((await list({ plate: "---" })).rows).toEqual([]);
});

test("filters by lane, decision and time", async () => {
  await at.passage();
  const all = (await list({ limit: 200 })).rows;
  expect((await list({ limit: 200, laneId: "entry-1", decision: "release" })).rows).toEqual(all);
  expect((await list({ laneId: "exit-1" })).rows).toEqual([]);
  expect((await list({ decision: "hold" })).rows).toEqual([]);
  const { at: time } = all[1]!;
  expect((await list({ limit: 200, from: time })).rows.map((row) => row.at >= time)).not.toContain(false);
  expect((await list({ limit: 200, to: time })).rows.map((row) => row.at < time)).not.toContain(false);
});

test("a device with a mad clock is shown in its mad year", async () => {
  const { journal } = at;
  journal.decide({ at: 8_640_000_000_000_000 });
  await at.commit(journal.frames.slice(-1));
  const [newest] = (await list({ limit: 1 })).rows;
  expect(newest!.at.getTime()).toBe(8_640_000_000_000_000);
  expect((await get(newest!.passageId)).at.getTime()).toBe(8_640_000_000_000_000);
  const second = await list({ limit: 1, cursor: (await list({ limit: 1 })).nextCursor });
  expect(second.rows[0]!.passageId).not.toBe(newest!.passageId);
});

test("shows a passage with the trace made anew from bundle and facts, and its places in the chain", async () => {
  const passageId = await at.passage("ABC123");
  const shown = await get(passageId);
  expect(shown).toMatchObject({
    personal: { plateText: "ABC123", plateRaw: "abc123" },
    erased: false,
    traceAgrees: true,
    bundle: { number: 2 },
    secondOpinion: null,
  });
  expect(shown.facts).toMatchObject({ "plate.text": "ABC123", "lane.direction": "entry" });
  expect(shown.trace!.decision).toEqual(shown.body!.decision);
  expect(shown.trace!.rules.find((rule) => rule.ruleId === "entry")!.outcome).toBe("matched");
  expect(shown.rules.map((rule) => rule.id)).toContain("entry");
  expect(shown.records.map((record) => record.kind)).toEqual(["decision", "outcome"]);
  expect(shown.outcome!.result).toBe("passed");
});

test("shows the other passages of the same visit", async () => {
  const entry = await at.passage("VISIT1");
  const { journal } = at;
  journal.decide({ sessionId: entry, laneId: "exit-1", direction: "exit" });
  await at.commit(journal.frames.slice(-1));
  const exit = (await list({ laneId: "exit-1", limit: 1 })).rows[0]!.passageId;
  expect((await get(exit)).related).toMatchObject([{ passageId: entry, direction: "entry" }]);
  expect((await get(entry)).related).toMatchObject([{ passageId: exit, laneName: "Exit 1" }]);
});

test("an erasure leaves no plate anywhere, and a chain that still proves that nothing is missing", async () => {
  const passageId = await at.passage("GONE777");
  const before = await get(passageId);
  expect(await erase(passageId)).toEqual({ erased: 1 });
  const after = await get(passageId);
  expect(after).toMatchObject({ personal: null, plateText: null, plateRaw: null, erased: true });
  expect(after.body).toEqual(before.body);
  expect(after.records.map((record) => record.hash)).toEqual(before.records.map((record) => record.hash));
  expect((await list({ plate: "GONE777" })).rows).toEqual([]);
  expect(await wholeDatabase()).not.toContain("GONE777");
  expect(await wholeDatabase()).not.toContain("gone777");

  const proof = await prove();
  expect(proof).toMatchObject({ complete: true, findings: [], erased: 1, count: at.journal.frames.length });
  const trail = await db.auditEntry.findFirstOrThrow({ where: { verb: "erasePersonal" } });
  expect(trail).toMatchObject({ reason: "the driver asked", object: `passage ${passageId}` });
});

test("an erased passage stays erased when it is projected again, and when the edge sends it again", async () => {
  const passageId = await at.passage("AGAIN55");
  const frames = at.journal.frames.slice(-2);
  await erase(passageId);
  await at.commit(frames);
  const pool = openPool(process.env.DATABASE_URL!, { name: "test", max: 1 });
  await inTransaction(pool, (sql) => rebuildPassages(sql, { operatorId: at.id, lotId: at.lotId })).finally(() =>
    pool.end(),
  );
  expect(await wholeDatabase()).not.toContain("AGAIN55");
  expect((await prove()).complete).toBe(true);
  expect(await erase(passageId)).toEqual({ erased: 0 });
});

test("a person who sees one lot of two lists that one", async () => {
  const userId = await at.member("support");
  await db.memberLot.create({ data: { operatorId: at.id, userId, lotId: at.lotId } });
  const extra = { operatorId: at.id, id: `${at.lotId}-b`, name: "B", timeZone: "UTC", country: "FI" };
  await db.lot.create({ data: extra });
  const asker = { db, actor: { userId, name: "x", email: "x" }, access: await loadAccess(db, userId) };
  expect(checkLots(asker, "passage.read", undefined).lots.map((lot) => lot.lotId)).toEqual([at.lotId]);
  expect(() => checkLot(asker, "passage.read", extra.id)).toThrow("not found");
});

async function prove() {
  const rows = await db.record.findMany({ where: { lotId: at.lotId, stream: "p" } });
  const frames = rows.map(
    (row): RecordFrame => ({
      stream: "p",
      epoch: row.epoch,
      n: Number(row.n),
      previousHash: row.previousHash,
      hash: row.hash,
      bodyDigest: row.bodyDigest,
      personalDigest: row.personalDigest,
      body: row.body && new Uint8Array(row.body),
      personal: row.personal && new Uint8Array(row.personal),
    }),
  );
  return verifyStream(at.edgeId, "p", at.journal.epoch, at.journal.open, frames);
}

/** Every row of every table as text, with bytes as the text that they hold. */
async function wholeDatabase(): Promise<string> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT c.relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')`;
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<{ text: string }[]>(`SELECT t::text AS text FROM "${name}" t`);
    texts.push(
      ...rows.map(({ text }) =>
        text.replace(/\\\\x([0-9a-f]+)|\\x([0-9a-f]+)/g, (_all, a, b) => Buffer.from(a ?? b, "hex").toString("latin1")),
      ),
    );
  }
  return texts.join("\n");
}
