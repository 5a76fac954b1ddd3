import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import { type SigningKey, signingKey } from "#contracts/signature.ts";
import { Edge, type EdgeOptions } from "../edge.ts";
import { type EdgeConfig, parseEdgeConfig } from "../edge-config.ts";
import { readJournal } from "../report/read-journal.ts";
import { BarrierDevice, type Opening } from "../simulator/barrier-device.ts";
import { BarrierServer } from "../simulator/barrier-server.ts";
import { cameraMessage, type Sighting } from "../simulator/camera-message.ts";
import { postOnce } from "../simulator/post-message.ts";
import { exampleConfig } from "./example-config.ts";
import { startSourceWorker } from "./source-worker.ts";
import { type TestBundle, testBundle } from "./test-bundle.ts";
import { TestCloud } from "./test-cloud.ts";

let sightings = 0;

/** A two-lane lot for tests: a real edge with its own journal, simulated barriers and cameras, a real broker. */
export class TestLot {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "edge-lot-"));
  readonly key: SigningKey = signingKey(new Uint8Array(32).fill(7));
  readonly openings: Opening[] = [];
  readonly fatal: string[] = [];
  readonly barriers: Record<"entry-1" | "exit-1", BarrierDevice>;
  readonly cloud: TestCloud;
  edge: Edge | null = null;
  config!: EdgeConfig;
  #barrierServer: BarrierServer;
  #barrierPort = 0;

  constructor() {
    const device = (id: string) => new BarrierDevice(id, (opening) => this.openings.push(opening));
    this.barriers = { "entry-1": device("entry-1"), "exit-1": device("exit-1") };
    this.#barrierServer = new BarrierServer(Object.values(this.barriers));
    const { edgeId, password } = exampleConfig();
    this.cloud = new TestCloud(edgeId, password);
  }

  /** Starts the barriers, the cloud and the edge. */
  async start(options: { change?: Partial<EdgeConfig>; bundle?: TestBundle | null } = {}): Promise<void> {
    await this.startBarriers();
    await this.cloud.start();
    this.config = parseEdgeConfig(
      exampleConfig({ mqttUrl: this.cloud.url, publicKeys: [this.key.publicKey], ...options.change }),
      "test",
    );
    for (const lane of this.config.lanes) lane.barrier.url = `http://127.0.0.1:${this.#barrierPort}/${lane.id}`;
    await this.startEdge();
    if (options.bundle !== null) await this.publish(options.bundle ?? testBundle(), 1);
  }

  async startBarriers(): Promise<void> {
    await this.#barrierServer.start(this.#barrierPort, "127.0.0.1");
    this.#barrierPort = this.#barrierServer.port();
  }

  async stopBarriers(): Promise<void> {
    await this.#barrierServer.stop();
    this.#barrierServer = new BarrierServer(Object.values(this.barriers));
  }

  async startEdge(options: Partial<EdgeOptions> = {}): Promise<Edge> {
    this.edge = new Edge({
      config: this.config,
      folder: this.folder,
      runner: "test",
      startWorker: startSourceWorker,
      log: pino({ level: process.env.LIFTGATE_LOG_LEVEL ?? "silent" }),
      onFatal: (reason) => this.fatal.push(reason),
      timing: { bodyTimeoutMs: 700, watchTimeoutMs: 1_500 },
      ...options,
    });
    await this.edge.start();
    return this.edge;
  }

  async stopEdge(): Promise<void> {
    await this.edge?.stop();
    this.edge = null;
  }

  /** Publishes a bundle and waits until the edge says that it is live. */
  async publish(bundle: TestBundle, generation: number): Promise<void> {
    await this.cloud.desire(this.key, bundle, generation);
    const isLive = () => this.cloud.reports.some((one) => one.step === "live" && one.generation === generation);
    await waitFor(isLive, "the bundle is live");
  }

  cameraUrl(lane: "entry-1" | "exit-1", token?: string): string {
    const camera = this.config.lanes.find(({ id }) => id === lane)!.cameras[0]!;
    return `http://127.0.0.1:${this.edge!.port()}/camera/${camera.id}/${token ?? camera.token}`;
  }

  /** A car is seen; returns what the camera was answered. */
  async see(lane: "entry-1" | "exit-1", plate: string | null, change: Partial<Sighting> = {}) {
    const camera = this.config.lanes.find(({ id }) => id === lane)!.cameras[0]!;
    const eventId = `event-${process.pid}-${sightings++}`;
    const sighting = { eventId, at: Date.now(), plate, confidence: 0.97, vehicle: "Sedan", ...change };
    const answer = await postOnce(this.cameraUrl(lane), cameraMessage(camera, sighting));
    return { status: answer?.status ?? 0, ...(JSON.parse(answer?.text || "{}") as CameraAnswer) };
  }

  /** The journal as it stands on disk. */
  journal() {
    return readJournal(path.join(this.folder, "journal.db"));
  }

  async stop(): Promise<void> {
    await this.stopEdge();
    await this.cloud.stop();
    await this.#barrierServer.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

type CameraAnswer = { passageId?: string; decision?: string | null; repeated?: boolean; error?: string };

export async function waitFor(condition: () => boolean, what: string, timeoutMs = 20_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
