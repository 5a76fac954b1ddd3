import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeEach, expect, test } from "vitest";
import { trustedKeys } from "#contracts/key-list.ts";
import { type Pointer, refusePointer } from "#contracts/pointer.ts";
import { keyIdOf } from "#contracts/signature.ts";
import { loadBundle } from "#engine/compile/load-bundle.ts";
import type { ReleaseRule } from "#engine/model/rule.ts";
import type { Prisma } from "#prisma/client/client.ts";
import { openDb } from "#prisma/db.ts";
import { enrolEdge } from "../fleet/enrol-edge.ts";
import { checkLot } from "../identity/check-access.ts";
import type { Failure } from "../identity/failure.ts";
import { hashEdgeCredential } from "../link/edge-credential.ts";
import { decideByOracle } from "../report/oracle.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { checkPublish } from "./check-publish.ts";
import { processSigningKey } from "./process-signing-key.ts";
import { publishBundle } from "./publish-bundle.ts";
import { readLiveAt } from "./read-live-at.ts";
import { readRollout } from "./read-rollout.ts";
import { readRollouts } from "./read-rollouts.ts";
import { rollBack } from "./roll-back.ts";
import { pointEdge } from "./start-rollout.ts";

const db = openDb(process.env.DATABASE_URL!);
const key = processSigningKey();
const parts = { key, decideByOracle };
let at: TestOperator;

afterAll(() => db.$disconnect());
beforeEach(async () => {
  at = await TestOperator.make(db); // has v1, and v2 live
});

const publishing = async () => checkLot(await at.asker("manager"), "bundle.publish", at.lotId);
const reading = async () => checkLot(await at.asker("auditor"), "rollout.read", at.lotId);
const pointer = () => db.edgePointer.findFirstOrThrow({ where: { lotId: at.lotId } });
const signed = async () => (await pointer()).pointer as Pointer;
const back = async (toNumber: number) => rollBack(await publishing(), { toNumber, note: "back" }, key);

test("a publish makes the next number, keeps bytes that an edge can load, and points the edge at them", async () => {
  await at.saveDraft(700);
  const { number, rolloutId } = await at.publish("dearer still");
  expect(number).toBe(3);
  const bundle = await db.bundle.findFirstOrThrow({ where: { lotId: at.lotId, number: 3 } });
  const loaded = loadBundle(new Uint8Array(bundle.bytes));
  expect(loaded.sha256).toBe(bundle.sha256);
  expect(loaded.bundle.lot).toMatchObject({ id: at.lotId, country: "FI", timeZone: "Europe/Helsinki" });
  const document = await signed();
  expect(document).toMatchObject({
    generation: 3,
    number: 3,
    sha256: bundle.sha256,
    edgeId: at.edgeId,
    lotId: at.lotId,
  });
  const keys = trustedKeys([key.publicKey]);
  const edge = { edgeId: at.edgeId, lotId: at.lotId, current: 2, keys };
  expect(refusePointer(document, edge)).toBeNull();
  expect(refusePointer({ ...document, number: 1 }, edge)).toBe("badSignature");
  expect(document.keyId).toBe(keyIdOf(key.publicKey));
  const rollout = await readRollout(await reading(), { rolloutId });
  expect(rollout).toMatchObject({ kind: "publish", number: 3, fromNumber: 2, state: "running", canRollBackTo: 2 });
  expect(rollout.edges).toMatchObject([{ edgeId: at.edgeId, generation: 3, step: "waiting", online: false }]);
});

test("going back is a new generation at the earlier bundle, with nothing compiled", async () => {
  const bundles = await db.bundle.findMany({ where: { lotId: at.lotId }, orderBy: { number: "asc" } });
  const { rolloutId } = await back(1);
  expect(await db.bundle.findMany({ where: { lotId: at.lotId }, orderBy: { number: "asc" } })).toEqual(bundles);
  expect(await signed()).toMatchObject({ generation: 3, number: 1, sha256: bundles[0]!.sha256 });
  const lot = await db.lot.findUniqueOrThrow({ where: { id: at.lotId } });
  expect(lot).toMatchObject({ liveNumber: 1, lastBundleNumber: 2 });
  const [newest, before] = await readRollouts(await reading());
  expect(newest).toMatchObject({ id: rolloutId, kind: "rollback", number: 1, fromNumber: 2, state: "running" });
  expect(before).toMatchObject({ number: 2, state: "rolledBack" });
});

test("publishing the same bytes again keeps their number; a new draft gets a number never used before", async () => {
  const live = await db.bundle.findFirstOrThrow({ where: { lotId: at.lotId, number: 2 } });
  await back(1);
  expect((await at.publish("the draft is still v2")).number).toBe(2);
  expect(await signed()).toMatchObject({ generation: 4, number: 2, sha256: live.sha256 });
  await at.saveDraft(900);
  expect((await at.publish("new")).number).toBe(3);
});

test("a rollout that an edge has not finished is replaced there; one that is live stays so", async () => {
  const steps = async () => {
    const rows = await db.rolloutEdge.findMany({ where: { lotId: at.lotId }, orderBy: { generation: "asc" } });
    return rows.map((row) => row.step);
  };
  expect(await steps()).toEqual(["replaced", "waiting"]);
  await db.rolloutEdge.updateMany({ where: { lotId: at.lotId, generation: 2 }, data: { step: "live" } });
  await back(1);
  expect(await steps()).toEqual(["replaced", "live", "waiting"]);
});

test("publishes one after another however they come: each generation once, the last one wins", async () => {
  await Promise.all([1, 2, 1, 2, 1, 2].map((number) => back(number).catch((error: Failure) => error.code)));
  const rows = await db.rolloutEdge.findMany({ where: { lotId: at.lotId }, orderBy: { generation: "asc" } });
  expect(rows.map((row) => row.generation)).toEqual(rows.map((_, index) => index + 1));
  const { generation, number } = await pointer();
  const lot = await db.lot.findUniqueOrThrow({ where: { id: at.lotId } });
  expect([generation, number]).toEqual([rows.length, lot.liveNumber]);
});

test("a draft that somebody saved since is not published", async () => {
  const revision = await at.revision();
  await at.saveDraft(800);
  const publish = publishBundle(await publishing(), { revision, note: "stale" }, parts);
  await expect(publish).rejects.toMatchObject({ code: "conflict" });
});

test("a draft with a mistake is checked and refused with where it is", async () => {
  const draft = at.draft(500);
  draft.rules.rules[0] = { ...draft.rules.rules[0]!, id: draft.rules.rules[1]!.id };
  await keep(draft as Prisma.InputJsonObject);
  const check = await checkPublish(await publishing(), decideByOracle);
  expect(check).toMatchObject({ sha256: null, sameAsLive: false, nextNumber: 3 });
  expect(check.diagnostics.some((found) => found.severity === "error" && found.path[0] === "rules")).toBe(true);
  const publish = publishBundle(await publishing(), { revision: await at.revision(), note: "broken" }, parts);
  await expect(publish).rejects.toMatchObject({ code: "badInput", data: { diagnostics: check.diagnostics } });
  expect((await pointer()).generation).toBe(2);
});

test("a draft whose bundle would not fit into a message is refused with its size", { timeout: 120_000 }, async () => {
  const draft = at.draft(500);
  draft.rules.rules = Array.from({ length: 150 }, (_, index) => bulkyRule(index));
  await keep(draft as Prisma.InputJsonObject);
  const check = await checkPublish(await publishing(), decideByOracle);
  expect(check.diagnostics).toMatchObject([{ code: "bundle.tooLarge", severity: "error", params: { max: 262_144 } }]);
  expect(check.gzipBytes).toBeGreaterThan(262_144);
  expect(check.sha256).toBeNull();
});

test("a check tells beforehand what publishing would do", async () => {
  const same = await checkPublish(await publishing(), decideByOracle);
  expect(same).toMatchObject({ sameAsLive: true, nextNumber: 2, diagnostics: [] });
  await at.saveDraft(750);
  const other = await checkPublish(await publishing(), decideByOracle);
  expect(other).toMatchObject({ sameAsLive: false, nextNumber: 3, revision: await at.revision() });
  expect(other.edges).toEqual([{ id: at.edgeId, name: "Edge", online: false }]);
  await at.publish("as checked");
  expect((await signed()).sha256).toBe(other.sha256);
});

test("an edge that is enrolled later is pointed at what is live, as its first generation", async () => {
  const ctx = checkLot(await at.asker("owner"), "edge.enrol", at.lotId);
  const parts = {
    hashCredential: hashEdgeCredential,
    pointEdge: (tx: Prisma.TransactionClient, target: Parameters<typeof pointEdge>[2]) => pointEdge(tx, key, target),
  };
  const { edgeId, password } = await enrolEdge(ctx, { name: "Second" }, parts);
  const row = await db.edgePointer.findFirstOrThrow({ where: { edgeId } });
  expect(row.pointer).toMatchObject({ edgeId, generation: 1, number: 2 });
  await at.saveDraft(650);
  await at.publish("for both");
  const rows = await db.edgePointer.findMany({ where: { lotId: at.lotId }, orderBy: { generation: "asc" } });
  expect(rows.map((each) => [each.edgeId, each.generation, each.number])).toEqual([
    [edgeId, 2, 3],
    [at.edgeId, 3, 3],
  ]);
  const all = JSON.stringify(await db.edge.findMany()) + JSON.stringify(await db.auditEntry.findMany());
  expect(all).not.toContain(password);
});

test("what ran when is what each edge said, not what was sent", async () => {
  const reader = await reading();
  const step = (generation: number, liveAt: string) =>
    db.rolloutEdge.updateMany({ where: { lotId: at.lotId, generation }, data: { step: "live", liveAt } });
  await db.edge.updateMany({ where: { lotId: at.lotId }, data: { enrolledAt: "2026-03-01T00:00:00Z" } });
  await step(1, "2026-03-01T10:00:00Z");
  await step(2, "2026-03-05T14:00:00Z");
  const numberAt = async (moment: string) => {
    const { edges } = await readLiveAt(reader, { at: new Date(moment) });
    return edges.map(({ edgeId, number }) => [edgeId, number]);
  };
  expect(await numberAt("2026-02-28T00:00:00Z")).toEqual([]);
  expect(await numberAt("2026-03-01T09:59:59Z")).toEqual([[at.edgeId, null]]);
  expect(await numberAt("2026-03-05T13:59:59Z")).toEqual([[at.edgeId, 1]]);
  expect(await numberAt("2026-03-05T14:00:00Z")).toEqual([[at.edgeId, 2]]);
  expect((await readLiveAt(reader, { at: new Date() })).sent).toMatchObject({ kind: "publish", number: 2 });
});

test("tells the link and the pages, once the transaction has committed", async () => {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const told: unknown[] = [];
  client.on("notification", ({ channel, payload }) => told.push([channel, JSON.parse(payload!)]));
  await client.query("LISTEN liftgate_desired; LISTEN liftgate_rollout");
  const { rolloutId } = await back(1);
  await expect.poll(() => told.length).toBe(2);
  const ids = { operatorId: at.id, lotId: at.lotId };
  expect(told).toContainEqual(["liftgate_desired", { ...ids, edgeId: at.edgeId }]);
  expect(told).toContainEqual(["liftgate_rollout", { ...ids, rolloutId }]);
  await client.end();
});

async function keep(content: Prisma.InputJsonObject): Promise<void> {
  await db.draft.updateMany({ where: { lotId: at.lotId }, data: { content } });
}

/** Text that gzip cannot make small. */
function bulkyRule(index: number): ReleaseRule {
  const areas = Array.from({ length: 40 }, () => randomBytes(48).toString("base64url"));
  return {
    id: `bulky-${index}`,
    group: "money",
    when: { any: areas.map((value) => ({ fact: "area.id", operator: "equal", value })) },
    ifUnknown: "skip",
    // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
    then: { decision: { type: "hold", reason: "other", params: {} }, effects: [] },
  };
}

test("a draft in which a car could never leave is not published, and the check says where", async () => {
  const draft = at.draft(700);
  const rules = draft.rules.rules.filter(({ then }) => then.decision?.type !== "release");
  const content = { ...draft, rules: { rules } } as Prisma.InputJsonObject;
  await db.draft.updateMany({ where: { lotId: at.lotId }, data: { content, revision: { increment: 1 } } });
  const check = await checkPublish(await publishing(), decideByOracle);
  const trapped = { code: "lane.noWayOut", severity: "error", params: { lane: "exit-1" } };
  expect(check.diagnostics).toContainEqual(expect.objectContaining(trapped));
  expect(check.sha256).toBeNull();
  const publish = publishBundle(await publishing(), { revision: check.revision, note: "Closed" }, parts);
  await expect(publish).rejects.toMatchObject({ code: "badInput", data: { diagnostics: [trapped] } });
});

test("a lot may ask for a backtest of the draft as it stands; a reason goes without, and stands in the audit", async () => {
  await db.lot.update({ where: { id: at.lotId }, data: { backtestRequired: true } });
  await at.saveDraft(700);
  const revision = await at.revision();
  const publish = async (more: { breakGlass?: string } = {}) =>
    publishBundle(await publishing(), { revision, note: "Autumn", ...more }, parts);
  expect(await checkPublish(await publishing(), decideByOracle)).toMatchObject({
    unmet: "backtest",
    backtest: { required: true, met: false, at: null },
  });
  await expect(publish()).rejects.toMatchObject({ code: "conflict" });
  const id = await at.backtest();
  const done = { state: "done" as const, finishedAt: new Date() };
  await db.backtest.updateMany({ where: { id }, data: { ...done, draftRevision: revision - 1 } });
  await expect(publish()).rejects.toMatchObject({ code: "conflict" });
  await db.backtest.updateMany({ where: { id }, data: { draftRevision: revision } });
  expect(await checkPublish(await publishing(), decideByOracle)).toMatchObject({
    unmet: null,
    backtest: { met: true },
  });
  await publish();
  await at.saveDraft(800);
  const later = await at.revision();
  await publishBundle(await publishing(), { revision: later, note: "Now", breakGlass: "The concert" }, parts);
  const [entry] = await db.auditEntry.findMany({
    where: { operatorId: at.id, verb: "publish" },
    orderBy: { at: "desc" },
  });
  expect(entry!.after).toMatchObject({ breakGlass: "The concert" });
});
