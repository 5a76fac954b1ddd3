import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { pino } from "pino";
import { documentEntry } from "#contracts/document-entry.ts";
import { wantSchema } from "#contracts/document-request.ts";
import { trustedKeys } from "#contracts/key-list.ts";
import { parseMessage } from "#contracts/messages.ts";
import { signingKey } from "#contracts/signature.ts";
import { toBytes } from "#contracts/text.ts";
import { OpenSessions } from "#edge-runner/decide/open-sessions.ts";
import { Documents, type DocumentTopic } from "#edge-runner/receive/documents.ts";
import { startSourceWorker } from "#edge-runner/testing/source-worker.ts";
import { changeDocument } from "#server/documents/change-document.ts";
import { DocumentPublisher } from "#server/documents/document-publisher.ts";
import { DatabaseListener } from "#server/link/database-listener.ts";
import { inTransaction } from "#server/link/in-transaction.ts";
import { openPool } from "#server/link/open-pool.ts";

type Chaos = { lost: number; twice: number; late: number };
const calm: Chaos = { lost: 0, twice: 0, late: 0 };

/** What every entry of a version holds, so that a look-up tells of which version it is. */
const instantOfVersion = (version: number) => 1_000_000 + version;
export const plateAt = (at: number) => `京A${String(at).padStart(5, "0")}`;

/**
 * One lot's grants between the real publisher on a real database and the real documents of an edge, over a link that
 * loses, repeats and delays as much as a test wants, in both directions.
 */
export class ChaosLot {
  readonly key = signingKey(new Uint8Array(32).fill(7));
  readonly pool: pg.Pool;
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "chaos-lot-"));
  readonly edge: { operatorId: string; lotId: string; edgeId: string };
  readonly counts = { delivered: 0, lost: 0, twice: 0, late: 0, looked: 0 };
  chaos = calm;
  documents: Documents | null = null;
  /** What was last said on each topic, kept as a broker keeps it. */
  readonly retained = new Map<DocumentTopic, Uint8Array>();
  /** Every delta that was ever sent. */
  readonly deltas: Uint8Array[] = [];
  readonly #random: () => number;
  readonly #answerTimeoutMs: number;
  readonly #publisher: DocumentPublisher;
  readonly #listener: DatabaseListener;
  readonly #key: { operatorId: string; lotId: string; name: "grants" };

  /** `answerTimeoutMs`: so long the edge waits for a piece of a snapshot; a large one has to be made first. */
  constructor(databaseUrl: string, random: () => number, answerTimeoutMs = 300) {
    this.#random = random;
    this.#answerTimeoutMs = answerTimeoutMs;
    this.pool = openPool(databaseUrl, { name: "chaos", max: 4 });
    const word = randomBytes(4).toString("hex");
    this.edge = { operatorId: `op-${word}`, lotId: `lot-${word}`, edgeId: `edge${word}` };
    this.#key = { operatorId: this.edge.operatorId, lotId: this.edge.lotId, name: "grants" };
    const link = {
      isUp: true,
      retain: async (topic: string, payload: Uint8Array) => this.#down(topicOf(topic), payload, true),
      send: (topic: string, payload: Uint8Array) => this.#down(topicOf(topic), payload, false),
    };
    this.#publisher = new DocumentPublisher({ pool: this.pool, key: this.key, link, heartbeatMs: 400 });
    const onNews = (payload: string | null) => this.#publisher.hear(payload);
    this.#listener = new DatabaseListener({ databaseUrl, channel: "liftgate_document", onNews });
  }

  async start(): Promise<void> {
    const { operatorId, lotId, edgeId } = this.edge;
    await this.pool.query("INSERT INTO operator (id, name) VALUES ($1, 'Chaos')", [operatorId]);
    await this.pool.query(
      "INSERT INTO lot (operator_id, id, name, time_zone, country) VALUES ($1, $2, 'Chaos', 'Asia/Shanghai', 'CN')",
      [operatorId, lotId],
    );
    await this.pool.query(
      "INSERT INTO edge (operator_id, lot_id, id, name, credential_hash) VALUES ($1, $2, $3, 'Chaos', 'none')",
      [operatorId, lotId, edgeId],
    );
    this.#publisher.start();
    this.#listener.start();
  }

  async startEdge(): Promise<void> {
    this.documents = await Documents.start({
      edge: { ...this.edge, password: "none" },
      folder: this.folder,
      startWorker: startSourceWorker,
      keys: () => trustedKeys([this.key.publicKey]),
      nowMs: Date.now,
      sessions: new OpenSessions([]),
      rules: { has: () => true, keep: () => Promise.resolve() },
      settings: { take: () => Promise.resolve() },
      journal: { change: () => Promise.resolve(), read: { state: () => null } as never },
      want: (want) => this.#up(toBytes(JSON.stringify(want))),
      way: () => ({ kbitPerSecond: 1_000_000, localAddress: null }),
      onFatal: (reason) => {
        throw new Error(reason);
      },
      log: pino({ level: process.env.LIFTGATE_LOG_LEVEL ?? "silent" }),
      timing: { askEveryMs: 40, retryMs: 40, answerTimeoutMs: this.#answerTimeoutMs },
    });
    for (const [topic, bytes] of this.retained) this.documents.receive(topic, bytes);
  }

  async stopEdge(): Promise<void> {
    const { documents } = this;
    this.documents = null;
    await documents?.stop();
  }

  async stop(): Promise<void> {
    await this.stopEdge();
    await this.#publisher.stop();
    await this.#listener.stop();
    await this.pool.end();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Gives these vehicles the entries of the next version, or takes them off; returns that version. */
  async change(ats: readonly number[], kind: "permit" | "block" | null, isForced = false): Promise<number> {
    return inTransaction(this.pool, async (sql) => {
      const version = (await this.cloud()).version + 1;
      const value = (one: "permit" | "block") => {
        const common = { from: instantOfVersion(version), until: null };
        return [one === "permit" ? { kind: one, ...common } : { kind: one, reason: null, ...common }];
      };
      const changes = [...new Set(ats)].map((at) => {
        const key = plateAt(at);
        return { key, line: kind === null ? null : documentEntry(key, value(kind)).line };
      });
      await changeDocument(sql, this.#key, changes, { isForced });
      return version;
    });
  }

  async cloud(): Promise<{ generation: number; version: number; count: number; root: string }> {
    const { rows } = await this.pool.query(
      "SELECT generation, version::float8, count, root::text FROM document WHERE lot_id = $1 AND name = 'grants'",
      [this.edge.lotId],
    );
    return rows[0] ?? { generation: 0, version: 0, count: 0, root: "" };
  }

  /** The version at which the edge's entry of a vehicle was written; null: it has none. */
  look(at: number): number | null {
    this.counts.looked++;
    const first = this.documents!.grants(plateAt(at))?.items[0];
    return first === undefined ? null : first.from! - instantOfVersion(0);
  }

  get held() {
    return this.documents!.telemetry()?.grants ?? null;
  }

  /** Waits until the edge has what the cloud has; how long that took. */
  async caughtUp(timeoutMs = 60_000): Promise<number> {
    const startedAt = performance.now();
    for (;;) {
      const { generation, version, count } = await this.cloud();
      const { held } = this;
      if (held?.version === version && held.count === count && held.generation === generation)
        return performance.now() - startedAt;
      if (performance.now() - startedAt > timeoutMs)
        throw new Error(`after ${timeoutMs} ms the edge holds ${JSON.stringify(held)}, not version ${version}`);
      await sleep(10);
    }
  }

  /** Something that comes down, whoever made it. */
  deliver(topic: DocumentTopic, payload: Uint8Array): void {
    try {
      this.documents?.receive(topic, payload);
    } catch {
      // what cannot be read at all is the link's to tell
    }
  }

  #down(topic: DocumentTopic, payload: Uint8Array, isRetained: boolean): void {
    if (isRetained) this.retained.set(topic, payload);
    if (topic === "delta") this.deltas.push(payload);
    this.#through(() => this.deliver(topic, payload));
  }

  #up(payload: Uint8Array): boolean {
    this.#through(() => this.#publisher.answer(this.edge, parseMessage(wantSchema, payload)));
    return true;
  }

  #through(go: () => void): void {
    const { lost, twice, late } = this.chaos;
    if (this.#random() < lost) {
      this.counts.lost++;
      return;
    }
    const times = this.#random() < twice ? 2 : 1;
    if (times === 2) this.counts.twice++;
    for (let i = 0; i < times; i++) {
      const isLate = this.#random() < late;
      if (isLate) this.counts.late++;
      this.counts.delivered++;
      setTimeout(go, isLate ? this.#random() * 120 : 0);
    }
  }
}

function topicOf(topic: string): DocumentTopic {
  return topic.slice(topic.indexOf("/down/") + "/down/".length) as DocumentTopic;
}
