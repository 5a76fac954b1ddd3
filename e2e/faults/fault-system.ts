import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { type SigningKey, signingKey } from "#contracts/signature.ts";
import { readSecret } from "#server/identity/secrets.ts";
import { builtFile, ensureClient, ensureProcesses } from "#tools/build.ts";
import { childEnvironment } from "#tools/child-environment.ts";
import { findFreePort } from "#tools/free-port.ts";
import { projectFolder } from "#tools/freshness.ts";
import { ManagedChild } from "#tools/managed-child.ts";
import { migrate } from "#tools/migrate.ts";
import { startPostgres } from "#tools/postgres.ts";
import { makeSecrets } from "#tools/secrets.ts";
import { spawnChild } from "#tools/spawn-child.ts";
import { storeLot, writeEnrolment } from "./fault-lot.ts";

export const victims = ["edge", "ingest", "broker", "postgres"] as const;
type Victim = (typeof victims)[number];

/** A killed child is back as fast as it can: the faults, not the waiting, are what the test is about. */
const restartDelaysMs = [100];
const firstPort = 21_000;

export type FaultSystem = {
  dataDir: string;
  configFile: string;
  journalFile: string;
  openingsFile: string;
  databaseUrl: string;
  pool: pg.Pool;
  children: Record<Victim | "barriers", ManagedChild>;
  /** Values that must not stand in any log. */
  secrets: string[];
  logs: () => string;
  /** Does the child do its work, as far as can be seen from outside? */
  isWorking: (name: Victim) => boolean;
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

/** The real processes of one lot and its cloud, each under the supervision that `npm start` uses. */
export async function makeFaultSystem(dataDir: string): Promise<FaultSystem> {
  await ensureClient();
  await ensureProcesses();
  const made = makeSecrets(dataDir, {});
  const key: SigningKey = signingKey(
    new Uint8Array(Buffer.from(readSecret("LIFTGATE_BUNDLE_SIGNING_KEY", made.environment), "base64")),
  );
  const logFile = (name: string) => path.join(dataDir, "logs", `${name}.log`);
  const folder = path.join(dataDir, "pg");
  const password = made.databasePassword;
  const first = await startPostgres({ folder, port: firstPort, password, logFile: logFile("postgres") });
  const databaseUrl = first.url("liftgate");
  await migrate(databaseUrl, { folder: path.join(projectFolder, "prisma/migrations") });

  const port = (wanted: number) => findFreePort(firstPort + wanted, { name: "fault test" });
  const mqttPort = await port(200);
  const cameraPort = await port(400);
  const barrierPort = await port(600);
  const edgeHttpUrl = `http://127.0.0.1:${await port(700)}`;
  const mqttUrl = `mqtt://127.0.0.1:${mqttPort}`;
  const configFile = writeEnrolment(dataDir, { mqttUrl, edgeHttpUrl, cameraPort, barrierPort }, key.publicKey);
  const openingsFile = path.join(dataDir, "openings.jsonl");
  const addresses = { web: "http://127.0.0.1:1", databaseUrl, mqttUrl, edgeHttpUrl, cameraPort, barrierPort };
  const environment = (name: "broker" | "ingest" | "edge") =>
    childEnvironment(name, { dataDir, addresses, secrets: made.environment });
  const child = (name: "broker" | "ingest" | "edge", at?: number) =>
    new ManagedChild({
      name,
      ...(at === undefined ? {} : { port: at }),
      restartDelaysMs,
      start: async () => spawnChild([builtFile(name)], environment(name) as NodeJS.ProcessEnv, logFile(name)),
    });
  let isFirst = true;
  const postgres = new ManagedChild({
    name: "postgres",
    port: first.port,
    stopSignal: "SIGINT",
    restartDelaysMs,
    start: async () => {
      if (isFirst) {
        isFirst = false;
        return first.child;
      }
      const again = { folder, port: first.port, password, logFile: logFile("postgres"), isPortFixed: true };
      return (await startPostgres(again)).child;
    },
  });
  const barriers = new ManagedChild({
    name: "barriers",
    port: barrierPort,
    restartDelaysMs,
    start: async () =>
      spawnChild(
        ["--import", "tsx", fileURLToPath(new URL("./barrier-process.ts", import.meta.url)), configFile, openingsFile],
        process.env,
        logFile("barriers"),
      ),
  });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3, connectionTimeoutMillis: 2_000 });
  pool.on("error", () => undefined); // the server is killed on purpose
  const children = {
    postgres,
    broker: child("broker", mqttPort),
    ingest: child("ingest"),
    edge: child("edge", cameraPort),
    barriers,
  };
  return {
    dataDir,
    configFile,
    journalFile: path.join(path.dirname(configFile), "journal.db"),
    openingsFile,
    databaseUrl,
    pool,
    children,
    secrets: [password, readSecret("LIFTGATE_BROKER_PASSWORD", made.environment)],
    isWorking: (name) => {
      const { state, pid } = children[name].status();
      if (state !== "running" || name !== "ingest") return state === "running";
      // It listens nowhere; each of its lives says who it is, and then that it is on the broker.
      const lives = fs.readFileSync(logFile("ingest"), "utf8").split(`"pid":${pid},"msg":"started"`);
      return lives.length > 1 && lives.at(-1)!.includes('"msg":"link up"');
    },
    logs: () =>
      fs
        .readdirSync(path.join(dataDir, "logs"))
        .map((name) => fs.readFileSync(path.join(dataDir, "logs", name), "utf8"))
        .join("\n"),
    start: async () => {
      await postgres.start();
      await storeLot(pool, key);
      for (const name of ["broker", "ingest", "barriers", "edge"] as const) {
        if (!(await children[name].start())) throw new Error(`${name} does not answer, see ${logFile(name)}`);
      }
    },
    stop: async () => {
      for (const name of ["edge", "barriers", "ingest", "broker"] as const) await children[name].stop();
      await pool.end();
      await postgres.stop();
    },
  };
}
