import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import Database from "libsql";
import { buildProcess } from "#edge-runner/testing/build-process.ts";
import { exampleConfig } from "#edge-runner/testing/example-config.ts";
import type { SampleLot } from "#server/link/testing/sample-lot.ts";
import { findFreePort } from "#tools/free-port.ts";

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const startMs = 20_000;

/** Bytes that begin as a picture does and cannot be packed. */
export function pictureOf(bytes: number): Buffer {
  return Buffer.concat([pngStart, randomBytes(bytes - pngStart.length)]);
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The built edge as a process of its own, and the cameras of its lot. */
export class PhotoLot {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "photo-lot-"));
  readonly #lot: SampleLot;
  #program = "";
  #port = 0;
  #child: ReturnType<typeof spawn> | null = null;
  #cars = 0;

  constructor(lot: SampleLot) {
    this.#lot = lot;
  }

  /** `mqttUrl` and `httpUrl`: where its cloud is. */
  async start(addresses: { mqttUrl: string; httpUrl: string; kbitPerSecond: number }): Promise<void> {
    this.#program = await buildProcess("main.ts", `torture-photos-${process.pid}`);
    this.#port = await findFreePort(22_700, { name: "photo lot" });
    const { edgeId, lotId, password } = this.#lot;
    const { kbitPerSecond: backlogKbitPerSecond, ...urls } = addresses;
    const listen = { host: "127.0.0.1", port: this.#port };
    const config = exampleConfig({ edgeId, lotId, password, listen, backlogKbitPerSecond, ...urls });
    fs.writeFileSync(this.#configFile, JSON.stringify(config), { mode: 0o600 });
    await this.run();
  }

  get #configFile(): string {
    return path.join(this.folder, "edge.json");
  }

  /** Starts the edge (again), and waits until it hears cameras. */
  async run(): Promise<void> {
    const env = { ...process.env, LIFTGATE_EDGE_CONFIG: this.#configFile, LIFTGATE_LOG_LEVEL: "warn" };
    const log = fs.openSync(path.join(this.folder, "edge.log"), "a");
    this.#child = spawn(process.execPath, [this.#program], { env, stdio: ["ignore", log, log] });
    fs.closeSync(log);
    const end = performance.now() + startMs;
    while (!(await this.#isListening())) {
      if (performance.now() > end) throw new Error(`the edge does not listen: ${this.log()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async kill(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  /** A car with these pictures; resolves to its passage once it is on disk at the edge. Cameras send until they are heard. */
  async see(pictures: { plate?: Buffer; scene?: Buffer }): Promise<string> {
    const camera = "exit-1-cam";
    const id = `car-${process.pid}-${this.#cars++}`;
    const url = `http://127.0.0.1:${this.#port}/camera/${camera}/token-of-exit-1-camera`;
    for (;;) {
      const form = new FormData();
      form.set("anpr.xml", new Blob([anpr(id)], { type: "text/xml" }), "anpr.xml");
      if (pictures.plate) form.set("licensePlatePicture.jpg", file(pictures.plate), "licensePlatePicture.jpg");
      if (pictures.scene) form.set("detectionPicture.jpg", file(pictures.scene), "detectionPicture.jpg");
      const answer = await fetch(url, { method: "POST", body: form }).catch(() => null);
      if (answer?.ok) return ((await answer.json()) as { passageId: string }).passageId;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Photos that the edge still holds, by its journal and by its files. */
  held(): { rows: number; files: number } {
    const db = new Database(path.join(this.folder, "journal.db"), { timeout: 5_000 });
    try {
      const row = db.prepare("SELECT count(*) AS rows FROM photo").get() as { rows: number };
      const folder = path.join(this.folder, "photos");
      const names = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
      return { rows: row.rows, files: names.filter((entry) => entry.isFile()).length };
    } finally {
      db.close();
    }
  }

  log(): string {
    return fs.readFileSync(path.join(this.folder, "edge.log"), "utf8");
  }

  async stop(): Promise<void> {
    await this.kill("SIGTERM");
    fs.rmSync(this.folder, { recursive: true, force: true });
    fs.rmSync(this.#program, { force: true });
  }

  async #isListening(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.#port}/`).then(
      () => true,
      () => false,
    );
  }
}

function file(bytes: Buffer): Blob {
  return new Blob([new Uint8Array(bytes)], { type: "image/jpeg" });
}

function anpr(id: string): string {
  const at = new Date().toISOString();
  return `<EventNotificationAlert><dateTime>${at}</dateTime><eventType>ANPR</eventType><ANPR>
<licensePlate>unknown</licensePlate></ANPR><UUID>${id}-0000</UUID></EventNotificationAlert>`;
}
