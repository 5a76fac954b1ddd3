import { afterAll, beforeEach, expect, test } from "vitest";
import type { Telemetry } from "#contracts/messages.ts";
import { openDb } from "#prisma/db.ts";
import { checkLot, checkLots } from "../identity/check-access.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { anomaliesInput, readAnomalies } from "./read-anomalies.ts";
import { readFleet } from "./read-fleet.ts";
import { readLots } from "./read-lots.ts";
import { readQuarantine } from "./read-quarantine.ts";
import { readStatus } from "./read-status.ts";
import { resolveAnomaly } from "./resolve-anomaly.ts";

const db = openDb(process.env.DATABASE_URL!);
let at: TestOperator;

afterAll(() => db.$disconnect());
beforeEach(async () => {
  at = await TestOperator.make(db);
});

const lots = async () => checkLots(await at.asker("support"), "lot.read", undefined);
const fleet = async () => checkLots(await at.asker("auditor"), "fleet.read", undefined);
const place = () => ({ operatorId: at.id, lotId: at.lotId, edgeId: at.edgeId });

test("an edge that was never seen says so and shows what it should run", async () => {
  const [edge] = await readFleet(await fleet());
  expect(edge).toMatchObject({
    edgeId: at.edgeId,
    lotName: at.lotId,
    connection: "neverSeen",
    work: null,
    bundle: null,
    wanted: { number: 2, generation: 2 },
    streams: [],
  });
});

test("an edge shows link, work, backlog and which records are still missing", async () => {
  const telemetry: Telemetry = {
    v: 1,
    at: Date.now(),
    work: "decidingLocally",
    bundle: { sha256: "a".repeat(64), number: 2, generation: 2 },
    backlog: { records: 37, oldestAt: 1_000 },
    clock: { offsetMs: -12, quality: "synced" },
    fsyncMs: 1.5,
    refusedObservations: { tooOld: 2 },
  };
  const now = new Date();
  await db.edgeState.create({
    data: { ...place(), online: true, stateAt: now, telemetryAt: now, telemetry, uplink: "mobile", runner: "1.2" },
  });
  const metered = { isMetered: true, reason: "noAnswer", before: "wired" };
  await db.edgeUplink.create({
    data: { ...place(), since: new Date(1_000), uplink: "wired", isMetered: false, reason: "start" },
  });
  await db.edgeUplink.create({ data: { ...place(), since: now, uplink: "4g", ...metered } });
  await at.passage();
  await db.stream.updateMany({ where: { edgeId: at.edgeId }, data: { have: [[5, 6]], lastSaid: 9 } });
  const [edge] = await readFleet(await fleet());
  expect(edge).toMatchObject({
    connection: "online",
    uplink: "mobile",
    uplinks: [
      { uplink: "4g", since: now, ...metered },
      { uplink: "wired", reason: "start", before: null },
    ],
    work: "decidingLocally",
    backlog: { records: 37 },
    bundle: { number: 2, generation: 2 },
    refusedObservations: { tooOld: 2 },
  });
  expect(edge!.streams).toMatchObject([
    {
      stream: "p",
      mark: 2,
      lastSaid: 9,
      complete: false,
      missing: [
        [3, 4],
        [7, 9],
      ],
    },
  ]);
});

test("telemetry that an older or newer edge shaped otherwise is left out, the edge stays in the list", async () => {
  await db.edgeState.create({ data: { ...place(), online: false, stateAt: new Date(), telemetry: { v: 9 } } });
  const [edge] = await readFleet(await fleet());
  expect(edge).toMatchObject({ connection: "offline", work: null, backlog: null });
});

test("a lot's line counts edges, today's passages by the lot's own day, and unpublished drafts", async () => {
  await at.passage();
  await at.passage();
  at.journal.decide({ at: Date.now() - 3 * 86_400_000 });
  await at.commit(at.journal.frames.slice(-1));
  await db.edgeState.create({ data: { ...place(), online: true, stateAt: new Date() } });
  const [lot] = await readLots(await lots());
  expect(lot).toMatchObject({
    id: at.lotId,
    operatorName: at.id,
    currency: "EUR",
    live: { number: 2 },
    draftDiffers: false,
    edges: { total: 1, online: 1 },
    passagesToday: 2,
  });
  expect(await readStatus(await lots())).toEqual({ draftsNotLive: [], edgesOffline: [] });
  await at.saveDraft(777);
  await db.edgeState.updateMany({ where: { edgeId: at.edgeId }, data: { online: false } });
  expect((await readLots(await lots()))[0]).toMatchObject({ draftDiffers: true, edges: { online: 0 } });
  expect(await readStatus(await lots())).toEqual({
    draftsNotLive: [{ lotId: at.lotId, lotName: at.lotId }],
    edgesOffline: [{ lotId: at.lotId, edgeId: at.edgeId, name: "Edge" }],
  });
});

test("an anomaly is resolved once, with a reason, and can still be read", async () => {
  const anomalyId = await at.anomaly();
  const open = async (includeResolved: boolean) =>
    (await readAnomalies(await fleet(), anomaliesInput.parse({ includeResolved }))).map((row) => row.id);
  expect(await open(false)).toEqual([anomalyId]);
  const ctx = checkLot(await at.asker("support"), "anomaly.resolve", at.lotId);
  await resolveAnomaly(ctx, { anomalyId, reason: "camera was dirty" });
  expect([await open(false), await open(true)]).toEqual([[], [anomalyId]]);
  await expect(resolveAnomaly(ctx, { anomalyId, reason: "again" })).rejects.toMatchObject({ code: "conflict" });
});

test("a quarantined message is shown by its first bytes, without control characters", async () => {
  await at.quarantine();
  const ctx = checkLots(await at.asker("support"), "quarantine.read", at.lotId);
  expect(await readQuarantine(ctx)).toMatchObject([{ edgeId: at.edgeId, bytes: 10, preview: "no record·" }]);
});
