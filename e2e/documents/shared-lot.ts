import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import Database from "libsql";
import { pino } from "pino";
import { signPointer } from "#contracts/pointer.ts";
import type { Stamp } from "#contracts/record-body.ts";
import { Edge } from "#edge-runner/edge.ts";
import { EdgeClock } from "#edge-runner/edge-clock.ts";
import { type EdgeConfig, parseEdgeConfig } from "#edge-runner/edge-config.ts";
import { DocumentDb } from "#edge-runner/receive/document-db.ts";
import { readJournal } from "#edge-runner/report/read-journal.ts";
import { BarrierDevice, type Opening } from "#edge-runner/simulator/barrier-device.ts";
import { BarrierServer } from "#edge-runner/simulator/barrier-server.ts";
import { cameraMessage } from "#edge-runner/simulator/camera-message.ts";
import { postOnce } from "#edge-runner/simulator/post-message.ts";
import { exampleConfig } from "#edge-runner/testing/example-config.ts";
import { startSourceWorker } from "#edge-runner/testing/source-worker.ts";
import { type TestBundleOptions, testBundle } from "#edge-runner/testing/test-bundle.ts";
import type { ReleaseRules } from "#engine/model/rule.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { hashEdgeCredential } from "#server/link/edge-credential.ts";
import { tellBrokers } from "#server/link/testing/test-broker.ts";
import { TestCloud } from "#server/link/testing/test-cloud.ts";

export type LaneId = "entry-1" | "exit-1" | "entry-2" | "exit-2";
type Side = { id: string; lanes: readonly LaneId[] };
type Answer = { passageId?: string; decision?: string | null };

const password = "the edges' own password";

/** What the manager of this lot wants where the cloud cannot say who is inside. */
const offlineExit: ReleaseRules["rules"][number] = {
  id: "offline-exit",
  group: "money",
  when: {
    all: [
      { fact: "lane.direction", operator: "equal", value: "exit" },
      { fact: "session.open", operator: "isUnknown" },
      { fact: "match.kind", operator: "notEqual", value: "fuzzy" },
    ],
  },
  ifUnknown: "skip",
  // biome-ignore lint/suspicious/noThenProperty: the rule's own word; never awaited.
  then: {
    decision: { type: "release", reason: "offline", params: {} },
    effects: [
      { type: "closeSession", params: {} },
      { type: "flagAnomaly", params: { code: "offlineRelease", severity: 2 } },
    ],
  },
};

/** Two real edges in one lot, with an entry and an exit each, on the real broker, ingest and database. */
export class SharedLot {
  readonly cloud: TestCloud;
  readonly operatorId: string;
  readonly lotId: string;
  readonly a: TestSide;
  readonly b: TestSide;
  readonly openings: Opening[] = [];
  readonly #barriers: BarrierServer;
  /** The edges that the cloud knows. */
  readonly #sides: readonly TestSide[];

  constructor(databaseUrl: string, edges: "both" | "one" = "both") {
    this.cloud = new TestCloud(databaseUrl);
    const word = randomBytes(4).toString("hex");
    this.operatorId = `op-${word}`;
    this.lotId = `lot-${word}`;
    const all = ["entry-1", "exit-1", "entry-2", "exit-2"] as const;
    this.a = new TestSide(this, { id: `edgea${word}`, lanes: edges === "both" ? ["entry-1", "exit-1"] : all });
    this.b = new TestSide(this, { id: `edgeb${word}`, lanes: ["entry-2", "exit-2"] });
    this.#sides = edges === "both" ? [this.a, this.b] : [this.a];
    const devices = all.map((id) => new BarrierDevice(id, (one) => this.openings.push(one)));
    this.#barriers = new BarrierServer(devices);
  }

  get barrierPort(): number {
    return this.#barriers.port();
  }

  /** Starts all but the edges. */
  async start(): Promise<void> {
    await this.#barriers.start(0, "127.0.0.1");
    await this.cloud.startBroker();
    this.startIngest();
    await this.#store();
  }

  startIngest(): void {
    this.cloud.startIngest({ documentHeartbeatMs: 400 });
  }

  async stop(): Promise<void> {
    for (const side of [this.a, this.b]) await side.stop();
    await this.cloud.stop();
    await this.#barriers.stop();
    for (const side of [this.a, this.b]) fs.rmSync(side.folder, { recursive: true, force: true });
  }

  /** Compiles a version, keeps it, and points these edges at it. */
  async publish(
    number: number,
    options: Pick<TestBundleOptions, "hourMinor" | "freeMinutes" | "tariff"> = {},
    sides = this.#sides,
  ) {
    const lanes = (["entry-1", "exit-1", "entry-2", "exit-2"] as const).map((id) => {
      return { id, name: id, direction: id.startsWith("entry") ? ("entry" as const) : ("exit" as const) };
    });
    const rules = { rules: [...starterRules().rules, offlineExit] };
    const { sha256, bytes } = testBundle({ ...options, lotId: this.lotId, lanes, rules });
    const { operatorId, lotId, cloud } = this;
    await cloud.pool.query(
      `INSERT INTO bundle (operator_id, lot_id, number, sha256, bytes, semantics, draft, note, created_name)
       VALUES ($1, $2, $3, $4, $5, 1, '{}', 'test', 'Test')`,
      [operatorId, lotId, number, sha256, Buffer.from(bytes)],
    );
    for (const { id: edgeId } of sides) {
      const pointer = signPointer(cloud.key, { edgeId, lotId, generation: number, sha256, number });
      const rolloutId = randomUUID();
      await cloud.pool.query(
        `INSERT INTO rollout (operator_id, lot_id, id, kind, number, note, started_name)
         VALUES ($1, $2, $3, 'publish', $4, 'test', 'Test')`,
        [operatorId, lotId, rolloutId, number],
      );
      await cloud.pool.query(
        "INSERT INTO rollout_edge (operator_id, lot_id, rollout_id, edge_id, generation) VALUES ($1, $2, $3, $4, $5)",
        [operatorId, lotId, rolloutId, edgeId, number],
      );
      await cloud.pool.query(
        `INSERT INTO edge_pointer (operator_id, lot_id, edge_id, generation, number, pointer)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (operator_id, lot_id, edge_id) DO UPDATE
           SET generation = excluded.generation, number = excluded.number, pointer = excluded.pointer`,
        [operatorId, lotId, edgeId, number, number, JSON.stringify(pointer)],
      );
    }
    await cloud.pool.query("SELECT pg_notify('liftgate_desired', $1)", [JSON.stringify({ operatorId, lotId })]);
    return sha256;
  }

  /** Open stays by the cloud's list. */
  async openInCloud(): Promise<string[]> {
    const rows = await this.cloud.rows<{ key: string }>(
      "SELECT key FROM document_entry WHERE lot_id = $1 AND name = 'openSessions' ORDER BY key",
      [this.lotId],
    );
    return rows.map(({ key }) => key);
  }

  async versionInCloud(): Promise<number | undefined> {
    const sql = "SELECT version::float8 FROM document WHERE lot_id = $1 AND name = 'openSessions'";
    return (await this.cloud.rows<{ version: number }>(sql, [this.lotId]))[0]?.version;
  }

  async anomalies(): Promise<string[]> {
    const rows = await this.cloud.rows<{ kind: string }>(
      "SELECT kind FROM anomaly WHERE lot_id = $1 AND kind LIKE 'session%' ORDER BY kind",
      [this.lotId],
    );
    return rows.map(({ kind }) => kind);
  }

  async #store(): Promise<void> {
    const { operatorId, lotId, cloud } = this;
    await cloud.pool.query("INSERT INTO operator (id, name) VALUES ($1, 'Test')", [operatorId]);
    await cloud.pool.query(
      "INSERT INTO lot (operator_id, id, name, time_zone, country) VALUES ($1, $2, 'Test', 'Asia/Shanghai', 'CN')",
      [operatorId, lotId],
    );
    for (const { id } of this.#sides) {
      await cloud.pool.query(
        "INSERT INTO edge (operator_id, lot_id, id, name, credential_hash) VALUES ($1, $2, $3, 'Test', $4)",
        [operatorId, lotId, id, await hashEdgeCredential(password)],
      );
      await tellBrokers(id, password);
    }
  }
}

/** Time that passes at one edge alone, in a jump. */
class AheadClock extends EdgeClock {
  readonly #aheadMs: () => number;

  constructor(aheadMs: () => number) {
    super();
    this.#aheadMs = aheadMs;
  }

  override nowMs(): number {
    return super.nowMs() + this.#aheadMs();
  }

  override stamp(): Stamp {
    const stamp = super.stamp();
    return { ...stamp, offsetMs: stamp.offsetMs + this.#aheadMs() };
  }
}

/** One of the edges. */
export class TestSide {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "shared-lot-"));
  readonly id: string;
  readonly lanes: readonly LaneId[];
  readonly #lot: SharedLot;
  edge: Edge | null = null;
  aheadMs = 0;
  clockOf: (aheadMs: () => number) => EdgeClock = (aheadMs) => new AheadClock(aheadMs);
  #cars = 0;
  #config: EdgeConfig | null = null;

  constructor(lot: SharedLot, { id, lanes }: Side) {
    this.#lot = lot;
    this.id = id;
    this.lanes = lanes;
  }

  async start(change: Partial<EdgeConfig> = {}): Promise<void> {
    const { cloud, lotId, barrierPort } = this.#lot;
    const common = { edgeId: this.id, lotId, mqttUrl: cloud.url, httpUrl: await cloud.httpUrl(), password };
    const example = exampleConfig({ ...common, publicKeys: [cloud.key.publicKey], backlogKbitPerSecond: 100_000 });
    const lanes = this.lanes.map((id, at) => {
      const lane = structuredClone(example.lanes[at % 2]!);
      const barrier = { ...lane.barrier, url: `http://127.0.0.1:${barrierPort}/${id}` };
      return { ...lane, id, barrier, cameras: [{ ...lane.cameras[0]!, id: `${id}-cam` }] };
    });
    this.#config = parseEdgeConfig({ ...example, lanes, ...change }, "test");
    const clock = this.clockOf(() => this.aheadMs);
    this.edge = new Edge({
      config: this.#config,
      folder: this.folder,
      runner: "test",
      clock,
      startWorker: startSourceWorker,
      log: pino({ level: process.env.LIFTGATE_LOG_LEVEL ?? "silent" }),
      onFatal: (reason) => {
        throw new Error(reason);
      },
      timing: { watchTimeoutMs: 500, documents: { askEveryMs: 150, retryMs: 100, answerTimeoutMs: 1_500 } },
    });
    await this.edge.start();
  }

  async stop(): Promise<void> {
    await this.edge?.stop();
    this.edge = null;
  }

  /** What this edge has of a document. */
  version(name: "grants" | "openSessions" = "openSessions"): number | null {
    return this.edge?.telemetry().documents?.[name]?.version ?? null;
  }

  hasBundle(sha256: string): boolean {
    const db = new Database(path.join(this.folder, "journal.db"), { readonly: true });
    try {
      return db.prepare("SELECT 1 FROM bundle WHERE sha256 = ?").get([sha256]) !== undefined;
    } finally {
      db.close();
    }
  }

  get generation(): number | null {
    return this.edge?.telemetry().bundle?.generation ?? null;
  }

  /** A car at a lane; what the camera was answered. */
  async see(laneId: LaneId, plate: string): Promise<Required<Answer>> {
    const camera = this.#config!.lanes.find(({ id }) => id === laneId)!.cameras[0]!;
    const eventId = `${this.id}-${process.pid}-${this.#cars++}`;
    const sighting = { eventId, at: Date.now() + this.aheadMs, plate, confidence: 0.97, vehicle: "Sedan" };
    const url = `http://127.0.0.1:${this.edge!.port()}/camera/${camera.id}/${camera.token}`;
    const answer = await postOnce(url, cameraMessage(camera, sighting));
    return JSON.parse(answer?.text || "{}") as Required<Answer>;
  }

  /** The decision that a passage's record holds. */
  decision(passageId: string): Record<string, unknown> & { facts: Record<string, unknown> } {
    const bodies = readJournal(path.join(this.folder, "journal.db"))
      .records("p")
      .map(({ body }) => JSON.parse(Buffer.from(body!).toString()));
    return bodies.find((body) => body.kind === "decision" && body.passageId === passageId);
  }

  /** Holds the journal's disk for a while, as a disk that does not answer would. */
  async whileDiskIsStuck(act: () => Promise<void>): Promise<void> {
    const blocker = new Database(path.join(this.folder, "journal.db"), { timeout: 5_000 });
    blocker.exec("BEGIN IMMEDIATE");
    try {
      await act();
    } finally {
      blocker.exec("COMMIT");
      blocker.close();
    }
  }

  /** The documents as they are on disk now, to be put back later; the edge is stopped for it and started again. */
  async keepDocuments(): Promise<{ putBack: () => void }> {
    await this.stop();
    const files = fs.readdirSync(this.folder).filter((name) => name.startsWith("documents.db"));
    const kept = fs.mkdtempSync(path.join(this.folder, "kept-"));
    for (const name of files) fs.copyFileSync(path.join(this.folder, name), path.join(kept, name));
    await this.start();
    return {
      putBack: () => {
        this.loseDocuments();
        for (const name of files) fs.renameSync(path.join(kept, name), path.join(this.folder, name));
      },
    };
  }

  /** Only while the edge is stopped. */
  loseDocuments(): void {
    for (const end of ["", "-wal", "-shm"]) fs.rmSync(path.join(this.folder, `documents.db${end}`), { force: true });
  }

  /** What is on this edge's disk of a document, read as a writer would; only while the edge is stopped. */
  onDisk<Result>(read: (db: DocumentDb) => Result): Result {
    const db = new DocumentDb(path.join(this.folder, "documents.db"));
    try {
      return read(db);
    } finally {
      db.close();
    }
  }
}
