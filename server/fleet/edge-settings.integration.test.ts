import { afterAll, beforeEach, expect, test } from "vitest";
import type { EdgeSettings, WholeSettings } from "#contracts/edge-settings.ts";
import type { Telemetry } from "#contracts/messages.ts";
import { openDb } from "#prisma/db.ts";
import { changeSettings, readSettings } from "../documents/change-settings.ts";
import { checkLot } from "../identity/check-access.ts";
import { sqlOf } from "../trpc/sql-of.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { readEdgeSettings } from "./read-edge-settings.ts";
import { type SettingsDocument, saveEdgeSettings } from "./save-edge-settings.ts";

const db = openDb(process.env.DATABASE_URL!);
const installed: WholeSettings = {
  lanes: { "entry-1": { onJournalFailure: "openAndFlag", onRuleFailure: "hold" } },
  photos: { diskMegabytes: 2_000, meteredMegabytesPerDay: 50 },
  uplinks: {},
  backlogKbitPerSecond: 256,
  telemetrySeconds: 5,
};
let at: TestOperator;

afterAll(() => db.$disconnect());
beforeEach(async () => {
  at = await TestOperator.make(db);
});

const place = () => ({ operatorId: at.id, lotId: at.lotId, edgeId: at.edgeId });
const read = async () => (await readEdgeSettings(checkLot(await at.asker("auditor"), "fleet.read", at.lotId)))[0]!;

async function save(before: EdgeSettings, settings: EdgeSettings, edgeId = at.edgeId) {
  const document: SettingsDocument = {
    read: (tx, id) => readSettings(sqlOf(tx), { ...place(), edgeId: id }),
    change: (tx, id, wanted) => changeSettings(sqlOf(tx), { ...place(), edgeId: id }, wanted),
  };
  const ctx = checkLot(await at.asker("manager"), "edge.settings", at.lotId);
  return saveEdgeSettings(ctx, { edgeId, before, settings }, document);
}

/** What the edge says of the settings that it has. */
async function say(settings: Telemetry["settings"]): Promise<void> {
  const telemetry: Telemetry = {
    ...{ v: 1, at: Date.now(), work: "deciding", bundle: null, backlog: { records: 0, oldestAt: null }, fsyncMs: 1 },
    ...{ clock: { offsetMs: 0, quality: "synced" }, refusedObservations: {}, settings },
  };
  const where = { operatorId_lotId_edgeId: place() };
  const data = { telemetry, installed, telemetryAt: new Date() };
  await db.edgeState.upsert({ where, create: { ...place(), ...data }, update: data });
}

test("a change is on its way, then running or refused, as the edge says, and the trail says who made it", async () => {
  await say({ generation: 0, version: 0, refused: null });
  expect(await read()).toMatchObject({ installed, settings: {}, state: { kind: "installed" }, changes: [] });
  const wait = { lanes: { "entry-1": { onJournalFailure: "wait" as const } } };
  expect(await save({}, { ...wait, photos: {} })).toEqual({ changed: true });
  expect(await read()).toMatchObject({ settings: wait, state: { kind: "waiting" } });
  await say({ generation: 1, version: 1, refused: null });
  expect(await read()).toMatchObject({ state: { kind: "running" } });
  await save(wait, { telemetrySeconds: 10 });
  const refused = { generation: 1, version: 2, code: "noLane", message: "no such lane" };
  await say({ generation: 1, version: 1, refused });
  expect(await read()).toMatchObject({
    state: { kind: "refused", code: "noLane", message: "no such lane" },
    changes: [
      { before: wait, after: { telemetrySeconds: 10 } },
      { before: {}, after: wait },
    ],
  });
  // what was refused before the newest version says nothing of that
  await save({ telemetrySeconds: 10 }, {});
  expect(await read()).toMatchObject({ settings: {}, state: { kind: "waiting" } });
  await say({ generation: 1, version: 3, refused: null });
  expect(await read()).toMatchObject({ settings: {}, state: { kind: "installed" } });
});

test("nobody overwrites what somebody else has changed, and the same again changes nothing", async () => {
  await save({}, { telemetrySeconds: 10 });
  await expect(save({}, { telemetrySeconds: 3 })).rejects.toMatchObject({ code: "conflict" });
  expect(await save({ telemetrySeconds: 10 }, { telemetrySeconds: 10 })).toEqual({ changed: false });
  expect((await read()).changes).toHaveLength(1);
  await expect(save({}, {}, "stranger01")).rejects.toMatchObject({ code: "notFound" });
});
