import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Draft } from "#engine/model/draft.ts";
import type { RateTable } from "#engine/model/rate-table.ts";
import type { Prisma } from "#prisma/client/client.ts";
import { openDb } from "#prisma/db.ts";
import { checkLot, checkOperator } from "../identity/check-access.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { bringVersion } from "./bring-version.ts";
import { detachTable } from "./detach-table.ts";
import { previewVersion } from "./preview-version.ts";
import { readLotTables } from "./read-lot-tables.ts";
import { readTable, readTables } from "./read-shared-tables.ts";
import { removeTable } from "./remove-table.ts";
import { renameTable } from "./rename-table.ts";
import { resetDraft } from "./reset-draft.ts";
import { saveDraft } from "./save-draft.ts";
import { saveTableVersion } from "./save-table-version.ts";
import { shareTable } from "./share-table.ts";
import { useTable } from "./use-table.ts";

const db = openDb(process.env.DATABASE_URL!);
let at: TestOperator;
let second: string;
/** The one table of either lot. */
let place: { rateTableId: string; rateTableVersion: number };

afterAll(() => db.$disconnect());
beforeEach(async () => {
  at = await TestOperator.make(db);
  second = `lot-${randomUUID().slice(0, 8)}`;
  const lot = { name: second, timeZone: "Asia/Shanghai", country: "CN", approvalRequired: false };
  const lanes = [{ id: "entry-1", name: "Entry 1", direction: "entry", position: 0 }] as const;
  await db.lot.create({ data: { operatorId: at.id, id: second, ...lot, lanes: { create: [...lanes] } } });
  const content = at.draft(350) as Prisma.InputJsonObject;
  await db.draft.create({ data: { operatorId: at.id, lotId: second, content, updatedName: "test" } });
  const [table] = at.draft(0).tariff.rateTables;
  place = { rateTableId: table!.id, rateTableVersion: table!.version };
});

const writing = async (lotId = at.lotId) => checkLot(await at.asker("manager"), "draft.write", lotId);
const office = async () => checkOperator(await at.asker("manager"), "draft.write", at.id);
const reading = async () => checkOperator(await at.asker("auditor"), "draft.read", at.id);
const draftOf = async (lotId: string) => {
  const { content, revision } = await db.draft.findFirstOrThrow({ where: { lotId } });
  return { draft: content as Draft, revision };
};
const revisionOf = async (lotId: string) => (await draftOf(lotId)).revision;
const hourOf = ({ rateLineCollections: [first] }: RateTable) => first!.rateLines[0]!.value;
const hourIn = async (lotId: string) => hourOf((await draftOf(lotId)).draft.tariff.rateTables[0]!);
/** The shared table with another price for the hour, and free minutes where they are asked for. */
const priced = (hour: number, freeMinutes?: number): RateTable => {
  const { freePeriod: _free, ...table } = at.draft(hour).tariff.rateTables[0]!;
  return freeMinutes === undefined ? table : { ...table, freePeriod: { minutes: freeMinutes, mode: "subtract" } };
};
const save = async (lotId: string, hour: number) =>
  saveDraft(await writing(lotId), { content: at.draft(hour), revision: await revisionOf(lotId) });
const share = async (name = "City") => {
  const revision = await revisionOf(at.lotId);
  return (await shareTable(await writing(), { ...place, revision, name, note: "one price" })).tableId;
};
const use = async (tableId: string, keep = false) =>
  useTable(await writing(second), { ...place, revision: await revisionOf(second), tableId, keep });
const version = async (tableId: string, number: number, content: RateTable) =>
  saveTableVersion(await office(), { tableId, number, content, note: "autumn" });
const bring = async (
  tableId: string,
  number: number,
  lots: { lotId: string; revision?: number; choices?: Record<string, "mine" | "next"> }[],
) => {
  const wanted = [];
  for (const { lotId, revision, choices = {} } of lots) {
    wanted.push({ ...place, lotId, choices, revision: revision ?? (await revisionOf(lotId)) });
  }
  return bringVersion(await office(), await at.asker("manager"), { tableId, number, lots: wanted });
};

test("from one lot to another, which keeps its price through the next version", async () => {
  const tableId = await share();
  await use(tableId);
  expect(await hourIn(second)).toBe(600);
  await save(second, 700);
  await version(tableId, 1, priced(600, 20));
  expect(await readTables(await reading())).toMatchObject([
    { name: "City", newest: 2, note: "autumn", createdName: "manager", lots: 2, behind: 2, differing: 1 },
  ]);
  const wanted = { tableId, number: 2, lots: [] };
  const preview = await previewVersion(await reading(), await at.asker("auditor"), wanted);
  const inOrder = [at.lotId, second].map((lotId) => preview.lots.find((each) => each.lotId === lotId)!);
  expect(inOrder.map(({ changes, kept, conflicts, errors }) => ({ changes, kept, conflicts, errors }))).toEqual([
    { changes: [{ path: ["freePeriod"], kind: "added" }], kept: [], conflicts: [], errors: [] },
    {
      changes: [{ path: ["freePeriod"], kind: "added" }],
      kept: [expect.objectContaining({ kind: "changed" })],
      conflicts: [],
      errors: [],
    },
  ]);
  expect(inOrder[1]!.fees).toContainEqual({ entryMinute: 540, stayMinutes: 130, before: 2_100, after: 1_400 });
  expect(await bring(tableId, 2, [{ lotId: at.lotId }, { lotId: second }])).toEqual({
    brought: [at.lotId, second],
    left: [],
  });
  expect([await hourIn(at.lotId), await hourIn(second)]).toEqual([600, 700]);
  expect((await draftOf(second)).draft.tariff.rateTables[0]!.freePeriod).toEqual({ minutes: 20, mode: "subtract" });
  const { uses } = await readTable(await reading(), { tableId });
  const said = uses.map(({ lotId, draft, overrides }) => [lotId, draft?.number, overrides.length]);
  expect(said).toEqual([at.lotId, second].toSorted().map((lotId) => [lotId, 2, lotId === second ? 1 : 0]));
});

test("what both have changed is decided for each lot; a draft that somebody changed meanwhile is left", async () => {
  const tableId = await share();
  await use(tableId);
  await save(second, 700);
  await version(tableId, 1, priced(650));
  const seen = await revisionOf(at.lotId);
  await save(at.lotId, 610);
  const id = `rateLineCollections/${priced(0).rateLineCollections[0]!.id}/rateLines/incrementingRate 0`;
  expect(await bring(tableId, 2, [{ lotId: at.lotId, revision: seen }, { lotId: second }])).toEqual({
    brought: [],
    left: [
      { lotId: at.lotId, why: "changed" },
      { lotId: second, why: "undecided" },
    ],
  });
  expect([await hourIn(at.lotId), await hourIn(second)]).toEqual([610, 700]);
  const choices = { [id]: "next" } as const;
  const chosen = { tableId, number: 2, lots: [{ ...place, lotId: second, choices }] };
  const preview = await previewVersion(await reading(), await at.asker("auditor"), chosen);
  expect(preview.lots.find(({ lotId }) => lotId === second)).toMatchObject({ kept: [], conflicts: [{ id }] });
  expect(await bring(tableId, 2, [{ lotId: second, choices }])).toMatchObject({ brought: [second] });
  expect(await hourIn(second)).toBe(650);
});

test("two people who write the next version: one wins, the other gets what was written", async () => {
  const tableId = await share();
  const results = await Promise.allSettled([version(tableId, 1, priced(650)), version(tableId, 1, priced(660))]);
  const won = results.findIndex(({ status }) => status === "fulfilled");
  const conflict = { number: 2, createdName: "manager", content: priced([650, 660][won]!) };
  expect(results[1 - won]).toMatchObject({ reason: { code: "conflict", data: { conflict } } });
  expect(await version(tableId, 2, priced([650, 660][won]!))).toEqual({ number: 2 });
  await expect(version(tableId, 2, { ...priced(1), version: 0 })).rejects.toMatchObject({ code: "badInput" });
});

test("a lot may come with its own price; what is approved of its draft stays approved", async () => {
  const tableId = await share();
  const before = await revisionOf(second);
  expect(await use(tableId, true)).toEqual({ revision: before });
  expect(await hourIn(second)).toBe(350);
  const { uses, tables } = await readLotTables(checkLot(await at.asker("support"), "draft.read", second));
  expect(uses).toMatchObject([{ ...place, tableId, number: 1, base: { rateTableName: "Visitors" } }]);
  expect(tables).toMatchObject([{ id: tableId, name: "City", newest: 1 }]);
  await detachTable(await writing(second), place);
  expect(await hourIn(second)).toBe(350);
  await expect(detachTable(await writing(second), place)).rejects.toMatchObject({ code: "notFound" });
});

test("another currency is another table", async () => {
  const tableId = await share();
  const draft = at.draft(100);
  const content = { ...draft, tariff: { ...draft.tariff, currency: "SEK" } };
  await saveDraft(await writing(second), { content, revision: 1 });
  await expect(use(tableId)).rejects.toMatchObject({ code: "badInput" });
});

test("a table that goes and comes back is still shared; another of its name is not", async () => {
  const tableId = await share();
  const linked = async () => (await readLotTables(checkLot(await at.asker("owner"), "draft.read", at.lotId))).uses;
  const { draft } = await draftOf(at.lotId);
  const renamed: Draft = {
    ...draft,
    tariff: {
      ...draft.tariff,
      rateTables: draft.tariff.rateTables.map((table) => ({ ...table, id: "other" })),
      rateEligibility: [{ rateTable: "other" }],
    },
  };
  const put = async (content: Draft) => saveDraft(await writing(), { content, revision: await revisionOf(at.lotId) });
  await put(renamed);
  expect(await linked()).toEqual([]);
  await put(draft);
  expect(await linked()).toMatchObject([{ tableId, number: 1 }]);
  await put(renamed);
  await put(at.draft(123));
  expect(await linked()).toEqual([]);
});

test("what is live says its version, and a reset brings the links back that it was made with", async () => {
  const tableId = await share();
  await save(at.lotId, 640);
  const { number: bundle } = await at.publish("shared");
  await version(tableId, 1, priced(600, 20));
  await bring(tableId, 2, [{ lotId: at.lotId }]);
  const uses = async () =>
    (await readTable(await reading(), { tableId })).uses.map(({ draft, liveNumber }) => [draft?.number, liveNumber]);
  const isToPublish = async () => (await readTable(await reading(), { tableId })).uses[0]!.draft!.toPublish;
  expect([await uses(), await isToPublish()]).toEqual([[[2, 1]], true]);
  await detachTable(await writing(), place);
  expect(await uses()).toEqual([[undefined, 1]]);
  await expect(removeTable(await office(), { tableId })).rejects.toMatchObject({ code: "conflict" });
  await resetDraft(await writing(), { revision: await revisionOf(at.lotId) });
  expect([await uses(), await hourIn(at.lotId), bundle]).toEqual([[[1, 1]], 640, 3]);
  expect(await isToPublish()).toBe(false);
});

test("names are taken once; a table that nobody uses can go, with what it once was in bundles", async () => {
  const [tableId, other] = [await share(), await share("Suburbs")];
  await expect(share()).rejects.toMatchObject({ code: "conflict" });
  await expect(renameTable(await office(), { tableId, name: "Suburbs" })).rejects.toMatchObject({ code: "conflict" });
  expect(await renameTable(await office(), { tableId, name: "Centre" })).toEqual({ name: "Centre" });
  expect(await removeTable(await office(), { tableId })).toEqual({ removed: true });
  await at.publish("of the suburbs");
  await detachTable(await writing(), place);
  await at.saveDraft(1_000);
  await at.publish("own prices");
  expect(await removeTable(await office(), { tableId: other })).toEqual({ removed: true });
  expect(await readTables(await reading())).toEqual([]);
});
