import fs from "node:fs";
import path from "node:path";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { limits } from "#contracts/limits.ts";
import { cloudStateTopic, downTopic, everyUpTopic, upTopic } from "#contracts/topics.ts";
import { hashEdgeCredential } from "#server/link/edge-credential.ts";
import { openPool } from "#server/link/open-pool.ts";
import { Mosquitto } from "#server/link/testing/mosquitto.ts";
import { makeSampleLot, type SampleLot } from "#server/link/testing/sample-lot.ts";
import { brokerPasswords } from "./broker-passwords.ts";

const cloudPassword = "password of the cloud";
let pool: pg.Pool;
let broker: Mosquitto;
let lot: SampleLot;
let other: SampleLot;
const clients: MqttClient[] = [];

beforeAll(async () => {
  process.env.LIFTGATE_BROKER_PASSWORD = cloudPassword;
  pool = openPool(process.env.DATABASE_URL!, { name: "test", max: 2 });
  lot = await makeSampleLot(pool);
  other = await makeSampleLot(pool);
  broker = new Mosquitto(0);
  await brokerPasswords(path.join(broker.folder, "passwords"), {});
  await broker.start();
});
afterAll(async () => {
  await broker.stop();
  broker.remove();
  await pool.end();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.end(true);
});

async function connect(username: string, password: string, more: IClientOptions = {}): Promise<MqttClient> {
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const account = { username, password, clientId: username, protocolVersion: 4 as const, reconnectPeriod: 0 };
  const client = mqtt.connect(more.protocol === "mqtts" ? `mqtts://127.0.0.1:${broker.tlsPort}` : url, {
    ...account,
    ...more,
  });
  clients.push(client);
  return new Promise((resolve, reject) => {
    client.once("connect", () => resolve(client));
    client.once("error", reject);
    client.once("close", () => reject(new Error("closed")));
  });
}

const connectEdge = ({ edgeId, password }: SampleLot, more: IClientOptions = {}) => connect(edgeId, password, more);

/** What a client hears from now on. */
async function listen(client: MqttClient, ...topics: string[]): Promise<string[]> {
  const heard: string[] = [];
  client.on("message", (topic, payload) => heard.push(`${topic} ${payload}`));
  await client.subscribeAsync(topics, { qos: 1 });
  return heard;
}

test("accounts of the database and of the cloud get in, nobody else", async () => {
  expect((await connectEdge(lot)).connected).toBe(true);
  expect((await connect("cloud", cloudPassword)).connected).toBe(true);
  for (const [user, password] of [
    [lot.edgeId, other.password],
    ["nobody00", lot.password],
    ["cloud", lot.password],
    [lot.edgeId, ""],
  ] as const)
    await expect(connect(user, password)).rejects.toThrow(/Not authorized|closed/);
});

test("over TLS an edge is sure of the broker", async () => {
  const ca = fs.readFileSync(broker.certificate);
  expect((await connectEdge(lot, { protocol: "mqtts", ca })).connected).toBe(true);
  await expect(connectEdge(lot, { protocol: "mqtts" })).rejects.toThrow(/self.signed|certificate/i);
});

test("an edge hears its own and the cloud's presence, and nothing else, whatever it subscribes to", async () => {
  const cloud = await connect("cloud", cloudPassword);
  const heard = await listen(await connectEdge(lot), "#", everyUpTopic, downTopic(other.edgeId, "ack"));
  await cloud.publishAsync(downTopic(other.edgeId, "ack"), "for the other", { qos: 1 });
  await (await connectEdge(other)).publishAsync(upTopic(other.edgeId, "hello"), "of the other", { qos: 1 });
  await cloud.publishAsync(downTopic(lot.edgeId, "ack"), "mine", { qos: 1 });
  await cloud.publishAsync(cloudStateTopic, "here", { qos: 1 });
  await expect.poll(() => heard).toContain(`${cloudStateTopic} here`);
  expect([...new Set(heard)].sort()).toEqual(
    [`${cloudStateTopic} here`, `${downTopic(lot.edgeId, "ack")} mine`].sort(),
  );
});

test("an edge is heard under its own topics alone", async () => {
  const heard = await listen(await connect("cloud", cloudPassword), everyUpTopic, cloudStateTopic);
  heard.length = 0;
  const edge = await connectEdge(lot);
  for (const topic of [upTopic(other.edgeId, "record"), downTopic(other.edgeId, "ack"), cloudStateTopic])
    await edge.publishAsync(topic, "forged", { qos: 1 });
  await edge.publishAsync(upTopic(lot.edgeId, "record"), "true", { qos: 1 });
  await expect.poll(() => heard.filter((line) => line.endsWith("true"))).toHaveLength(1);
  expect(heard.filter((line) => line.endsWith("forged"))).toEqual([]);
});

test("an edge cannot take another's place by its client id", async () => {
  const edge = await connectEdge(lot);
  await connectEdge(other, { clientId: lot.edgeId });
  await edge.publishAsync(upTopic(lot.edgeId, "telemetry"), "still here", { qos: 1 });
  expect(edge.connected).toBe(true);
});

test("the largest bundle passes, a larger packet does not", async () => {
  const cloud = await connect("cloud", cloudPassword);
  const edge = await connectEdge(lot);
  const sizes: number[] = [];
  edge.on("message", (_topic, payload) => sizes.push(payload.length));
  await edge.subscribeAsync(downTopic(lot.edgeId, "desired/rules"), { qos: 1 });
  await cloud.publishAsync(downTopic(lot.edgeId, "desired/rules"), Buffer.alloc(limits.desiredBytesMax), { qos: 1 });
  await expect.poll(() => sizes).toEqual([limits.desiredBytesMax]);
  const heard: number[] = [];
  cloud.on("message", (_topic, payload) => heard.push(payload.length));
  await cloud.subscribeAsync(everyUpTopic, { qos: 1 });
  (await connectEdge(other)).publish(upTopic(other.edgeId, "record"), Buffer.alloc(400_000), { qos: 1 });
  await edge.publishAsync(upTopic(lot.edgeId, "record"), "small", { qos: 1 });
  await expect.poll(() => heard).toEqual([5]);
});

test("an acknowledgement does not wait for Nagle", async () => {
  const cloud = await connect("cloud", cloudPassword);
  const edge = await connectEdge(lot);
  await cloud.subscribeAsync(upTopic(lot.edgeId, "record"), { qos: 0 });
  await edge.subscribeAsync(downTopic(lot.edgeId, "ack"), { qos: 0 });
  cloud.on("message", () => cloud.publish(downTopic(lot.edgeId, "ack"), "ack", { qos: 1 }));
  const times: number[] = [];
  for (let at = 0; at < 40; at += 1) {
    const start = performance.now();
    const answered = new Promise((resolve) => edge.once("message", resolve));
    edge.publish(upTopic(lot.edgeId, "record"), "record", { qos: 1 });
    await answered;
    times.push(performance.now() - start);
  }
  // with it every one of them takes 40 ms; a busy machine may delay some
  expect(times.sort((a, b) => a - b)[10]).toBeLessThan(35);
});

test("a renewed password and a new edge are known after the file is written again", async () => {
  const file = path.join(broker.folder, "passwords");
  const added = await makeSampleLot(pool);
  await pool.query("UPDATE edge SET credential_hash = $2 WHERE id = $1", [
    other.edgeId,
    await hashEdgeCredential("renewed"),
  ]);
  await pool.query("UPDATE edge SET credential_hash = 'scrypt$1$1$1$AA$AA' WHERE id = $1", [lot.edgeId]);
  fs.chmodSync(file, 0o604);
  const pidFile = path.join(broker.folder, "pid");
  fs.writeFileSync(pidFile, String(broker.pid));
  await brokerPasswords(file, { pidFile });
  await expect
    .poll(() =>
      connectEdge(added).then(
        (client) => client.connected,
        () => false,
      ),
    )
    .toBe(true);
  expect((await connect(other.edgeId, "renewed")).connected).toBe(true);
  await expect(connectEdge(other)).rejects.toThrow();
  await expect(connectEdge(lot)).rejects.toThrow();
  expect(fs.statSync(file).mode & 0o777).toBe(0o604);
  expect(fs.readFileSync(file, "utf8")).not.toContain(added.password);
});
