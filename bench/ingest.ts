import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { limits } from "#contracts/limits.ts";
import { decodeRecord } from "#contracts/record.ts";
import { readSecret } from "#server/identity/secrets.ts";
import { hashEdgeCredential } from "#server/link/edge-credential.ts";
import { inTransaction } from "#server/link/in-transaction.ts";
import { mosquittoPasswords } from "#server/link/mosquitto-passwords.ts";
import { openPool } from "#server/link/open-pool.ts";
import { Mosquitto } from "#server/link/testing/mosquitto.ts";
import { insertRecords, type NewRecord } from "#server/report/stored-records.ts";
import { lockStreams } from "#server/report/stream-rows.ts";
import { verifyStoredStream } from "#server/report/verify-stored-stream.ts";
import { ensureClient, ensureProcesses, programOf } from "#tools/build.ts";
import { childEnvironment } from "#tools/child-environment.ts";
import { findFreePort } from "#tools/free-port.ts";
import { projectFolder } from "#tools/freshness.ts";
import { migrate } from "#tools/migrate.ts";
import { startPostgres } from "#tools/postgres.ts";
import { makeSecrets } from "#tools/secrets.ts";
import { spawnChild } from "#tools/spawn-child.ts";
import { waitForPort } from "#tools/wait-for-port.ts";
import type { BenchRow } from "./bench-row.ts";
import type { Done, Job } from "./ingest/generator.ts";
import { type BenchEdge, makeRecords } from "./ingest/make-records.ts";
import { processorMs } from "./ingest/processor-ms.ts";
import { row } from "./row.ts";
import { writeResults } from "./write-results.ts";

/**
 * `npm run bench:ingest`: records of passages from many edges through the real broker and the real ingest into the real
 * tables, counted when the cloud has acknowledged them, beside what the broker alone and the database alone can take.
 */
const seconds = Number(process.env.LIFTGATE_BENCH_SECONDS ?? 60);
const edgesCount = Number(process.env.LIFTGATE_BENCH_EDGES ?? 500);
/** More than can be taken in the time, so that the generator never runs dry. */
const perSecondMax = Number(process.env.LIFTGATE_BENCH_RATE_MAX ?? 12_000);
const wantedPerSecond = 5_000;
const wantedRatio = 0.25;
const batchRecords = 500;
const provenStreams = 25;

/** `embedded` is what `npm start` brings along, `mosquitto` what an installation has. */
const isMosquitto = (process.env.LIFTGATE_BENCH_BROKER ?? "embedded") === "mosquitto";

/** A folder: each process leaves a CPU profile there. */
const profileDir = process.env.LIFTGATE_BENCH_PROFILE;
const profiling = profileDir ? ["--cpu-prof", `--cpu-prof-dir=${path.resolve(profileDir)}`] : [];

const operatorId = "bench";
const password = "the password of every edge of the run";
const folder = path.resolve("dist", `bench-ingest-${process.pid}`);
const say = (line: string) => process.stdout.write(`${line}\n`);

function edgesOf(epoch: string): BenchEdge[] {
  return Array.from({ length: edgesCount }, (_, index) => ({
    // as long as ids may well be: they stand in every record. One edge a lot, as in most
    edgeId: `benchmarkedge${String(index).padStart(11, "0")}`,
    lotId: `riverside-shopping-centre-north-visitors-p${index}`,
    epoch,
  }));
}

async function makeEdges(pool: pg.Pool, edges: readonly BenchEdge[]): Promise<void> {
  const hash = await hashEdgeCredential(password);
  await pool.query("INSERT INTO operator (id, name) VALUES ($1, 'Bench')", [operatorId]);
  await pool.query(
    `INSERT INTO lot (operator_id, id, name, time_zone, country)
     SELECT $1, id, 'Bench', 'Asia/Shanghai', 'CN' FROM unnest($2::text[]) AS id`,
    [operatorId, [...new Set(edges.map(({ lotId }) => lotId))]],
  );
  await pool.query(
    `INSERT INTO edge (operator_id, lot_id, id, name, credential_hash)
     SELECT $1, e.lot_id, e.id, 'Bench', $4 FROM unnest($2::text[], $3::text[]) AS e(lot_id, id)`,
    [operatorId, edges.map(({ lotId }) => lotId), edges.map(({ edgeId }) => edgeId), hash],
  );
}

/** The same rows by the database alone: one statement a batch, each in a transaction of its own. */
async function insertRaw(pool: pg.Pool): Promise<number> {
  const edges = edgesOf("00000000000000aa");
  const generators = edges.map((edge) => ({ edge: { ...edge, operatorId }, records: makeRecords(edge) }));
  const keys = edges.map((edge) => ({ ...edge, operatorId, stream: "p" as const }));
  await inTransaction(pool, (sql) => lockStreams(sql, keys));
  const batches: NewRecord[][] = [];
  for (let i = 0; i < 40; i++) {
    const batch: NewRecord[] = [];
    while (batch.length < batchRecords)
      for (const { edge, records } of generators) {
        const frame = decodeRecord(edge.edgeId, records.next().value as Uint8Array);
        batch.push({ edge, frame, passageId: `${edge.edgeId}-${edge.epoch}-${frame.n - ((frame.n + 1) % 2)}` });
        if (batch.length === batchRecords) break;
      }
    batches.push(batch);
  }
  const startedAt = performance.now();
  for (const batch of batches) await inTransaction(pool, (sql) => insertRecords(sql, batch));
  return (batches.length * batchRecords) / ((performance.now() - startedAt) / 1000);
}

async function generate(job: Job): Promise<Done> {
  const child = fork(fileURLToPath(new URL("./ingest/generator.ts", import.meta.url)), {
    execArgv: ["--import", "tsx", "--max-old-space-size=4096", ...profiling],
  });
  child.send(job);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the generator ended with ${String(code)}`);
  });
  ended.catch(() => undefined); // it is ended below, once it has said its figure
  const [done] = (await Promise.race([once(child, "message"), ended])) as [Done];
  child.disconnect();
  return done;
}

async function stopChild(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

/** Everything that was acknowledged is in the tables, whole and proven. */
async function prove(pool: pg.Pool, edges: readonly BenchEdge[], sent: number): Promise<string[]> {
  const problems: string[] = [];
  const count = async (text: string) => Number((await pool.query(text, [edges[0]!.epoch])).rows[0].count);
  const records = await count("SELECT count(*) FROM record WHERE epoch = $1");
  if (records !== sent) problems.push(`${sent} records sent, ${records} stored`);
  const passages = await count(
    `SELECT count(*) FROM passage p WHERE EXISTS (SELECT FROM record r WHERE r.operator_id = p.operator_id
       AND r.lot_id = p.lot_id AND r.passage_id = p.passage_id AND r.epoch = $1)`,
  );
  const decisions = await count("SELECT count(DISTINCT passage_id) FROM record WHERE epoch = $1");
  if (passages !== decisions) problems.push(`${decisions} passages recorded, ${passages} projected`);
  for (const edge of edges.slice(0, provenStreams)) {
    const proof = await inTransaction(pool, (sql) => verifyStoredStream(sql, { ...edge, operatorId, stream: "p" }));
    if (!proof.complete) problems.push(`${edge.edgeId}: ${JSON.stringify(proof.findings)}`);
  }
  return problems;
}

await ensureClient();
await ensureProcesses();
fs.mkdirSync(folder, { recursive: true });
const made = makeSecrets(folder, {});
const server = await startPostgres({
  folder: path.join(folder, "pg"),
  port: 24_000,
  password: made.databasePassword,
  logFile: path.join(folder, "pg.log"),
});
const postmaster = Number(fs.readFileSync(path.join(folder, "pg/postmaster.pid"), "utf8").split("\n", 1)[0]);
const children: ChildProcess[] = [];
let pool: pg.Pool | undefined;
let mosquitto: Mosquitto | undefined;
try {
  const databaseUrl = server.url("liftgate");
  await migrate(databaseUrl, { folder: path.join(projectFolder, "prisma/migrations") });
  pool = openPool(databaseUrl, { name: "bench", max: 4 });
  const edges = edgesOf("00000000000000bb");
  await makeEdges(pool, edges);
  const mqttPort = await findFreePort(24_200, { name: "bench" });
  const edgeHttpPort = await findFreePort(24_400, { name: "bench" });
  const addresses = {
    web: "http://127.0.0.1:1",
    databaseUrl,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    edgeHttpUrl: `http://127.0.0.1:${edgeHttpPort}`,
    cameraPort: 1,
    barrierPort: 1,
  };
  const start = (name: "broker" | "ingest") => {
    const env = childEnvironment(name, { dataDir: folder, addresses, secrets: made.environment });
    const quiet = { LIFTGATE_LOG_LEVEL: "warn", LIFTGATE_SECOND_OPINIONS_PER_SECOND: "0" };
    const child = spawnChild(
      [...profiling, ...programOf(name)],
      { ...env, ...quiet } as NodeJS.ProcessEnv,
      path.join(folder, `${name}.log`),
    );
    children.push(child);
    return child;
  };
  const startMosquitto = async () => {
    mosquitto = new Mosquitto(mqttPort);
    const cloudHash = await hashEdgeCredential(readSecret("LIFTGATE_BROKER_PASSWORD", made.environment));
    const { text } = await inTransaction(pool!, (sql) => mosquittoPasswords(sql, cloudHash));
    mosquitto.writePasswords(text);
    await mosquitto.start();
    return mosquitto.pid;
  };
  const brokerPid = isMosquitto ? await startMosquitto() : start("broker").pid;
  if (!(await waitForPort(mqttPort, 20_000))) throw new Error("the broker does not answer");

  say("the database alone…");
  const rawRows = await insertRaw(pool);
  say("the broker alone…");
  const job = { mqttUrl: addresses.mqttUrl, password, edges };
  const rawSeconds = Math.min(15, seconds);
  const raw = await generate({
    ...job,
    until: "puback",
    seconds: rawSeconds,
    recordsEach: limits.windowRecordsMax,
  });
  const rawPerSecond = raw.delivered / (raw.tookMs / 1000);
  say("broker, ingest and database…");
  const ingest = start("ingest");
  const recordsEach = Math.ceil((seconds * perSecondMax) / edgesCount);
  const parts = {
    broker: () => processorMs(brokerPid),
    ingest: () => processorMs(ingest.pid),
    database: () => processorMs(postmaster),
  };
  const before = Object.entries(parts).map(([name, read]) => [name, read(), read] as const);
  const done = await generate({ ...job, until: "ack", seconds, recordsEach });
  const spent = before.map(([name, start, read]) => [name, read() - start] as const);
  const perSecond = done.delivered / (done.tookMs / 1000);
  const problems = await prove(pool, edges, done.sent);
  const rows: BenchRow[] = [
    row("records published, committed, acknowledged", perSecond, "/s", {
      baseline: "broker alone, QoS 1",
      baselineValue: rawPerSecond,
      ratio: perSecond / rawPerSecond,
      target: `>= ${wantedPerSecond}/s`,
      met: perSecond >= wantedPerSecond,
    }),
    row("the same, as a part of the broker alone", perSecond / rawPerSecond, "", {
      target: `>= ${wantedRatio}`,
      met: perSecond / rawPerSecond >= wantedRatio,
    }),
    row("records published, committed, acknowledged", perSecond, "/s", {
      baseline: "the same rows by batch insert alone",
      baselineValue: rawRows,
      ratio: perSecond / rawRows,
    }),
    row("records sent and stored", done.sent, "", { target: "equal, complete", met: problems.length === 0 }),
    ...[["generator", done.processorMs] as const, ...spent].map(([name, ms]) =>
      row(`processor time a record: ${name}`, (ms * 1000) / done.sent, "us"),
    ),
    row("bytes of a record on the wire", done.bytes / done.sent, "B"),
  ];
  writeResults(isMosquitto ? "ingest-mosquitto" : "ingest", rows, {
    title: isMosquitto ? "Ingest benchmark, on Mosquitto" : "Ingest benchmark",
    command: isMosquitto ? "LIFTGATE_BENCH_BROKER=mosquitto npm run bench:ingest" : "npm run bench:ingest",
    how: `Generator, broker, ingest and database on them: ${edgesCount} edges on ${edgesCount} connections, ${isMosquitto ? "Mosquitto" : "the embedded broker"}, ${Math.round(done.tookMs / 1000)} s, ${provenStreams} chains verified at the end.`,
    notes: problems.map((problem) => `NOT PROVEN: ${problem}`),
  });
  if (problems.length > 0) process.exitCode = 1;
} finally {
  for (const child of children.reverse()) await stopChild(child);
  await mosquitto?.stop();
  mosquitto?.remove();
  await pool?.end();
  await server.stop();
  if (process.env.LIFTGATE_KEEP !== "1") fs.rmSync(folder, { recursive: true, force: true });
}
