import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const shipped = path.join(import.meta.dirname, "../mosquitto");
const program = "/usr/sbin/mosquitto";

/** Mosquitto as its shipped configuration sets it up, in a folder and on ports of the test's own. */
export class Mosquitto {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-mosquitto-"));
  readonly certificate = path.join(this.folder, "fullchain.pem");
  port: number;
  tlsPort = 0;
  #process: ChildProcess | undefined;

  constructor(port: number) {
    this.port = port;
    fs.copyFileSync(path.join(shipped, "liftgate.acl"), path.join(this.folder, "liftgate.acl"));
    this.writePasswords("");
    this.#makeCertificate();
  }

  async start(): Promise<void> {
    this.port ||= await freePort();
    this.tlsPort ||= await freePort();
    const settings = fs
      .readFileSync(path.join(shipped, "liftgate.conf"), "utf8")
      .replaceAll("/etc/mosquitto/liftgate", this.folder)
      .replace("listener 8883", `listener ${this.tlsPort} 127.0.0.1`)
      .replace("listener 1883", `listener ${this.port}`);
    const file = path.join(this.folder, "mosquitto.conf");
    // started by root it would become another user, who may not read this folder
    fs.writeFileSync(file, `${settings}\n${process.getuid?.() === 0 ? "user root\n" : ""}`);
    const child = spawn(program, ["-c", file], { stdio: "ignore" });
    process.once("exit", () => child.kill("SIGKILL"));
    this.#process = child;
    await until(() => isListening(this.port));
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  writePasswords(text: string): void {
    fs.writeFileSync(path.join(this.folder, "passwords"), text, { mode: 0o600 });
    this.#process?.kill("SIGHUP");
  }

  #makeCertificate(): void {
    const key = path.join(this.folder, "privkey.pem");
    const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
    const made = ["-keyout", key, "-out", this.certificate, "-days", "2"];
    const args = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      ...subject,
      ...made,
    ];
    const { status, stderr } = spawnSync("openssl", args);
    if (status !== 0) throw new Error(`openssl: ${stderr}`);
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function isListening(port: number): Promise<boolean> {
  const socket = net.connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function until(isSo: () => Promise<boolean>, patienceMs = 10_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error("Mosquitto does not listen");
    await sleep(20);
  }
}
