import { afterAll, beforeEach, expect, test } from "vitest";
import type { Draft } from "#engine/model/draft.ts";
import { totalFacts } from "#engine/model/facts.ts";
import { openDb } from "#prisma/db.ts";
import { checkLot } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import { decideByOracle } from "../report/oracle.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { readDraft } from "./read-draft.ts";
import { resetDraft } from "./reset-draft.ts";
import { saveDraft } from "./save-draft.ts";
import { tryDecision } from "./try-decision.ts";

const db = openDb(process.env.DATABASE_URL!);
let at: TestOperator;

afterAll(() => db.$disconnect());
beforeEach(async () => {
  at = await TestOperator.make(db);
});

const writing = async () => checkLot(await at.asker("manager"), "draft.write", at.lotId);
const reading = async () => checkLot(await at.asker("support"), "draft.read", at.lotId);
const trying = async () => checkLot(await at.asker("support"), "decision.try", at.lotId);
const hourOf = (draft: Draft) => {
  const line = draft.tariff.rateTables[0]!.rateLineCollections[0]!.rateLines[0]!;
  return "value" in line ? line.value : null;
};

test("a save raises the revision and says who; the draft then differs from what is live", async () => {
  const before = await readDraft(await reading());
  expect(before).toMatchObject({ differs: false, live: { number: 2, by: "owner", note: "dearer" } });
  expect(before.lot.lanes.map((lane) => lane.id)).toEqual(["entry-1", "exit-1"]);
  expect(before.clock.timeZone).toBe("Europe/Helsinki");
  const saved = await saveDraft(await writing(), { content: at.draft(725), revision: before.revision });
  const after = await readDraft(await reading());
  expect(after).toMatchObject({ revision: saved.revision, updatedName: "manager", differs: true });
  expect(hourOf(after.content)).toBe(725);
  expect(hourOf(after.live!.draft)).toBe(600);
});

test("the trail keeps what changed, not the whole draft", async () => {
  await saveDraft(await writing(), { content: at.draft(725), revision: await at.revision() });
  const entry = await db.auditEntry.findFirstOrThrow({ where: { operatorId: at.id, verb: "saveDraft" } });
  const change = (value: number) => ({
    tariff: { rateTables: { 0: { rateLineCollections: { 0: { rateLines: { 0: { value } } } } } } },
  });
  expect([entry.before, entry.after]).toEqual([change(600), change(725)]);
});

test("two people who save over the same revision: one wins, the other gets what was saved", async () => {
  const revision = await at.revision();
  const saves = [710, 720].map(async (hour) => saveDraft(await writing(), { content: at.draft(hour), revision }));
  const results = await Promise.allSettled(saves);
  const won = results.findIndex((result) => result.status === "fulfilled");
  const lost = results[1 - won] as PromiseRejectedResult;
  expect(lost.reason).toBeInstanceOf(Failure);
  const { conflict } = (lost.reason as Failure).data as { conflict: { revision: number; content: Draft } };
  expect(conflict).toMatchObject({ revision: revision + 1, updatedName: "manager" });
  expect(hourOf(conflict.content)).toBe([710, 720][won]);
  expect(await at.revision()).toBe(revision + 1);
});

test("saving what is there already is no change", async () => {
  const revision = await at.revision();
  const trail = await db.auditEntry.count();
  expect((await saveDraft(await writing(), { content: at.draft(600), revision })).revision).toBe(revision);
  expect(await db.auditEntry.count()).toBe(trail);
});

test("what is no draft is refused with the place", async () => {
  const content = { ...at.draft(500), tariff: { ...at.draft(500).tariff, currency: 5 } };
  const save = saveDraft(await writing(), { content, revision: await at.revision() });
  await expect(save).rejects.toMatchObject({
    code: "badInput",
    data: { diagnostics: [{ path: ["tariff", "currency"] }] },
  });
});

test("a reset brings back what is live", async () => {
  await saveDraft(await writing(), { content: at.draft(725), revision: await at.revision() });
  await expect(resetDraft(await writing(), { revision: 1 })).rejects.toMatchObject({ code: "conflict" });
  await resetDraft(await writing(), { revision: await at.revision() });
  const draft = await readDraft(await reading());
  expect(draft.differs).toBe(false);
  expect(hourOf(draft.content)).toBe(600);
});

test("a try-out decides by the live bundle or the draft, and json-rules-engine agrees", async () => {
  const facts = { "lane.direction": "entry", "plate.text": "LBS735", "match.kind": "exact" };
  const live = await tryDecision(await trying(), { facts, which: "live" }, decideByOracle);
  expect(live).toMatchObject({
    decision: { decision: "release", ruleId: "entry" },
    bundleNumber: 2,
    oracle: { agrees: true },
  });
  const content = at.draft(600);
  content.rules.rules = content.rules.rules.filter((rule) => rule.id !== "entry");
  await saveDraft(await writing(), { content, revision: await at.revision() });
  const draft = await tryDecision(await trying(), { facts, which: "draft" }, decideByOracle);
  expect(draft).toMatchObject({
    decision: { decision: "hold", ruleId: "otherwise" },
    bundleNumber: null,
    oracle: { agrees: true },
  });
  expect(draft.trace.rules.length).toBeGreaterThan(5);
});

test("a try-out says when the two disagree", async () => {
  const wrong: typeof decideByOracle = async (bundle, facts) => ({
    ...(await decideByOracle(bundle, facts)),
    reason: "x",
  });
  const input = { facts: { "lane.direction": "entry" }, which: "live" } as const;
  expect((await tryDecision(await trying(), input, wrong)).oracle.agrees).toBe(false);
});

test("a try-out names facts that it cannot use", async () => {
  const facts = { ...totalFacts({}), "lane.direction": "sideways", "no.such": 1 };
  const refused = tryDecision(await trying(), { facts, which: "live" }, decideByOracle);
  await expect(refused).rejects.toMatchObject({
    code: "badInput",
    data: { diagnostics: expect.arrayContaining([{ id: "no.such", code: "unknownFact" }]) },
  });
});
