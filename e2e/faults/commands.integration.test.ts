import { randomUUID } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type CommandContent, commandSchema, signCommand } from "#contracts/command.ts";
import { signingKey } from "#contracts/signature.ts";
import { Edge } from "#edge-runner/edge.ts";
import { parseEdgeConfig } from "#edge-runner/edge-config.ts";
import { readJournal } from "#edge-runner/report/read-journal.ts";
import { BarrierDevice, type Opening } from "#edge-runner/simulator/barrier-device.ts";
import { BarrierServer } from "#edge-runner/simulator/barrier-server.ts";
import { exampleConfig } from "#edge-runner/testing/example-config.ts";
import { startSourceWorker } from "#edge-runner/testing/source-worker.ts";
import { type Db, openDb } from "#prisma/db.ts";
import { openGate } from "#server/fleet/open-gate.ts";
import { readCommand } from "#server/fleet/read-command.ts";
import { checkLot } from "#server/identity/check-access.ts";
import { hashEdgeCredential } from "#server/link/edge-credential.ts";
import { tellBrokers } from "#server/link/testing/test-broker.ts";
import { TestCloud } from "#server/link/testing/test-cloud.ts";
import { TestEdge } from "#server/link/testing/test-edge.ts";
import { TestOperator } from "#server/trpc/testing/test-operator.ts";

const password = "the edge's own password";
const patience = { timeout: 15_000, interval: 20 };
let db: Db;
let cloud: TestCloud;
let operator: TestOperator;
let openings: Opening[];
let barriers: BarrierServer;
let edges: Edge[] = [];
let folders: string[] = [];

beforeAll(async () => {
  db = openDb(process.env.DATABASE_URL!);
  cloud = new TestCloud(process.env.DATABASE_URL!);
  await cloud.startBroker();
  cloud.startIngest();
});
afterAll(async () => {
  await cloud.stop();
  await db.$disconnect();
});
beforeEach(async () => {
  operator = await TestOperator.make(db);
  await db.edge.updateMany({
    where: { id: operator.edgeId },
    data: { credentialHash: await hashEdgeCredential(password) },
  });
  await tellBrokers(operator.edgeId, password);
  openings = [];
  barriers = new BarrierServer(["entry-1", "exit-1"].map((id) => new BarrierDevice(id, (one) => openings.push(one))));
  await barriers.start(0, "127.0.0.1");
});
afterEach(async () => {
  for (const edge of edges.splice(0)) await edge.stop();
  await barriers.stop();
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
  edges = [];
  folders = [];
});

async function startEdge(folder = newFolder(), barrierPort = barriers.port()): Promise<{ edge: Edge; folder: string }> {
  const { edgeId, lotId } = operator;
  const config = parseEdgeConfig(
    exampleConfig({ edgeId, lotId, mqttUrl: cloud.url, password, publicKeys: [cloud.key.publicKey] }),
    "test",
  );
  for (const lane of config.lanes)
    if ("url" in lane.barrier) lane.barrier.url = `http://127.0.0.1:${barrierPort}/${lane.id}`;
  const log = pino({ level: process.env.LIFTGATE_LOG_LEVEL ?? "silent" });
  const onFatal = (reason: string) => {
    throw new Error(reason);
  };
  const edge = new Edge({ config, folder, runner: "test", startWorker: startSourceWorker, log, onFatal });
  await edge.start();
  edges.push(edge);
  await expect.poll(async () => (await edgeState())?.lanes, patience).toEqual(["entry-1", "exit-1"]);
  return { edge, folder };
}

function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "command-edge-"));
  folders.push(folder);
  return folder;
}

const edgeState = async () =>
  (await db.edge.findUnique({ where: { id: operator.edgeId }, include: { state: true } }))?.state;
const ask = async () => checkLot(await operator.asker("attendant"), "gate.open", operator.lotId);
const open = async (laneId = "exit-1") =>
  openGate(await ask(), { laneId, reasonCode: "misread", note: "wet plate" }, cloud.key);
const stateOf = async (commandId: string) => (await readCommand(await ask(), { commandId })).state;
const steps = (folder: string) =>
  readJournal(path.join(folder, "journal.db"))
    .records("a")
    .map(({ body }) => (JSON.parse(Buffer.from(body!).toString()) as { step: string }).step);

/** A command as the cloud would have made it, but for the change. */
async function place(change: Partial<CommandContent>, key = cloud.key, validMs = 60_000): Promise<string> {
  const { id: operatorId, lotId, edgeId } = operator;
  const now = Date.now();
  const asked = { op: "gate.open", reason: "test", issuedAt: now, expiresAt: now + validMs, by: "person" } as const;
  const content: CommandContent = { id: randomUUID(), edgeId, lotId, laneId: "exit-1", ...asked, ...change };
  const times = { issuedAt: new Date(now), expiresAt: new Date(now + validMs) };
  const { id, laneId, op } = content;
  const row = { operatorId, lotId, id, edgeId, laneId, op, reasonCode: "test", requestedName: "Test", ...times };
  await db.command.create({ data: { ...row, document: signCommand(key, content) } });
  await db.$queryRaw`SELECT pg_notify('liftgate_command', '{}')::text`;
  return id;
}

test("a person opens a barrier: once, with a record on both sides, and a trail of who and why", async () => {
  const { folder } = await startEdge();
  const { commandId } = await open();
  await expect.poll(() => stateOf(commandId), patience).toBe("opened");
  expect(openings).toMatchObject([{ laneId: "exit-1", commandId }]);
  expect(await readCommand(await ask(), { commandId })).toMatchObject({
    laneId: "exit-1",
    reasonCode: "misread",
    note: "wet plate",
    requestedName: "attendant",
    reason: null,
    receivedAt: expect.any(Date),
    finishedAt: expect.any(Date),
  });
  expect(steps(folder)).toEqual(["received", "opened"]);
  await expect.poll(() => db.record.count({ where: { lotId: operator.lotId, stream: "a" } }), patience).toBe(2);
  const entry = await db.auditEntry.findFirstOrThrow({ where: { lotId: operator.lotId, verb: "openGate" } });
  expect(entry).toMatchObject({ object: "lane exit-1", reason: "wet plate", actorName: "attendant" });
});

test("the same command again, at once and after a restart, opens nothing", async () => {
  const { edge, folder } = await startEdge();
  const { commandId } = await open("entry-1");
  await expect.poll(() => stateOf(commandId), patience).toBe("opened");
  const again = () => db.command.updateMany({ where: { id: commandId }, data: { state: "sent" } });
  for (let i = 0; i < 5; i++) {
    await again();
    await db.$queryRaw`SELECT pg_notify('liftgate_command', '{}')::text`;
    await expect.poll(() => stateOf(commandId), patience).toBe("opened");
  }
  await edge.stop();
  edges = [];
  await startEdge(folder);
  await again();
  await db.$queryRaw`SELECT pg_notify('liftgate_command', '{}')::text`;
  await expect.poll(() => stateOf(commandId), patience).toBe("opened");
  expect(openings).toHaveLength(1);
});

test("a command that is late, forged or for no lane of this edge is refused, and says so", async () => {
  await startEdge();
  const expired = await place({ expiresAt: Date.now() - 1 });
  const forged = await place({}, signingKey(new Uint8Array(32).fill(9)));
  const noLane = await place({ laneId: "exit-7" });
  await expect.poll(() => stateOf(expired), patience).toBe("expired");
  await expect.poll(() => stateOf(forged), patience).toBe("rejected");
  await expect.poll(() => stateOf(noLane), patience).toBe("rejected");
  expect((await readCommand(await ask(), { commandId: forged })).reason).toBe("badSignature");
  expect((await readCommand(await ask(), { commandId: noLane })).reason).toBe("noLane");
  expect(openings).toEqual([]);
});

test("a crash in the middle leaves unknown behind, and opens nothing again", async () => {
  const silent = net.createServer((socket) => socket.on("error", () => undefined).resume());
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { edge, folder } = await startEdge(newFolder(), (silent.address() as net.AddressInfo).port);
  const { commandId } = await open();
  await expect.poll(() => steps(folder), patience).toEqual(["received"]);
  // what a disk holds at the moment of a crash
  const crashed = newFolder();
  for (const end of ["", "-wal"])
    fs.copyFileSync(path.join(folder, `journal.db${end}`), path.join(crashed, `journal.db${end}`));
  await edge.stop();
  edges = [];
  silent.close();
  await startEdge(crashed);
  await expect.poll(() => stateOf(commandId), patience).toBe("unknown");
  expect(steps(crashed)).toEqual(["received", "unknown"]);
  expect(openings).toEqual([]);
});

test("a command that nobody answers is sent until it expires, and then says so", async () => {
  await startEdge();
  await edges.pop()!.stop();
  const listener = new TestEdge(cloud.url, operator.edgeId, password);
  await listener.connect();
  const id = await place({}, cloud.key, 2_500);
  await expect.poll(() => stateOf(id), patience).toBe("noAnswer");
  await listener.leave();
  const seen = listener.commands.map((bytes) => commandSchema.parse(JSON.parse(bytes.toString())));
  expect(seen.length).toBeGreaterThanOrEqual(2);
  expect(new Set(seen.map((one) => one.id))).toEqual(new Set([id]));
});

test("the edge knows the cloud's time to a few milliseconds", async () => {
  const { edge } = await startEdge();
  await expect.poll(() => edge.telemetry().clock.quality, patience).toBe("synced");
  await expect.poll(() => Math.abs(edge.telemetry().clock.offsetMs), patience).toBeLessThan(50);
});
