import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signingKey } from "#contracts/signature.ts";
import { BarrierDevice } from "#edge-runner/simulator/barrier-device.ts";
import { BarrierServer } from "#edge-runner/simulator/barrier-server.ts";
import { cameraMessage } from "#edge-runner/simulator/camera-message.ts";
import { postOnce } from "#edge-runner/simulator/post-message.ts";
import { seededRandom } from "#edge-runner/simulator/seeded-random.ts";
import { buildProcess } from "#edge-runner/testing/build-process.ts";
import { exampleConfig } from "#edge-runner/testing/example-config.ts";
import { testBundle } from "#edge-runner/testing/test-bundle.ts";
import { TestCloud } from "#edge-runner/testing/test-cloud.ts";
import { waitFor } from "#edge-runner/testing/test-lot.ts";
import { findFreePort } from "#tools/free-port.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "state-files-"));
const config = exampleConfig();
const cloud = new TestCloud(config.edgeId, config.password);
const barriers = new BarrierServer(config.lanes.map(({ id }) => new BarrierDevice(id, () => undefined)));
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const flips = Number(process.env.LIFTGATE_BYTE_FLIPS ?? 8);
/** Process up, journal open, rules live, the first car decided by them. */
const backWithinMs = 20_000;

let edgeFile = "";
let edge: ChildProcess | null = null;
let isStopped = false;
let cars = 0;

beforeAll(async () => {
  edgeFile = await buildProcess("main.ts", "torture-edge");
  await barriers.start(0, "127.0.0.1");
  await cloud.start();
  const key = signingKey(new Uint8Array(32).fill(7));
  Object.assign(config, { mqttUrl: cloud.url, publicKeys: [key.publicKey] });
  config.listen.port = await findFreePort(24_900, { name: "state file test" });
  for (const lane of config.lanes) lane.barrier.url = `http://127.0.0.1:${barriers.port()}/${lane.id}`;
  fs.writeFileSync(path.join(folder, "edge.json"), JSON.stringify(config), { mode: 0o600 });
  start();
  await cloud.desire(key, testBundle(), 1);
  await waitFor(() => cloud.reports.some(({ step }) => step === "live"), "the bundle is live", 30_000);
});
afterAll(async () => {
  isStopped = true;
  await kill();
  await cloud.stop();
  await barriers.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** As a supervisor does: started again whenever it ends, after a moment. */
function start(): void {
  const env = { ...process.env, LIFTGATE_EDGE_CONFIG: path.join(folder, "edge.json"), LIFTGATE_LOG_LEVEL: "silent" };
  const child = spawn(process.execPath, [edgeFile], { env, stdio: "ignore" });
  edge = child;
  child.once("exit", () => {
    if (edge === child && !isStopped) setTimeout(start, 500);
  });
}

/** The power goes. */
async function kill(): Promise<void> {
  const child = edge;
  edge = null;
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Until a car is decided by the rules, in milliseconds. */
async function timeToDecide(): Promise<number> {
  const startedAt = performance.now();
  const camera = config.lanes[0]!.cameras[0]!;
  const url = `http://127.0.0.1:${config.listen.port}/camera/${camera.id}/${camera.token}`;
  while (performance.now() - startedAt < 3 * backWithinMs) {
    const sighting = {
      eventId: `state-${cars}`,
      at: Date.now(),
      plate: `京A${10_000 + cars}`,
      confidence: 0.97,
      vehicle: "Sedan",
    };
    cars++;
    const answer = await postOnce(url, cameraMessage(camera, sighting));
    if (answer?.status === 200 && answer.text.includes('"decision":"release"'))
      return Math.round(performance.now() - startedAt);
    await sleep(100);
  }
  throw new Error("the edge did not come back");
}

async function damage(change: () => void): Promise<number> {
  await kill();
  change();
  start();
  return timeToDecide();
}

const stateFiles = () =>
  fs
    .readdirSync(folder)
    .filter((name) => !name.includes("unreadable") && fs.statSync(path.join(folder, name)).isFile());

describe("T2: after a power cut an edge decides again by itself", () => {
  it("with every one of its files", async () => {
    const tookMs = await damage(() => undefined);
    console.log(`untouched: deciding after ${tookMs} ms; its files: ${stateFiles().join(" ")}`);
    expect(tookMs).toBeLessThan(backWithinMs);
  });

  it.each(["journal.db", "journal.db-wal", "journal.db-shm", "edge.json", "edge.json.good", "ballast-1"])(
    "with %s empty",
    async (name) => {
      const tookMs = await damage(() => fs.writeFileSync(path.join(folder, name), ""));
      console.log(`${name} empty: deciding after ${tookMs} ms`);
      expect(tookMs).toBeLessThan(backWithinMs);
      if (name === "edge.json") fs.writeFileSync(path.join(folder, name), JSON.stringify(config), { mode: 0o600 });
    },
  );

  it("whatever byte of which file was flipped", async () => {
    const random = seededRandom(seed);
    const names = ["journal.db", "journal.db-wal", "edge.json"];
    const times: string[] = [];
    for (let i = 0; i < flips; i++) {
      const name = names[i % names.length]!;
      const tookMs = await damage(() => {
        const file = path.join(folder, name);
        const bytes = fs.readFileSync(file);
        if (bytes.length === 0) return;
        const at = Math.floor(random() * Math.min(bytes.length, 16_384));
        // in the enrolment only what makes it unreadable: a changed token is a valid one that no camera knows
        bytes[at] = name === "edge.json" ? 0 : bytes[at]! ^ (1 << Math.floor(random() * 8));
        fs.writeFileSync(file, bytes);
      });
      times.push(`${name} ${tookMs} ms`);
      expect(tookMs, `seed ${seed}`).toBeLessThan(backWithinMs);
    }
    console.log(`seed ${seed}: ${times.join(", ")}`);
  });
});
