import path from "node:path";
import pg from "pg";
import { type SigningKey, signingKey } from "#contracts/signature.ts";
import { readSecret } from "#server/identity/secrets.ts";
import { builtFile } from "#tools/build.ts";
import { childEnvironment } from "#tools/child-environment.ts";
import { projectFolder } from "#tools/freshness.ts";
import { ManagedChild } from "#tools/managed-child.ts";
import { migrate } from "#tools/migrate.ts";
import { startPostgres } from "#tools/postgres.ts";
import { makeSecrets } from "#tools/secrets.ts";
import { cloudAddress, spawnIn } from "../lab/lab-network.ts";
import { LifeLog } from "./life-log.ts";
import { MqttMeddler } from "./mqtt-meddler.ts";

const ports = { postgres: 15_432, broker: 15_883, meddler: 15_884, http: 15_801 };
/** A killed child is back as fast as it can: the faults, not the waiting, are what the run is about. */
const restartDelaysMs = [100];
const brokerUrl = `mqtt://${cloudAddress}:${ports.broker}`;

/** Database, broker and ingest as they are built, each under supervision, and a meddler before the broker. */
export class MixedCloud {
  readonly mqttUrl = `mqtt://${cloudAddress}:${ports.meddler}`;
  readonly edgeHttpUrl = `http://${cloudAddress}:${ports.http}`;
  readonly key: SigningKey;
  readonly meddler: MqttMeddler;
  readonly #folder: string;
  readonly #secrets: ReturnType<typeof makeSecrets>;
  readonly #ingestLog: LifeLog;
  #children: Record<"postgres" | "broker" | "ingest", ManagedChild> | null = null;
  #pool: pg.Pool | null = null;

  constructor(folder: string, random: () => number) {
    this.#folder = folder;
    this.#secrets = makeSecrets(folder, {});
    const seed = readSecret("LIFTGATE_BUNDLE_SIGNING_KEY", this.#secrets.environment);
    this.key = signingKey(new Uint8Array(Buffer.from(seed, "base64")));
    this.meddler = new MqttMeddler(ports.broker, cloudAddress, random);
    this.#ingestLog = new LifeLog(this.#log("ingest"));
  }

  get pool(): pg.Pool {
    return this.#pool!;
  }

  get children(): Record<"postgres" | "broker" | "ingest", ManagedChild> {
    return this.#children!;
  }

  /** Does it do its work, as far as can be seen from outside? */
  isWorking(name: "postgres" | "broker" | "ingest"): boolean {
    if (this.children[name].status().state !== "running") return false;
    return name !== "ingest" || this.#ingestLog.lifeSays('"msg":"link up"');
  }

  /** `prepare` stores what the cloud has to know before an edge may come. */
  async start(prepare: (pool: pg.Pool) => Promise<void>): Promise<void> {
    const where = {
      folder: path.join(this.#folder, "pg"),
      port: ports.postgres,
      password: this.#secrets.databasePassword,
      logFile: this.#log("postgres"),
    };
    const first = await startPostgres(where);
    const databaseUrl = first.url("liftgate");
    await migrate(databaseUrl, { folder: path.join(projectFolder, "prisma/migrations") });
    this.#pool = new pg.Pool({ connectionString: databaseUrl, max: 3, connectionTimeoutMillis: 2_000 });
    this.#pool.on("error", () => undefined); // the server is killed on purpose
    let isFirst = true;
    const postgres = new ManagedChild({
      name: "postgres",
      port: ports.postgres,
      stopSignal: "SIGINT",
      restartDelaysMs,
      start: async () => {
        if (!isFirst) return (await startPostgres({ ...where, isPortFixed: true })).child;
        isFirst = false;
        return first.child;
      },
    });
    const broker = this.#child("broker", databaseUrl);
    const ingest = this.#child("ingest", databaseUrl);
    this.#children = { postgres, broker, ingest };
    await postgres.start();
    await prepare(this.pool);
    await this.meddler.start(ports.meddler, cloudAddress);
    await broker.start();
    await ingest.start();
  }

  async stop(): Promise<void> {
    this.meddler.stop();
    if (this.#children === null) return;
    await this.#children.ingest.stop();
    await this.#children.broker.stop();
    await this.#pool?.end();
    await this.#children.postgres.stop();
  }

  #log(name: string): string {
    return path.join(this.#folder, "logs", `${name}.log`);
  }

  #child(name: "broker" | "ingest", databaseUrl: string): ManagedChild {
    const addresses = {
      web: "http://127.0.0.1:1",
      databaseUrl,
      mqttUrl: brokerUrl,
      edgeHttpUrl: this.edgeHttpUrl,
      cameraPort: 0,
      barrierPort: 0,
    };
    const env = childEnvironment(name, { dataDir: this.#folder, addresses, secrets: this.#secrets.environment });
    const log = this.#log(name);
    return new ManagedChild({
      name,
      restartDelaysMs,
      start: async () => {
        if (name === "ingest") this.#ingestLog.begin();
        return spawnIn(null, [builtFile(name)], log, env as NodeJS.ProcessEnv);
      },
    });
  }
}
