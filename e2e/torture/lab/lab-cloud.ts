import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type SigningKey, signingKey } from "#contracts/signature.ts";
import { readSecret } from "#server/identity/secrets.ts";
import { builtFile } from "#tools/build.ts";
import { childEnvironment } from "#tools/child-environment.ts";
import { projectFolder } from "#tools/freshness.ts";
import { migrate } from "#tools/migrate.ts";
import { type PostgresServer, startPostgres } from "#tools/postgres.ts";
import { makeSecrets } from "#tools/secrets.ts";
import { storeLot } from "../../faults/fault-lot.ts";
import { cloudAddress, spawnIn } from "./lab-network.ts";

const ports = { postgres: 15_432, mqtt: 15_883, http: 15_801 };

/** The cloud of the lab: database, broker and ingest as they are built, on the address that both uplinks lead to. */
export class LabCloud {
  readonly mqttUrl = `mqtt://${cloudAddress}:${ports.mqtt}`;
  readonly edgeHttpUrl = `http://${cloudAddress}:${ports.http}`;
  readonly key: SigningKey;
  readonly #folder: string;
  readonly #secrets: ReturnType<typeof makeSecrets>;
  readonly #children = new Map<string, ChildProcess>();
  #postgres: PostgresServer | null = null;
  #pool: pg.Pool | null = null;

  constructor(folder: string) {
    this.#folder = folder;
    this.#secrets = makeSecrets(folder, {});
    const seed = readSecret("LIFTGATE_BUNDLE_SIGNING_KEY", this.#secrets.environment);
    this.key = signingKey(new Uint8Array(Buffer.from(seed, "base64")));
  }

  get pool(): pg.Pool {
    return this.#pool!;
  }

  async start(): Promise<void> {
    this.#postgres = await startPostgres({
      folder: path.join(this.#folder, "pg"),
      port: ports.postgres,
      password: this.#secrets.databasePassword,
      logFile: this.#log("postgres"),
    });
    const databaseUrl = this.#databaseUrl;
    await migrate(databaseUrl, { folder: path.join(projectFolder, "prisma/migrations") });
    this.#pool = new pg.Pool({ connectionString: databaseUrl, max: 3 });
    this.#pool.on("error", () => undefined); // at the end the server goes first when something has failed
    await storeLot(this.#pool, this.key);
    this.#start("broker");
    this.#start("ingest");
  }

  /** Sessions, retained messages and last wills are gone with it. */
  async killBroker(): Promise<void> {
    const broker = this.#children.get("broker")!;
    broker.kill("SIGKILL");
    await once(broker, "exit");
  }

  startBroker(): void {
    this.#start("broker");
  }

  async stop(): Promise<void> {
    for (const child of this.#children.values()) {
      child.kill("SIGTERM");
      await Promise.race([once(child, "exit"), sleep(5_000)]);
    }
    await this.#pool?.end();
    await this.#postgres?.stop();
  }

  get #databaseUrl(): string {
    return this.#postgres!.url("liftgate");
  }

  #log(name: string): string {
    return path.join(this.#folder, "logs", `${name}.log`);
  }

  #start(name: "broker" | "ingest"): void {
    const { mqttUrl, edgeHttpUrl } = this;
    const databaseUrl = this.#databaseUrl;
    const addresses = { web: "http://127.0.0.1:1", databaseUrl, mqttUrl, edgeHttpUrl, cameraPort: 0, barrierPort: 0 };
    const env = childEnvironment(name, { dataDir: this.#folder, addresses, secrets: this.#secrets.environment });
    this.#children.set(name, spawnIn(null, [builtFile(name)], this.#log(name), env as NodeJS.ProcessEnv));
  }
}
