import { setTimeout as sleep } from "node:timers/promises";
import mqtt from "mqtt";
import type pg from "pg";
import { findCredentialHash, hashEdgeCredential } from "../edge-credential.ts";
import { mosquittoPasswords } from "../mosquitto-passwords.ts";
import { type Broker, startBroker } from "../start-broker.ts";
import { Mosquitto } from "./mosquitto.ts";

type TestBrokerOptions = { port: number; cloudPassword: string; pool: pg.Pool };

/** Brokers that have to be told of a new edge. */
const toBeTold = new Set<(edgeId: string, password: string) => Promise<void>>();

/** The broker that `npm start` brings along, or with LIFTGATE_TEST_BROKER=mosquitto one of the operator's own. */
export async function startTestBroker(options: TestBrokerOptions): Promise<Broker> {
  if (process.env.LIFTGATE_TEST_BROKER === "mosquitto") return startMosquitto(options);
  const { port, cloudPassword, pool } = options;
  const findHash = (edgeId: string) => findCredentialHash(pool, edgeId);
  return startBroker({ host: "127.0.0.1", port, cloudPassword, findHash });
}

/** Comes back when every broker lets this edge in. */
export async function tellBrokers(edgeId: string, password: string): Promise<void> {
  for (const tell of toBeTold) await tell(edgeId, password);
}

async function startMosquitto({ port, cloudPassword, pool }: TestBrokerOptions): Promise<Broker> {
  const broker = new Mosquitto(port);
  const cloudHash = await hashEdgeCredential(cloudPassword);
  const writePasswords = async () => {
    const sql = async (text: string, values: readonly unknown[] = []) => (await pool.query(text, [...values])).rows;
    broker.writePasswords((await mosquittoPasswords(sql, cloudHash)).text);
  };
  await writePasswords();
  await broker.start();
  const tell = async (edgeId: string, password: string) => {
    await writePasswords();
    while (!(await letsIn(broker.port, edgeId, password))) await sleep(20);
  };
  toBeTold.add(tell);
  const stop = async () => {
    toBeTold.delete(tell);
    await broker.stop();
    broker.remove();
  };
  return { port: broker.port, stop };
}

async function letsIn(port: number, username: string, password: string): Promise<boolean> {
  const account = { username, password, clientId: username, reconnectPeriod: 0 };
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, account);
  client.on("error", () => undefined);
  return new Promise<boolean>((resolve) => {
    client.once("connect", () => resolve(true));
    client.once("close", () => resolve(false));
  }).finally(() => client.end(true));
}
