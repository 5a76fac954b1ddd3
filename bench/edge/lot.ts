import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { signingKey } from "#contracts/signature.ts";
import { cameraMessage } from "#edge-runner/simulator/camera-message.ts";
import { exampleConfig } from "#edge-runner/testing/example-config.ts";
import { findFreePort } from "#tools/free-port.ts";

type LaneId = "entry-1" | "exit-1";

const answerTimeoutMs = 10_000;
/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;
const approachMs = 40;
const onLoopMs = 450;

/** A folder: the edge leaves a CPU profile there. */
const profileDir = process.env.LIFTGATE_BENCH_PROFILE;
const profiling = profileDir ? ["--cpu-prof", `--cpu-prof-dir=${path.resolve(profileDir)}`] : [];

/** The cameras and barriers of a lot round a real edge process, on one clock: that of this process. */
export class BenchLot {
  readonly folder: string;
  readonly config = exampleConfig();
  readonly #barriers: http.Server;
  readonly #occupied = new Set<string>();
  readonly #cameras = new Map<LaneId, net.Socket>();
  /** Who waits for the next command to a barrier. */
  readonly #waiting = new Map<string, (at: number) => void>();
  #edge: ChildProcess | null = null;
  #cloud: ChildProcess | null = null;
  #cars = 0;

  constructor(folder: string) {
    this.folder = folder;
    this.#barriers = http.createServer((request, response) => void this.#barrier(request, response));
  }

  async start(): Promise<void> {
    fs.mkdirSync(this.folder, { recursive: true });
    this.#barriers.listen(0, "127.0.0.1");
    await once(this.#barriers, "listening");
    const port = await findFreePort(25_700, { name: "bench" });
    this.config.listen.port = port;
    this.config.publicKeys = [signingKey(new Uint8Array(32).fill(7)).publicKey];
    for (const lane of this.config.lanes)
      lane.barrier.url = `http://127.0.0.1:${(this.#barriers.address() as AddressInfo).port}/${lane.id}`;
  }

  /** Starts a cloud for the next edge. The promise inside resolves when that edge runs its rules. */
  async startCloud(): Promise<{ live: Promise<unknown> }> {
    const file = fileURLToPath(new URL("./cloud-process.ts", import.meta.url));
    const cloud = fork(file, { execArgv: ["--import", "tsx"] });
    this.#cloud = cloud;
    const [{ url }] = (await once(cloud, "message")) as [{ url: string }];
    this.config.mqttUrl = url;
    return { live: once(cloud, "message") };
  }

  /** How many records the cloud holds without a gap. */
  async cloudMark(): Promise<number> {
    const answer = once(this.#cloud!, "message");
    this.#cloud!.send("mark");
    const [{ mark }] = (await answer) as [{ mark: number }];
    return mark;
  }

  async stopCloud(): Promise<void> {
    await stopChild(this.#cloud, "SIGKILL");
    this.#cloud = null;
  }

  async startEdge(edgeFile: string): Promise<number> {
    const file = path.join(this.folder, "edge.json");
    fs.writeFileSync(file, JSON.stringify(this.config), { mode: 0o600 });
    const env = { ...process.env, LIFTGATE_EDGE_CONFIG: file, LIFTGATE_LOG_LEVEL: "error" };
    const start = performance.now();
    this.#edge = spawn(process.execPath, [...profiling, edgeFile], { env, stdio: ["ignore", "ignore", "inherit"] });
    await this.connectCameras();
    return performance.now() - start;
  }

  /** Connections anew: the edge ends those that have been idle for long. */
  async connectCameras(): Promise<void> {
    for (const camera of this.#cameras.values()) camera.destroy();
    for (const lane of this.config.lanes) this.#cameras.set(lane.id as LaneId, await connect(this.config.listen.port));
  }

  async stopEdge(): Promise<void> {
    for (const camera of this.#cameras.values()) camera.destroy();
    await stopChild(this.#edge, "SIGTERM");
    this.#edge = null;
  }

  /** Memory of the edge's process, in megabytes. */
  edgeMemory(): number {
    const status = fs.readFileSync(`/proc/${this.#edge!.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
  }

  /** Time that the edge's process has used the processor for, in milliseconds: the same on a machine that others use. */
  edgeProcessorMs(): number {
    const fields = fs.readFileSync(`/proc/${this.#edge!.pid}/stat`, "latin1").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  }

  /** One car, from the first byte of the camera's message on the socket to the barrier's command, in milliseconds. */
  async car(laneId: LaneId, plate: string): Promise<number> {
    const { config } = this;
    const camera = config.lanes.find(({ id }) => id === laneId)!.cameras[0]!;
    const eventId = `bench-${process.pid}-${this.#cars++}`;
    const sighting = { eventId, at: Date.now(), plate, confidence: 0.97, vehicle: "Sedan" };
    const { contentType, body } = cameraMessage(camera, sighting);
    const head = `POST /camera/${camera.id}/${camera.token} HTTP/1.1\r\nHost: edge\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`;
    return this.send(this.#cameras.get(laneId)!, laneId, Buffer.concat([Buffer.from(head), body]));
  }

  /** Sends a request as it stands and waits for the barrier and for the answer. */
  async send(socket: net.Socket, laneId: string, request: Buffer): Promise<number> {
    const opened = new Promise<number>((resolve) => this.#waiting.set(laneId, resolve));
    const answered = once(socket, "data", { signal: AbortSignal.timeout(answerTimeoutMs) });
    const start = performance.now();
    socket.write(request);
    const [answer] = (await answered) as [Buffer];
    if (!answer.toString("latin1").startsWith("HTTP/1.1 200")) throw new Error(answer.toString("latin1").slice(0, 300));
    const late = AbortSignal.timeout(answerTimeoutMs);
    const never = once(late, "abort").then(() => Promise.reject(new Error(`the barrier of ${laneId} stayed down`)));
    return (await Promise.race([opened, never])) - start;
  }

  get barrierPort(): number {
    return (this.#barriers.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await this.stopEdge();
    await this.stopCloud();
    this.#barriers.closeAllConnections();
    this.#barriers.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** A Shelly relay, as far as an edge can tell; each opening lets a car drive over the loop. */
  async #barrier(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const at = performance.now();
    const laneId = request.url!.split("/")[1]!;
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { id, method } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string; method: string };
    const isLoop = method === "Input.GetStatus";
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ id, result: isLoop ? { state: this.#occupied.has(laneId) } : { was_on: false } }));
    if (isLoop) return;
    this.#waiting.get(laneId)?.(at);
    this.#waiting.delete(laneId);
    setTimeout(() => this.#occupied.add(laneId), approachMs);
    setTimeout(() => this.#occupied.delete(laneId), approachMs + onLoopMs);
  }
}

/** A connection to a port on which somebody will listen in a moment. */
export async function connect(port: number): Promise<net.Socket> {
  for (let tries = 0; ; tries++) {
    const socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    if (isOpen) return socket;
    if (tries > 2_000) throw new Error(`nobody listens on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function stopChild(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}
