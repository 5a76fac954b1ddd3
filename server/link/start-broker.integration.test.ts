import net from "node:net";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cloudStateTopic, downTopic, everyUpTopic, upSubscriptions, upTopic } from "#contracts/topics.ts";
import { hashEdgeCredential } from "./edge-credential.ts";
import { type Broker, startBroker } from "./start-broker.ts";

const passwords = { edge0001: "password of one", edge0002: "password of two" };
const cloudPassword = "password of the cloud";
let broker: Broker;
const clients: MqttClient[] = [];

beforeAll(async () => {
  const hashes = new Map<string, string>();
  for (const [id, password] of Object.entries(passwords)) hashes.set(id, await hashEdgeCredential(password));
  broker = await startBroker({
    host: "127.0.0.1",
    port: 0,
    cloudPassword,
    findHash: async (edgeId) => hashes.get(edgeId) ?? null,
  });
});

afterAll(async () => {
  for (const client of clients) client.end(true);
  await broker.stop();
});

function open(username: string, password: string, clientId = username): MqttClient {
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const client = mqtt.connect(url, { username, password, clientId, protocolVersion: 4, reconnectPeriod: 0 });
  client.on("error", () => undefined);
  clients.push(client);
  return client;
}

function connect(username: string, password: string, clientId?: string): Promise<MqttClient> {
  const client = open(username, password, clientId);
  return new Promise((resolve, reject) => {
    client.once("connect", () => resolve(client));
    client.once("error", reject);
    client.once("close", () => reject(new Error("closed")));
  });
}

test("edge and cloud get in with their passwords", async () => {
  for (const [user, password] of [...Object.entries(passwords), ["cloud", cloudPassword] as const]) {
    expect((await connect(user, password)).connected).toBe(true);
  }
});

test.each([
  ["a wrong password", "edge0001", "password of two", undefined, 4],
  ["an edge that is not enrolled", "edge0009", "password of one", undefined, 4],
  ["a name that cannot be an edge's", "$SYS", "x", undefined, 4],
  ["a wrong password of the cloud", "cloud", "password of one", undefined, 4],
  ["no password", "edge0001", "", undefined, 4],
  ["a client id of another", "edge0001", "password of one", "edge0002", 2],
  ["an edge that calls itself cloud", "edge0001", "password of one", "cloud", 2],
])("turns away %s", async (_what, user, password, clientId, code) => {
  await expect(connect(user, password, clientId)).rejects.toMatchObject({ code });
});

test("an edge's message reaches the cloud, and the cloud's answer the edge", async () => {
  const cloud = await connect("cloud", cloudPassword);
  const edge = await connect("edge0001", passwords.edge0001);
  await cloud.subscribeAsync(everyUpTopic, { qos: 1 });
  await edge.subscribeAsync([downTopic("edge0001", "ack"), cloudStateTopic], { qos: 1 });
  const up = new Promise((resolve) => cloud.once("message", (topic, payload) => resolve([topic, String(payload)])));
  await edge.publishAsync(upTopic("edge0001", "hello"), "hello", { qos: 1 });
  expect(await up).toEqual([upTopic("edge0001", "hello"), "hello"]);
  const down = new Promise((resolve) => edge.once("message", (topic, payload) => resolve([topic, String(payload)])));
  await cloud.publishAsync(downTopic("edge0001", "ack"), "ack", { qos: 1 });
  expect(await down).toEqual([downTopic("edge0001", "ack"), "ack"]);
});

test.each([
  "liftgate/1/edge0002/down/#",
  "liftgate/1/edge0002/down/desired/rules",
  "liftgate/1/+/down/#",
  "liftgate/1/#",
  "liftgate/#",
  "#",
  "+/+/+/+/+",
  "$SYS/#",
  "$share/x/liftgate/1/edge0002/down/#",
  everyUpTopic,
  ...Object.keys(upSubscriptions),
])("an edge may not subscribe to %s", async (topic) => {
  const edge = await connect("edge0001", passwords.edge0001);
  await expect(edge.subscribeAsync(topic, { qos: 1 })).rejects.toThrow(/128|Unspecified|Subscribe error/);
});

test.each([
  ["another edge's topic", upTopic("edge0002", "record"), false],
  ["its own down", downTopic("edge0001", "ack"), false],
  ["the cloud's presence", cloudStateTopic, false],
  ["a topic of nobody", "liftgate/1/edge0001/up/other", false],
  ["the broker's own topics", "$SYS/x", false],
  ["a record that should stay", upTopic("edge0001", "record"), true],
])("an edge that publishes on %s is cut off, and nobody else is", async (_what, topic, retain) => {
  const cloud = await connect("cloud", cloudPassword);
  const bystander = await connect("edge0002", passwords.edge0002);
  const edge = await connect("edge0001", passwords.edge0001);
  const heard: string[] = [];
  cloud.on("message", (at) => heard.push(at));
  await cloud.subscribeAsync("#", { qos: 1 });
  heard.length = 0;
  const closed = new Promise<void>((resolve) => edge.once("close", () => resolve()));
  edge.publish(topic, "x", { qos: 1, retain });
  await closed;
  await bystander.publishAsync(upTopic("edge0002", "telemetry"), "{}", { qos: 1 });
  await expect.poll(() => heard).toEqual([upTopic("edge0002", "telemetry")]);
});

test("a last will may only stand on the edge's own presence", async () => {
  const cloud = await connect("cloud", cloudPassword);
  const heard: string[] = [];
  cloud.on("message", (topic) => heard.push(topic));
  await cloud.subscribeAsync("liftgate/#", { qos: 1 });
  for (const topic of [upTopic("edge0002", "state"), upTopic("edge0001", "state")]) {
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const will = { topic, payload: Buffer.from("gone"), qos: 1 as const, retain: false };
    const edge = mqtt.connect(url, {
      username: "edge0001",
      clientId: "edge0001",
      password: passwords.edge0001,
      protocolVersion: 4,
      reconnectPeriod: 0,
      will,
    });
    await new Promise((resolve) => edge.once("connect", resolve));
    edge.stream.destroy();
  }
  await expect.poll(() => heard).toEqual([upTopic("edge0001", "state")]);
});

test("a packet that announces too much is cut off before it is collected", async () => {
  const socket = net.connect(broker.port, "127.0.0.1");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => undefined);
  socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]));
  await closed;
  expect((await connect("edge0001", passwords.edge0001)).connected).toBe(true);
});

test("noise instead of MQTT ends only its own connection", async () => {
  const socket = net.connect(broker.port, "127.0.0.1");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => undefined);
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await closed;
  expect((await connect("edge0002", passwords.edge0002)).connected).toBe(true);
});
