import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { DecisionBody } from "#contracts/record-body.ts";
import { type SigningKey, signingKey } from "#contracts/signature.ts";
import { readJournal } from "#edge-runner/report/read-journal.ts";
import { BarrierDevice } from "#edge-runner/simulator/barrier-device.ts";
import { BarrierServer } from "#edge-runner/simulator/barrier-server.ts";
import { cameraHeartbeat, cameraMessage } from "#edge-runner/simulator/camera-message.ts";
import { postOnce } from "#edge-runner/simulator/post-message.ts";
import { exampleConfig } from "#edge-runner/testing/example-config.ts";
import { testBundle } from "#edge-runner/testing/test-bundle.ts";
import { TestCloud } from "#edge-runner/testing/test-cloud.ts";
import { waitFor } from "#edge-runner/testing/test-lot.ts";
import { findFreePort } from "#tools/free-port.ts";

type LaneId = "entry-1" | "exit-1";

/** The built edge as a process of its own, whose wall clock and boot a test may change; cameras and cloud keep the time. */
export class ClockLot {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "clock-lot-"));
  readonly config = exampleConfig();
  readonly cloud = new TestCloud(this.config.edgeId, this.config.password);
  readonly #key: SigningKey = signingKey(new Uint8Array(32).fill(7));
  readonly #library: string;
  readonly #edgeFile: string;
  readonly #barriers: BarrierServer;
  #edge: ChildProcess | null = null;
  #cars = 0;

  constructor(edgeFile: string, library: string) {
    this.#edgeFile = edgeFile;
    this.#library = library;
    this.#barriers = new BarrierServer(this.config.lanes.map(({ id }) => new BarrierDevice(id, () => undefined)));
  }

  async start(clock: string): Promise<void> {
    await this.#barriers.start(0, "127.0.0.1");
    await this.cloud.start();
    const port = await findFreePort(24_700, { name: "clock test" });
    Object.assign(this.config, { mqttUrl: this.cloud.url, publicKeys: [this.#key.publicKey] });
    this.config.listen.port = port;
    for (const lane of this.config.lanes) lane.barrier.url = `http://127.0.0.1:${this.#barriers.port()}/${lane.id}`;
    fs.writeFileSync(path.join(this.folder, "edge.json"), JSON.stringify(this.config), { mode: 0o600 });
    await this.startEdge(clock, "0000000a");
    await this.cloud.desire(this.#key, testBundle({ freeMinutes: 0 }), 1);
    await waitFor(() => this.cloud.reports.some(({ step }) => step === "live"), "the bundle is live", 30_000);
  }

  /** Starts the edge at a wall time (`+0`, `-2h`, `@1970-01-01 00:10:00`) on a machine that booted as `boot`. */
  async startEdge(clock: string, boot: string): Promise<void> {
    this.setClock(clock);
    const bootFile = path.join(this.folder, "boot_id");
    fs.writeFileSync(bootFile, `${boot}-0000-4000-8000-000000000000\n`);
    const command =
      'mount --bind "$BOOT" /proc/sys/kernel/random/boot_id && LD_PRELOAD="$CLOCK_LIBRARY" exec "$NODE" "$EDGE"';
    const env = {
      ...process.env,
      BOOT: bootFile,
      NODE: process.execPath,
      EDGE: this.#edgeFile,
      CLOCK_LIBRARY: this.#library,
      FAKETIME_TIMESTAMP_FILE: path.join(this.folder, "clock"),
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      LIFTGATE_EDGE_CONFIG: path.join(this.folder, "edge.json"),
      LIFTGATE_LOG_LEVEL: "warn",
    };
    const args = ["-Urm", "sh", "-c", command];
    this.#edge = spawn("unshare", args, { env, stdio: ["ignore", "ignore", "inherit"] });
    const [entry] = this.config.lanes as [(typeof this.config.lanes)[0], ...unknown[]];
    const url = this.#cameraUrl("entry-1");
    for (let tries = 0; tries < 200; tries++) {
      if ((await postOnce(url, cameraHeartbeat(entry.cameras[0]!, Date.now()))) !== null) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("the edge does not answer");
  }

  async stopEdge(): Promise<void> {
    const edge = this.#edge;
    this.#edge = null;
    if (edge === null || edge.exitCode !== null) return;
    edge.kill("SIGTERM");
    await once(edge, "exit");
  }

  setClock(clock: string): void {
    fs.writeFileSync(path.join(this.folder, "clock"), clock);
  }

  async heartbeats(): Promise<void> {
    for (const lane of this.config.lanes)
      await postOnce(this.#cameraUrl(lane.id as LaneId), cameraHeartbeat(lane.cameras[0]!, Date.now()));
  }

  /** A car is seen by a camera whose clock is right. */
  async see(lane: LaneId, plate: string): Promise<{ status: number; passageId: string; decision: string | null }> {
    const camera = this.config.lanes.find(({ id }) => id === lane)!.cameras[0]!;
    const eventId = `clock-${this.#cars++}`;
    const sighting = { eventId, at: Date.now(), plate, confidence: 0.97, vehicle: "Sedan" };
    const answer = await postOnce(this.#cameraUrl(lane), cameraMessage(camera, sighting));
    if (answer === null) throw new Error("the edge does not answer");
    return { status: answer.status, ...JSON.parse(answer.text) };
  }

  decision(passageId: string): DecisionBody {
    const records = readJournal(path.join(this.folder, "journal.db")).records("p");
    const bodies = records.map((record) => JSON.parse(Buffer.from(record.body!).toString()) as DecisionBody);
    return bodies.find((body) => body.kind === "decision" && body.passageId === passageId)!;
  }

  async stop(): Promise<void> {
    await this.stopEdge();
    await this.cloud.stop();
    await this.#barriers.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  #cameraUrl(lane: LaneId): string {
    const camera = this.config.lanes.find(({ id }) => id === lane)!.cameras[0]!;
    return `http://127.0.0.1:${this.config.listen.port}/camera/${camera.id}/${camera.token}`;
  }
}
