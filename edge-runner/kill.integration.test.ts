import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DecisionBody } from "#contracts/record-body.ts";
import { signingKey } from "#contracts/signature.ts";
import { verifyStream } from "#contracts/verify-stream.ts";
import { readJournal } from "./report/read-journal.ts";
import { seededRandom } from "./simulator/seeded-random.ts";
import { buildProcess } from "./testing/build-process.ts";
import { exampleConfig } from "./testing/example-config.ts";
import { testBundle } from "./testing/test-bundle.ts";
import { TestCloud } from "./testing/test-cloud.ts";
import { waitFor } from "./testing/test-lot.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "edge-kill-"));
const config = exampleConfig();
const cloud = new TestCloud(config.edgeId, config.password);
const children = new Set<ChildProcess>();
const files: Record<"edge" | "simulator", string> = { edge: "", simulator: "" };
let isOver = false;

beforeAll(async () => {
  files.edge = await buildProcess("main.ts", "test-edge");
  files.simulator = await buildProcess("simulator/main.ts", "test-simulator");
  await cloud.start();
});
afterAll(async () => {
  isOver = true;
  for (const child of children) child.kill("SIGKILL");
  await cloud.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

function start(file: string, args: readonly string[] = []): ChildProcess {
  const env = { ...process.env, LIFTGATE_EDGE_CONFIG: path.join(folder, "edge.json"), LIFTGATE_LOG_LEVEL: "error" };
  const child = spawn(process.execPath, [file, ...args], { env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function lines<T>(name: string): T[] {
  const text = fs.readFileSync(path.join(folder, name), "utf8").trim();
  return text === "" ? [] : text.split("\n").map((line) => JSON.parse(line) as T);
}

it("an edge killed at any moment loses no car, opens for none twice and reports each once", {
  timeout: 180_000,
}, async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const key = signingKey(new Uint8Array(32).fill(7));
  const barrierPort = await freePort();
  Object.assign(config, { mqttUrl: cloud.url, publicKeys: [key.publicKey] });
  config.listen.port = await freePort();
  for (const lane of config.lanes) {
    lane.barrier.url = `http://127.0.0.1:${barrierPort}/${lane.id}`;
    lane.onJournalFailure = "wait";
  }
  fs.writeFileSync(path.join(folder, "edge.json"), JSON.stringify(config), { mode: 0o600 });

  let edge = start(files.edge);
  let kills = 0;
  const restart = () => {
    if (!isOver) edge = start(files.edge).once("exit", restart);
  };
  edge.once("exit", restart);
  await cloud.desire(key, testBundle(), 1);
  await waitFor(() => cloud.reports.some((report) => report.step === "live"), "the bundle is live", 30_000);

  const pace = ["--cars", "30", "--cars-per-minute", "300", "--stay-seconds", "1-3", "--drive-ms", "400"];
  const logs = ["--log", path.join(folder, "openings"), "--answers", path.join(folder, "answers")];
  const simulator = start(files.simulator, [...pace, ...logs, "--seed", String(seed), "--patience-ms", "4000"]);
  const isDone = once(simulator, "exit");
  while (simulator.exitCode === null && kills < 6) {
    await Promise.race([sleep(500 + 1_500 * random()), isDone]);
    if (simulator.exitCode !== null) break;
    edge.kill("SIGKILL");
    kills++;
  }
  await isDone;
  const journal = () => readJournal(path.join(folder, "journal.db"));
  // a decision and its outcome make two records; the last outcome comes when the watch of its car is over
  const answered = () => lines<{ eventId: string; answer: { passageId: string; repeated: boolean } }>("answers");
  const passages = () => new Set(answered().map(({ answer }) => answer.passageId));
  const isComplete = () => {
    const count = journal().records("p").length;
    return count === 2 * passages().size && cloud.held.mark === count;
  };
  for (let tries = 0; tries < 150 && !isOver && !isComplete(); tries++) await sleep(300);
  // over its time limit: the folder is gone, and to open a journal in it would only hide that behind SQLite's error 14
  if (isOver) return;
  const { edgeId, epoch, open, records } = journal();
  const onDisk = records("p");
  expect(verifyStream(edgeId, "p", epoch, open, onDisk).findings).toEqual([]);
  expect(cloud.all()).toEqual(onDisk);
  const bodies = onDisk.map((record) => JSON.parse(Buffer.from(record.body!).toString()) as DecisionBody);
  const decisions = new Map(bodies.filter((body) => body.kind === "decision").map((body) => [body.passageId, body]));
  const answers = answered();
  const openings = lines<{ at: number; commandId: string }>("openings");
  expect(kills).toBeGreaterThan(2);
  expect(answers.length).toBeGreaterThanOrEqual(30);
  expect(onDisk).toHaveLength(2 * passages().size);
  const isFirst = ({ eventId, answer }: (typeof answers)[number]) =>
    decisions.get(answer.passageId)?.observation.vendorEventId?.includes(eventId) === true;
  // a driver who comes up again within ten seconds is the same car; every other answer is a passage of its own
  expect(answers.filter((line) => !isFirst(line)).every(({ answer }) => answer.repeated)).toBe(true);
  expect(answers.filter(isFirst)).toHaveLength(passages().size);
  for (const opening of openings) {
    const decision = decisions.get(opening.commandId);
    expect(decision?.decision.decision, opening.commandId).toBe("release");
    expect(decision!.stamp.at).toBeLessThanOrEqual(opening.at);
  }
  console.log(`${kills} kills, ${answers.length} answers, ${openings.length} openings, ${onDisk.length} records`);
});
