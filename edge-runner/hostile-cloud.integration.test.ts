import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signCommand } from "#contracts/command.ts";
import { encodeDesiredRules } from "#contracts/desired-rules.ts";
import { encodeDocumentMessage, signDocumentHead } from "#contracts/document.ts";
import { emptyRoot } from "#contracts/document-entry.ts";
import { encodePart } from "#contracts/document-request.ts";
import { signKeyList } from "#contracts/key-list.ts";
import { limits } from "#contracts/limits.ts";
import type { DocumentName } from "#contracts/names.ts";
import { signPointer } from "#contracts/pointer.ts";
import { type SigningKey, signingKey } from "#contracts/signature.ts";
import { hostileSample } from "#contracts/testing/hostile-bytes.ts";
import { toBytes } from "#contracts/text.ts";
import { cloudStateTopic, downTopic } from "#contracts/topics.ts";
import { encodeDesiredTrial, signTrialPointer } from "#contracts/trial.ts";
import { testBundle } from "./testing/test-bundle.ts";
import { TestLot, waitFor } from "./testing/test-lot.ts";

const seed = Number(process.env.LIFTGATE_FUZZ_SEED ?? Date.now() % 2 ** 31);
const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 40;
const digest = "ab".repeat(32);
const sizes = [limits.messageBytesMax, limits.messageBytesMax + 1, limits.desiredBytesMax + 1];
const lot = new TestLot();
const stranger = signingKey(new Uint8Array(32).fill(99));
const [ownId, otherId, lotId] = ["testedge01", "otheredge1", "test-lot"];
let cars = 0;

beforeAll(async () => {
  process.stdout.write(`seed ${seed}\n`);
  await lot.start();
});
afterAll(() => lot.stop());

async function pass(): Promise<void> {
  const openings = lot.openings.length;
  const { status, decision } = await lot.see("entry-1", `京A${String(10_000 + cars++)}`);
  expect([status, decision]).toEqual([200, "release"]);
  await waitFor(() => lot.openings.length > openings, "the barrier opens");
}

const telemetry = () => lot.edge!.telemetry();
const json = (value: unknown) => toBytes(JSON.stringify(value));

/**
 * What a cloud says, of every kind. What would be followed is made for `edgeId`, or for another lot than this edge's unless
 * that is its own: spoiled in a way that changes nothing of what it says, it still is what it was.
 */
function realMessages(key: SigningKey, edgeId: string): Record<string, Uint8Array[]> {
  const now = Date.now();
  const { linkId, streams } = lot.cloud.hellos.at(-1)!;
  const { epoch } = streams[0]!;
  const held = { stream: "p", epoch, mark: 0, have: [[2, 3]], hash: null };
  const other = testBundle({ hourMinor: 777 });
  const pointer = signPointer(key, { edgeId, lotId, generation: 7, sha256: other.sha256, number: 7 });
  const bundle = { sha256: other.sha256, number: 7 };
  const trial = signTrialPointer(key, { edgeId, lotId, generation: 7, bundle, lanes: ["entry-1"] });
  const changes = gzipSync('+["京A00001",[{"kind":"block","reason":null,"from":null,"until":null}]]\n');
  const head = (kind: "pointer" | "delta", document: DocumentName) => {
    const at = {
      lotId: edgeId === ownId ? lotId : "other-lot",
      document,
      generation: 1,
      version: 1,
      from: kind === "delta" ? 0 : 1,
      deltasFrom: 0,
      forced: 0,
    };
    const body = kind === "delta" ? digest : null;
    return signDocumentHead(key, { kind, ...at, count: 1, root: emptyRoot, at: now, sources: [], body });
  };
  const pointed = (name: DocumentName) =>
    encodeDocumentMessage({ head: head("pointer", name), gzip: new Uint8Array() });
  const command = signCommand(key, {
    ...{ id: "3f2f9f6e-6a52-4b0f-9a4e-0d4c6f5f7a11", edgeId, lotId, laneId: "exit-1", op: "gate.open" },
    ...{ reason: "misread", issuedAt: now, expiresAt: now + 3_600_000, by: "person" },
  });
  return {
    welcome: [json({ v: 1, linkId, now, streams: [held], windowRecords: 32 })],
    ack: [json({ v: 1, ...held, windowRecords: 32 })],
    time: [json({ v: 1, sentAt: performance.now(), receivedAt: now, answeredAt: now })],
    command: [json(command)],
    "desired/rules": [encodeDesiredRules({ pointer, gzip: other.gzip })],
    "desired/trial": [encodeDesiredTrial({ pointer: trial, gzip: other.gzip })],
    "desired/keys": [json(signKeyList(stranger, 9, [stranger.publicKey]))],
    "desired/grants": [pointed("grants")],
    "desired/openSessions": [pointed("openSessions")],
    delta: [encodeDocumentMessage({ head: head("delta", "grants"), gzip: changes })],
    part: [encodePart({ v: 1, name: "documents/grants", etag: "a", offset: 0, total: 10, bytes: changes })],
    "cloud/state": [json({ v: 1, online: true, linkId: "00000000000000c1", at: now })],
  };
}

const topicOf = (kind: string) =>
  kind === "cloud/state" ? cloudStateTopic : downTopic(ownId, kind as Parameters<typeof downTopic>[1]);

it("decides by what it had, counts and tells, whatever spoiled messages come from its cloud", async () => {
  await pass();
  const live = telemetry().bundle;
  const memoryBefore = process.memoryUsage().rss;
  for (const [index, [kind, real]] of Object.entries(realMessages(lot.key, otherId)).entries()) {
    for (const [i, bytes] of hostileSample(real, { sizes, count: runs, seed: seed + index }).entries()) {
      await lot.cloud.sayBytes(topicOf(kind), bytes);
      if (i % 15 === 0) await pass();
    }
    await lot.cloud.takeOver("00000000000000c1");
  }
  const silent = () =>
    Object.keys(realMessages(lot.key, otherId)).filter((kind) => !telemetry().refusedMessages?.[kind]);
  await expect.poll(silent, { timeout: 20_000 }).toEqual([]);
  expect(telemetry().bundle).toEqual(live);
  expect(lot.openings.filter(({ commandId }) => commandId?.startsWith("3f2f9f6e"))).toEqual([]);
  expect(process.memoryUsage().rss - memoryBefore).toBeLessThan(300 * 1024 * 1024);
  expect(lot.fatal).toEqual([]);
  await pass();
}, 120_000);

it("follows nothing that a stranger has signed, however well formed", async () => {
  const before = telemetry();
  for (const [kind, real] of Object.entries(realMessages(stranger, ownId)))
    if (!["welcome", "ack", "time", "cloud/state", "part"].includes(kind))
      for (const bytes of real) await lot.cloud.sayBytes(topicOf(kind), bytes);
  await pass();
  await waitFor(
    () => (telemetry().refusedMessages?.command ?? 0) > (before.refusedMessages?.command ?? 0),
    "the command is refused",
  );
  expect(telemetry()).toMatchObject({ bundle: before.bundle, documents: {} });
  expect(lot.openings.filter(({ laneId }) => laneId === "exit-1")).toEqual([]);
});

it("is not carried off to another year by one message, and follows a cloud that means it", async () => {
  const { cloud } = lot;
  const greetAgain = async () => {
    const hellos = cloud.hellos.length;
    await cloud.takeOver(hellos.toString(16).padStart(16, "0"));
    await waitFor(() => cloud.hellos.length > hellos, "another hello");
  };
  cloud.clockOffsetMs = 40 * 365 * 24 * 3_600_000;
  await greetAgain();
  cloud.clockOffsetMs = 0;
  await greetAgain();
  await pass();
  expect(Math.abs(telemetry().clock.offsetMs)).toBeLessThan(60_000);
  cloud.clockOffsetMs = 600_000;
  const isThere = () => Math.abs(telemetry().clock.offsetMs - 600_000) < 5_000;
  for (let i = 0; i < 60 && !isThere(); i++) await greetAgain();
  expect(isThere()).toBe(true);
}, 60_000);

it("has brought every passage to the cloud once, and says what it turned away", async () => {
  await waitFor(() => telemetry().backlog.records === 0, "all records are with the cloud");
  expect(lot.cloud.held).toMatchObject({ mark: lot.journal().records("p").length, have: [] });
  expect(lot.openings).toHaveLength(cars);
  await waitFor(() => Object.keys(lot.cloud.telemetry.at(-1)?.refusedMessages ?? {}).length === 12, "telemetry tells");
});
