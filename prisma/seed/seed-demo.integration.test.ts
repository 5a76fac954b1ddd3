import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { trustedKeys } from "#contracts/key-list.ts";
import { pointerSchema, refusePointer } from "#contracts/pointer.ts";
import { loadBundle } from "#engine/compile/load-bundle.ts";
import { matchesEdgeCredential } from "#server/link/edge-credential.ts";
import { processSigningKey } from "#server/publish/process-signing-key.ts";
import { type Db, openDb } from "../db.ts";
import { type SeedOptions, seedDemo } from "./seed-demo.ts";

const dataDir = process.env.LIFTGATE_DATA_DIR!;
const roles = ["owner", "manager", "support", "attendant", "auditor"];
let db: Db;
let options: SeedOptions;
let file: string;

beforeAll(async () => {
  db = openDb(process.env.DATABASE_URL!);
  options = {
    databaseUrl: process.env.DATABASE_URL!,
    dataDir,
    demoPasswords: Object.fromEntries(roles.map((role) => [`${role}@demo.liftgate.test`, `${role}-password-1`])),
    signingKey: processSigningKey(),
    mqttUrl: "mqtt://127.0.0.1:15883",
    edgeHttpUrl: "http://127.0.0.1:15801",
    cameraPort: 15700,
    barrierPort: 15800,
  };
  const { edgeConfigFiles } = await seedDemo(options);
  expect(edgeConfigFiles).toHaveLength(1);
  file = edgeConfigFiles[0]!;
});

afterAll(() => db.$disconnect());

type EdgeConfig = {
  edgeId: string;
  lotId: string;
  password: string;
  publicKeys: string[];
  lanes: { id: string; barrier: { url: string }; cameras: { token: string }[] }[];
};
const read = (): EdgeConfig => JSON.parse(fs.readFileSync(file, "utf8"));

test("writes an enrolment file for its owner alone, with the password that the database knows the hash of", async () => {
  const config = read();
  expect(config).toMatchObject({ lotId: "riverside-p1", country: "CN", listen: { port: 15700 } });
  expect(config.lanes.map((lane) => [lane.id, lane.barrier.url])).toEqual([
    ["entry-1", "http://127.0.0.1:15800/entry-1"],
    ["exit-1", "http://127.0.0.1:15800/exit-1"],
  ]);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  const edge = await db.edge.findUniqueOrThrow({ where: { id: config.edgeId } });
  expect(await matchesEdgeCredential(config.password, edge.credentialHash)).toBe(true);
  expect(edge.credentialHash).not.toContain(config.password);
});

test("publishes v1 of each of the operator's lots and points the edge at it with a signature that it trusts", async () => {
  const config = read();
  const { pointer, bundle } = await db.edgePointer.findFirstOrThrow({ include: { bundle: true } });
  const signed = pointerSchema.parse(pointer);
  const keys = trustedKeys(config.publicKeys);
  expect(refusePointer(signed, { edgeId: config.edgeId, lotId: config.lotId, current: 0, keys })).toBeNull();
  const loaded = loadBundle(new Uint8Array(bundle.bytes));
  expect(loaded.sha256).toBe(signed.sha256);
  expect(loaded.bundle.lanes.map((lane) => lane.direction)).toEqual(["entry", "exit"]);
  const live = await db.lot.findMany({ select: { id: true, liveNumber: true }, orderBy: { id: "asc" } });
  expect(live).toEqual([
    { id: "northgate-1", liveNumber: null },
    { id: "riverside-p1", liveNumber: 1 },
    { id: "satama-p3", liveNumber: 1 },
  ]);
});

test("makes one person for each role, all of one operator", async () => {
  const members = await db.member.findMany({ select: { role: true, operatorId: true } });
  expect(members.map((member) => member.role).sort()).toEqual([...roles].sort());
  expect(new Set(members.map((member) => member.operatorId))).toEqual(new Set(["harbour-parking"]));
});

test("leaves a trail of what it did in the owner's name", async () => {
  const trail = await db.auditEntry.findMany({ select: { verb: true }, orderBy: { at: "asc" } });
  expect(trail.map((entry) => entry.verb)).toEqual(["enrolEdge", "publish", "publish"]);
});

test("changes nothing when it runs again, but for the addresses in the enrolment file", async () => {
  const before = read();
  const rows = await countRows();
  await seedDemo({ ...options, cameraPort: 15701, mqttUrl: "mqtt://127.0.0.1:15884" });
  expect(read()).toEqual({ ...before, mqttUrl: "mqtt://127.0.0.1:15884", listen: { host: "127.0.0.1", port: 15701 } });
  expect(await countRows()).toEqual(rows);
});

test("gives the edge a new password when its file is lost, and puts other edges' folders aside", async () => {
  const before = read();
  const stranger = path.join(dataDir, "edges", "strangeredge");
  fs.mkdirSync(stranger);
  fs.writeFileSync(path.join(stranger, "journal.db"), "kept");
  fs.rmSync(file);
  await seedDemo(options);
  const after = read();
  expect(after.edgeId).toBe(before.edgeId);
  expect(after.password).not.toBe(before.password);
  const { credentialHash } = await db.edge.findUniqueOrThrow({ where: { id: after.edgeId } });
  expect(await matchesEdgeCredential(after.password, credentialHash)).toBe(true);
  expect(await matchesEdgeCredential(before.password, credentialHash)).toBe(false);
  expect(fs.readdirSync(path.join(dataDir, "edges"))).toEqual([after.edgeId]);
  const [aside] = fs.readdirSync(path.join(dataDir, "edges-of-earlier-databases"));
  expect(fs.readFileSync(path.join(dataDir, "edges-of-earlier-databases", aside!, "journal.db"), "utf8")).toBe("kept");
});

async function countRows(): Promise<number[]> {
  const counts = [db.operator, db.lot, db.edge, db.bundle, db.rollout, db.rolloutEdge, db.user, db.auditEntry];
  return Promise.all(counts.map((table) => (table as typeof db.operator).count()));
}
