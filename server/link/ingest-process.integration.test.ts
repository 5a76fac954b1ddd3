import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptKeyList, trustedKeys } from "#contracts/key-list.ts";
import { type SigningKey, signingKey } from "#contracts/signature.ts";
import { openPool } from "./open-pool.ts";
import { type Broker, startBroker } from "./start-broker.ts";
import { makeSampleLot, type SampleLot } from "./testing/sample-lot.ts";
import { TestEdge } from "./testing/test-edge.ts";

const patience = { timeout: 20_000, interval: 50 };
const cloudPassword = randomBytes(24).toString("base64");
const pool = openPool(process.env.DATABASE_URL!, { name: "test", max: 2 });
const [old, next] = [signingKey(new Uint8Array(randomBytes(32))), signingKey(new Uint8Array(randomBytes(32)))];
let broker: Broker;
let lot: SampleLot;
let edge: TestEdge;

beforeAll(async () => {
  lot = await makeSampleLot(pool);
  broker = await startBroker({
    host: "127.0.0.1",
    port: 0,
    cloudPassword,
    findHash: async (edgeId) =>
      (await pool.query("SELECT credential_hash FROM edge WHERE id = $1", [edgeId])).rows[0]?.credential_hash ?? null,
  });
  edge = new TestEdge(`mqtt://127.0.0.1:${broker.port}`, lot.edgeId, lot.password);
  await edge.connect();
});
afterAll(async () => {
  await edge.leave();
  await broker.stop();
  await pool.end();
});

function startIngest(key: SigningKey, nextPublicKeys: string): ChildProcess {
  const env = {
    ...process.env,
    MQTT_URL: `mqtt://127.0.0.1:${broker.port}`,
    LIFTGATE_BROKER_PASSWORD: cloudPassword,
    LIFTGATE_BUNDLE_SIGNING_KEY: Buffer.from(key.secret).toString("base64"),
    LIFTGATE_NEXT_PUBLIC_KEYS: nextPublicKeys,
  };
  return spawn(process.execPath, ["--import", "tsx", `${import.meta.dirname}/ingest-process.ts`], { env });
}

async function whileIngestRuns(key: SigningKey, nextPublicKeys: string, work: () => Promise<void>): Promise<void> {
  const child = startIngest(key, nextPublicKeys);
  const ended = once(child, "exit");
  try {
    await work();
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

const newestList = () => edge.keyLists.at(-1);

test("a signing key is replaced without an edge that would not follow", async () => {
  let trusted = trustedKeys([old.publicKey]);
  let serial = 0;
  const follow = async (...keys: SigningKey[]) => {
    const wanted = keys.map(({ publicKey }) => publicKey).sort();
    await expect.poll(() => newestList()?.publicKeys, patience).toEqual(wanted);
    const list = newestList()!;
    if (list.serial > serial) trusted = acceptKeyList(list, trusted, serial) ?? expect.fail("the list is refused");
    serial = list.serial;
    expect([...trusted.values()].sort()).toEqual(wanted);
  };
  await whileIngestRuns(old, "", () => follow(old));
  await whileIngestRuns(old, next.publicKey, () => follow(old, next));
  const before = edge.keyLists.length;
  await whileIngestRuns(next, old.publicKey, async () => {
    await expect.poll(() => edge.keyLists.length, patience).toBeGreaterThan(before);
    await follow(old, next);
  });
  expect(newestList()?.keyId).toBe(old.keyId); // an edge that has been away can follow still
  await whileIngestRuns(next, "", () => follow(next));
}, 120_000);

test("a word that is no key ends the process with a sentence", async () => {
  const child = startIngest(old, "here");
  const [output, [code]] = await Promise.all([text(child.stdout!), once(child, "exit")]);
  expect(code).toBe(1);
  expect(output).toContain('LIFTGATE_NEXT_PUBLIC_KEYS: \\"here\\" is no public key');
});
