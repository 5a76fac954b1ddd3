import path from "node:path";
import { type BuiltProcess, builtFile, programOf } from "./build.ts";
import { type Addresses, type ChildName, childEnvironment } from "./child-environment.ts";
import { findFreePort } from "./free-port.ts";
import { projectFolder } from "./freshness.ts";
import { type ChildStatus, ManagedChild } from "./managed-child.ts";
import { migrate } from "./migrate.ts";
import { initPostgres, startPostgres } from "./postgres.ts";
import { runCommand } from "./run-command.ts";
import { isProduction, type MadeSecrets, makeSecrets, requireProduction, writeSecretFile } from "./secrets.ts";
import { lastWords, spawnChild } from "./spawn-child.ts";

type FoundPort = "mqtt" | "web" | "camera" | "barrier" | "edgeHttp";
type Ports = Record<FoundPort | "postgres", number>;
type ProcessName = Exclude<ChildName, "seed">;
type RunningChildName = "postgres" | ProcessName;

type SystemOptions = { dataDir: string; say: (line: string) => void };

/** Wanted ports; a taken one gives way to the next free one. */
const defaultPorts: Ports = {
  web: 15_300,
  postgres: 15_432,
  mqtt: 15_883,
  camera: 15_700,
  barrier: 15_800,
  edgeHttp: 15_801,
};
const portNames: Record<FoundPort, string> = {
  mqtt: "the MQTT broker",
  web: "the console",
  camera: "the edge's camera door",
  barrier: "the simulated barriers",
  edgeHttp: "the HTTP server for edges",
};
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
  #databaseUrl: string | undefined;
  #secrets: MadeSecrets | undefined;
  #databaseStart: Promise<string> | undefined;
  #isStopping = false;
  #ports: Ports = { ...defaultPorts, web: Number(process.env.LIFTGATE_WEB_PORT) || defaultPorts.web };
  #arePortsFound = false;

  constructor(options: SystemOptions) {
    this.#options = options;
    this.dataDir = path.resolve(options.dataDir);
    this.isProduction = isProduction();
  }

  get addresses(): Addresses {
    if (!this.#databaseUrl) throw new Error("the system has no addresses before it is prepared");
    const { mqtt, web, camera, barrier, edgeHttp } = this.#ports;
    return {
      web: process.env.LIFTGATE_WEB_URL ?? `http://127.0.0.1:${web}`,
      databaseUrl: this.#databaseUrl,
      mqttUrl: process.env.MQTT_URL ?? `mqtt://127.0.0.1:${mqtt}`,
      edgeHttpUrl: process.env.LIFTGATE_EDGE_HTTP_URL ?? `http://127.0.0.1:${edgeHttp}`,
      cameraPort: camera,
      barrierPort: barrier,
    };
  }

  /** What a browser opens; undefined while ports are still looked for. */
  get webAddress(): string | undefined {
    return this.#arePortsFound ? this.addresses.web : undefined;
  }

  /** Sign-in names and passwords of the demo people; empty in production. */
  get demoPasswords(): Readonly<Record<string, string>> {
    return this.#secrets?.demoPasswords ?? {};
  }

  /** Secrets, ports, database server and migrations. */
  async prepare(): Promise<void> {
    const { say } = this.#options;
    if (this.isProduction) {
      this.#databaseUrl = requireProduction().databaseUrl;
      await this.#findPorts("web");
    } else {
      this.#secrets = makeSecrets(this.dataDir);
      this.#databaseUrl = process.env.DATABASE_URL ?? (await this.#startDatabaseOnce(defaultPorts.postgres));
      await this.#findPorts("mqtt", "web", "camera", "barrier", "edgeHttp");
      writeSecretFile(path.join(this.dataDir, "secrets/database-url"), this.#databaseUrl);
    }
    await migrate(this.#databaseUrl, { folder: path.join(projectFolder, "prisma/migrations"), say });
  }

  /**
   * Demo data, then every process; the console as soon as it is built. Returns the names of those that do not answer
   * yet.
   */
  async run(consoleBuilt: Promise<void>): Promise<string[]> {
    const children = this.isProduction ? productionChildren : allChildren;
    const isForeign = (name: string) =>
      name === "postgres" || (name === "broker" && process.env.MQTT_URL !== undefined);
    const wanted = children.filter((name): name is ProcessName => !isForeign(name));
    for (const name of wanted) this.#children.set(name, this.#describe(name));
    const start = async (...names: ProcessName[]) => {
      const present = this.#isStopping ? [] : names.filter((name) => wanted.includes(name));
      const isRunning = await Promise.all(present.map((name) => this.child(name).start()));
      return present.filter((_, index) => !isRunning[index]);
    };
    if (!this.isProduction) await this.#findPorts("mqtt", "edgeHttp");
    const silent = await Promise.all([
      consoleBuilt.then(() => start("web")),
      start("broker", "ingest"),
      this.#prepareLot().then(() => start("edge", "simulator")),
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
    const { say } = this.#options;
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
    const child = new ManagedChild({ name: "postgres", start, port: first.port, stopSignal, say });
    this.#children.set("postgres", child);
    await child.start();
    return first.url("liftgate");
  }

  /** Also again right before a child starts: others may have taken its port while something was built. */
  async #findPorts(...names: readonly FoundPort[]): Promise<void> {
    const { say } = this.#options;
    for (const name of names) {
      if (name === "mqtt" && process.env.MQTT_URL) continue;
      const port = await findFreePort(this.#ports[name], { name: portNames[name], say });
      this.#ports = { ...this.#ports, [name]: port };
    }
    this.#arePortsFound = true;
  }

  /** The demo data enrol the edge. */
  async #prepareLot(): Promise<void> {
    if (this.isProduction) return;
    const env = childEnvironment("seed", this.#childInput());
    const file = this.#secrets?.demoPasswordsFile as string;
    await runCommand([builtFile("seed")], { ...env, LIFTGATE_DEMO_PASSWORDS_FILE: file });
    await this.#findPorts("camera", "barrier");
  }

  #describe(name: ProcessName): ManagedChild {
    const { say } = this.#options;
    const logFile = this.#logFile(name);
    return new ManagedChild({
      name,
      port: () => this.#portOf(name),
      start: async () => {
        if (name === "web") await this.#findPorts("web");
        return spawnChild(this.#programOf(name), childEnvironment(name, this.#childInput()), logFile);
      },
      lastWords: () => lastWords(logFile),
      say,
    });
  }

  #portOf(name: ProcessName): number | undefined {
    const { mqtt, web, camera, barrier } = this.#ports;
    return { broker: mqtt, ingest: undefined, web, edge: camera, simulator: barrier }[name];
  }

  #programOf(name: "web" | BuiltProcess): string[] {
    if (name !== "web") return programOf(name);
    const host = process.env.LIFTGATE_WEB_HOST ?? "127.0.0.1";
    return ["node_modules/next/dist/bin/next", "start", "--hostname", host, "--port", String(this.#ports.web)];
  }

  #childInput() {
    return { dataDir: this.dataDir, addresses: this.addresses, secrets: this.#secrets?.environment ?? {} };
  }

  #logFile(name: string): string {
    return path.join(this.dataDir, "logs", `${name}.log`);
  }
}
