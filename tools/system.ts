import { existsSync } from "node:fs";
import path from "node:path";
import { type BuiltProcess, builtFile } from "./build.ts";
import { type Addresses, type ChildName, childEnvironment } from "./child-environment.ts";
import { findFreePort } from "./free-port.ts";
import { projectFolder } from "./freshness.ts";
import { type ChildStatus, ManagedChild } from "./managed-child.ts";
import { migrate } from "./migrate.ts";
import { initPostgres, startPostgres } from "./postgres.ts";
import { runCommand } from "./run-command.ts";
import { isProduction, type MadeSecrets, makeSecrets, requireProduction, writeSecretFile } from "./secrets.ts";
import { lastWords, spawnChild } from "./spawn-child.ts";

export type Ports = { web: number; postgres: number; mqtt: number; camera: number; barrier: number };
type ProcessName = Exclude<ChildName, "seed">;
export type RunningChildName = "postgres" | ProcessName;

export type SystemOptions = {
  dataDir: string;
  /** Wanted ports; a taken one gives way to the next free one. */
  ports?: Partial<Ports>;
  /** Which children run; all of them when left out. */
  children?: readonly RunningChildName[];
  restartDelaysMs?: readonly number[];
  say?: (line: string) => void;
};

const defaultPorts: Ports = { web: 15_300, postgres: 15_432, mqtt: 15_883, camera: 15_700, barrier: 15_800 };
const portsOfEnvironment = (): Ports => ({
  ...defaultPorts,
  web: Number(process.env.LIFTGATE_WEB_PORT) || defaultPorts.web,
});
const allChildren: readonly RunningChildName[] = ["postgres", "broker", "ingest", "web", "edge", "simulator"];
const productionChildren: readonly RunningChildName[] = ["ingest", "web"];
/** What `npm run cloud -- off` takes away; the edge, its cars and the database's process stay. */
const cloudChildren: readonly RunningChildName[] = ["broker", "ingest", "web"];

/** Everything that `npm start` runs. Start it in two steps: `prepare` needs no build, `run` does. */
export class System {
  readonly dataDir: string;
  readonly isProduction: boolean;
  readonly #options: SystemOptions;
  readonly #children = new Map<RunningChildName, ManagedChild>();
  #addresses: Addresses | undefined;
  #secrets: MadeSecrets | undefined;
  #databaseStart: Promise<string> | undefined;
  #isStopping = false;
  #webPort = 0;

  constructor(options: SystemOptions) {
    this.#options = options;
    this.dataDir = path.resolve(options.dataDir);
    this.isProduction = options.children === undefined && isProduction();
  }

  get addresses(): Addresses {
    if (!this.#addresses) throw new Error("the system has no addresses before it is prepared");
    return this.#addresses;
  }

  /** What a browser opens; undefined while ports are still looked for. */
  get webAddress(): string | undefined {
    return this.#addresses?.web;
  }

  /** Sign-in names and passwords of the demo people; empty in production. */
  get demoPasswords(): Readonly<Record<string, string>> {
    return this.#secrets?.demoPasswords ?? {};
  }

  /** Secrets, ports, database server and migrations. */
  async prepare(): Promise<void> {
    const { say } = this.#options;
    const ports = { ...portsOfEnvironment(), ...this.#options.ports };
    if (this.isProduction) {
      const { databaseUrl, mqttUrl } = requireProduction();
      this.#addresses = { ...(await this.#findAddresses(ports)), databaseUrl, mqttUrl };
    } else {
      this.#secrets = makeSecrets(this.dataDir);
      const databaseUrl = process.env.DATABASE_URL ?? (await this.#startDatabaseOnce(ports.postgres));
      this.#addresses = { ...(await this.#findAddresses(ports)), databaseUrl };
      writeSecretFile(path.join(this.dataDir, "secrets/database-url"), databaseUrl);
    }
    await migrate(this.#addresses.databaseUrl, { folder: path.join(projectFolder, "prisma/migrations"), say });
  }

  /**
   * Demo data, then every process; the console as soon as it is built. Returns the names of those that do not answer
   * yet.
   */
  async run(consoleBuilt: Promise<void> = Promise.resolve()): Promise<string[]> {
    const { children = this.isProduction ? productionChildren : allChildren } = this.#options;
    const isForeign = (name: string) =>
      name === "postgres" || (name === "broker" && process.env.MQTT_URL !== undefined);
    const wanted = children.filter((name): name is ProcessName => !isForeign(name));
    for (const name of wanted) this.#children.set(name, this.#describe(name));
    const start = async (...names: ProcessName[]) => {
      const present = this.#isStopping ? [] : names.filter((name) => wanted.includes(name));
      const isRunning = await Promise.all(present.map((name) => this.child(name).start()));
      return present.filter((_, index) => !isRunning[index]);
    };
    const silent = await Promise.all([
      consoleBuilt.then(() => start("web")),
      start("broker", "ingest"),
      this.#seed().then(() => start("edge", "simulator")), // the demo data enrol the edge
    ]);
    return silent.flat();
  }

  /** The child of that name; throws when the system has none. */
  child(name: string): ManagedChild {
    const child = this.#children.get(name as RunningChildName);
    if (!child) throw new Error(`no child named ${name}: there are ${[...this.#children.keys()].join(", ")}`);
    return child;
  }

  status(): ChildStatus[] {
    return [...this.#children.values()].map((child) => child.status());
  }

  /** Takes the cloud away from the lot, or gives it back. */
  async setCloud(state: "on" | "off"): Promise<void> {
    const children = cloudChildren.flatMap((name) => this.#children.get(name) ?? []);
    await Promise.all(children.map((child) => (state === "on" ? child.start() : child.stop())));
  }

  isCloudOn(): boolean {
    return cloudChildren.every((name) => this.#children.get(name)?.status().state !== "stopped");
  }

  /** Ends everything: first the lot, then the cloud, the database server last. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#databaseStart?.catch(() => undefined); // whoever waits for it hears of its failure
    const database = this.#children.get("postgres");
    await Promise.all([...this.#children.values()].filter((child) => child !== database).map((child) => child.stop()));
    await database?.stop();
  }

  #startDatabaseOnce(wantedPort: number): Promise<string> {
    this.#databaseStart ??= this.#startDatabase(wantedPort);
    return this.#databaseStart;
  }

  async #startDatabase(wantedPort: number): Promise<string> {
    const { say, restartDelaysMs } = this.#options;
    const password = this.#secrets?.databasePassword as string;
    const folder = path.join(this.dataDir, "pg");
    const logFile = this.#logFile("postgres");
    await initPostgres({ folder, password });
    const first = await startPostgres({ folder, port: wantedPort, password, logFile, say });
    let startedFirst = false;
    const start = async () => {
      if (startedFirst)
        return (await startPostgres({ folder, port: first.port, password, logFile, isPortFixed: true })).child;
      startedFirst = true;
      return first.child;
    };
    const stopSignal = "SIGINT"; // fast shutdown: ends the sessions, keeps what was committed
    const child = new ManagedChild({ name: "postgres", start, port: first.port, stopSignal, restartDelaysMs, say });
    this.#children.set("postgres", child);
    await child.start();
    return first.url("liftgate");
  }

  async #findAddresses(ports: Ports): Promise<Omit<Addresses, "databaseUrl">> {
    const { say } = this.#options;
    const mqttUrl = process.env.MQTT_URL;
    const mqtt = mqttUrl ? 0 : await findFreePort(ports.mqtt, { name: "the MQTT broker", say });
    this.#webPort = await findFreePort(ports.web, { name: "the console", say });
    return {
      web: process.env.LIFTGATE_WEB_URL ?? `http://127.0.0.1:${this.#webPort}`,
      mqttUrl: mqttUrl ?? `mqtt://127.0.0.1:${mqtt}`,
      cameraPort: await findFreePort(ports.camera, { name: "the edge's camera door", say }),
      barrierPort: await findFreePort(ports.barrier, { name: "the simulated barriers", say }),
    };
  }

  async #seed(): Promise<void> {
    if (this.isProduction) return;
    const env = childEnvironment("seed", this.#childInput());
    const file = this.#secrets?.demoPasswordsFile as string;
    await runCommand([builtFile("seed")], { ...env, LIFTGATE_DEMO_PASSWORDS_FILE: file });
  }

  #describe(name: ProcessName): ManagedChild {
    const { say, restartDelaysMs } = this.#options;
    const logFile = this.#logFile(name);
    return new ManagedChild({
      name,
      port: this.#portOf(name),
      start: async () => {
        if (name === "web") await this.#takeWebPort(); // others may have taken it while the console was built
        return spawnChild(this.#programOf(name), childEnvironment(name, this.#childInput()), logFile);
      },
      lastWords: () => lastWords(logFile),
      restartDelaysMs,
      say,
    });
  }

  #portOf(name: ProcessName): number | (() => number) | undefined {
    const { mqttUrl, cameraPort, barrierPort } = this.addresses;
    const ports = {
      broker: Number(new URL(mqttUrl).port),
      ingest: undefined,
      edge: cameraPort,
      simulator: barrierPort,
    };
    return name === "web" ? () => this.#webPort : ports[name];
  }

  async #takeWebPort(): Promise<void> {
    this.#webPort = await findFreePort(this.#webPort, { name: "the console", say: this.#options.say });
    const web = process.env.LIFTGATE_WEB_URL ?? `http://127.0.0.1:${this.#webPort}`;
    this.#addresses = { ...this.addresses, web };
  }

  #programOf(name: "web" | BuiltProcess): string[] {
    if (name !== "web") return [builtFile(name)];
    const host = process.env.LIFTGATE_WEB_HOST ?? "127.0.0.1";
    return ["node_modules/next/dist/bin/next", "start", "--hostname", host, "--port", String(this.#webPort)];
  }

  #childInput() {
    return { dataDir: this.dataDir, addresses: this.addresses, secrets: this.#secrets?.environment ?? {} };
  }

  #logFile(name: string): string {
    return path.join(this.dataDir, "logs", `${name}.log`);
  }
}

/** Starts a whole system, built before, for a test: its own data folder, its own ports. */
export async function startSystem(options: SystemOptions): Promise<System> {
  if (!existsSync(path.join(projectFolder, ".next/BUILD_ID"))) throw new Error("not built yet: npm test builds first");
  const system = new System(options);
  try {
    await system.prepare();
    const silent = await system.run();
    if (silent.length > 0) throw new Error(`${silent.join(", ")} did not answer, see ${system.dataDir}/logs`);
    return system;
  } catch (error) {
    await system.stop();
    throw error;
  }
}
