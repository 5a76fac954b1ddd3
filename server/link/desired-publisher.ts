import { gzipSync } from "node:zlib";
import pg from "pg";
import { encodeDesiredRules } from "#contracts/desired-rules.ts";
import type { KeyList } from "#contracts/key-list.ts";
import { type Pointer, pointerSchema } from "#contracts/pointer.ts";
import { toBytes } from "#contracts/text.ts";
import { downTopic } from "#contracts/topics.ts";
import { encodeDesiredTrial, type TrialPointer, trialPointerSchema } from "#contracts/trial.ts";
import { Backoff } from "./backoff.ts";
import type { CloudLink } from "./cloud-link.ts";
import { log } from "./log.ts";

export type DesiredPublisherOptions = {
  pool: pg.Pool;
  databaseUrl: string;
  link: Pick<CloudLink, "retain" | "isUp">;
  /** The signed list of keys that edges are to trust, as it is now. */
  keyList: () => Promise<KeyList>;
};

const channel = "liftgate_desired";
const gzipsKept = 32;
const listenBackoff = { firstMs: 250, capMs: 10_000 };
const connectTimeoutMs = 5_000;
/** It only ever listens, so nothing else would tell that the server has vanished. */
const keepAliveMs = 10_000;
const publishRetryMs = 2_000;
const pageSize = 200;

type Scope = { lotId?: string | undefined; edgeId?: string | undefined };
type Wanted = { pointer: Pointer; bytes: Uint8Array; isWaiting: boolean };
/** `bytes` null: the trial has ended. */
type WantedTrial = { pointer: TrialPointer; bytes: Uint8Array | null };
type Page = { edgeIds: string[]; wanted: Wanted[]; trials: WantedTrial[] };

/**
 * Keeps with the broker, retained, what each edge should run: its signed pointer with the bundle, and the keys to trust.
 * Published again whenever the database says that it changed, and all of it whenever the broker or the listening
 * connection comes back, for a broker forgets and a notification can be missed.
 */
export class DesiredPublisher {
  readonly #options: DesiredPublisherOptions;
  readonly #gzips = new Map<string, Uint8Array>();
  readonly #backoff = new Backoff(listenBackoff);
  #listener: pg.Client | undefined;
  #listenTimer: NodeJS.Timeout | undefined;
  #publishTimer: NodeJS.Timeout | undefined;
  #isStopping = false;
  /** True before the first try too, so that its failure is told. */
  #isListening = true;
  #work: Promise<void> = Promise.resolve();
  #isAllWaiting = false;

  constructor(options: DesiredPublisherOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#listen();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#listenTimer);
    clearTimeout(this.#publishTimer);
    await this.#listener?.end().catch(() => undefined); // it was on its way out already
    await this.#work;
  }

  /** Publishes everything again, once, however often it is asked while it waits for its turn. */
  publishAll(): void {
    if (this.#isAllWaiting) return;
    this.#isAllWaiting = true;
    this.#enqueue(async () => {
      this.#isAllWaiting = false;
      await this.#publish({});
    });
  }

  async #listen(): Promise<void> {
    const listener = new pg.Client({
      connectionString: this.#options.databaseUrl,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
    });
    this.#listener = listener;
    let isLost = false;
    const again = (error?: Error) => {
      if (isLost || this.#isStopping) return;
      isLost = true;
      if (this.#isListening) log.warn({ reason: error?.message }, "not listening to the database, trying again");
      this.#isListening = false;
      listener.end().catch(() => undefined); // it is gone
      this.#listenTimer = setTimeout(() => void this.#listen(), this.#backoff.nextMs());
    };
    listener.on("error", again);
    listener.on("end", () => again());
    listener.on("notification", ({ payload }) => this.#hear(payload ?? ""));
    try {
      await listener.connect();
      await listener.query(`LISTEN ${channel}`);
      this.#backoff.reset();
      this.#isListening = true;
      this.publishAll();
    } catch (error) {
      again(error as Error);
    }
  }

  #hear(payload: string): void {
    let scope: Scope;
    try {
      const { lotId, edgeId } = JSON.parse(payload) as Record<string, unknown>;
      scope = {
        lotId: typeof lotId === "string" ? lotId : undefined,
        edgeId: typeof edgeId === "string" ? edgeId : undefined,
      };
    } catch {
      scope = {}; // whoever spoke, something changed
    }
    this.#enqueue(() => this.#publish(scope));
  }

  /** One after the other, so that the newest document is the last to be published. */
  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#isStopping) return;
      try {
        await work();
      } catch (error) {
        log.warn({ reason: (error as Error).message }, "desired documents could not be published, trying again");
        clearTimeout(this.#publishTimer);
        if (!this.#isStopping) this.#publishTimer = setTimeout(() => this.publishAll(), publishRetryMs);
      }
    });
  }

  async #publish(scope: Scope): Promise<void> {
    if (!this.#options.link.isUp) return; // all of it follows when the link is up
    const keys = toBytes(JSON.stringify(await this.#options.keyList()));
    let after = "";
    for (;;) {
      const page = await this.#readPage(scope, after);
      for (const edgeId of page.edgeIds) await this.#options.link.retain(downTopic(edgeId, "desired/keys"), keys);
      for (const wanted of page.wanted) await this.#publishOne(wanted);
      for (const wanted of page.trials) await this.#publishTrial(wanted);
      if (page.edgeIds.length < pageSize) return;
      after = page.edgeIds.at(-1)!;
    }
  }

  async #readPage({ lotId, edgeId }: Scope, after: string): Promise<Page> {
    const { rows } = await this.#options.pool.query(
      `SELECT e.id, p.pointer, b.bytes, t.pointer AS trial, tb.bytes AS trial_bytes, EXISTS (SELECT FROM rollout_edge r WHERE r.operator_id = e.operator_id
         AND r.lot_id = e.lot_id AND r.edge_id = e.id AND r.generation = p.generation AND r.step = 'waiting') AS is_waiting
       FROM edge e
       LEFT JOIN edge_pointer p ON p.operator_id = e.operator_id AND p.lot_id = e.lot_id AND p.edge_id = e.id
       LEFT JOIN bundle b ON b.operator_id = p.operator_id AND b.lot_id = p.lot_id AND b.number = p.number
       LEFT JOIN edge_trial_pointer t ON t.operator_id = e.operator_id AND t.lot_id = e.lot_id AND t.edge_id = e.id
       LEFT JOIN bundle tb ON tb.operator_id = t.operator_id AND tb.lot_id = t.lot_id AND tb.number = t.number
       WHERE e.id > $1 AND ($2::text IS NULL OR e.lot_id = $2) AND ($3::text IS NULL OR e.id = $3)
       ORDER BY e.id LIMIT $4`,
      [after, lotId ?? null, edgeId ?? null, pageSize],
    );
    const wanted = rows
      .filter((row) => row.pointer !== null)
      .map((row) => ({ pointer: pointerSchema.parse(row.pointer), bytes: row.bytes, isWaiting: row.is_waiting }));
    const trials = rows
      .filter((row) => row.trial !== null)
      .map((row) => ({ pointer: trialPointerSchema.parse(row.trial), bytes: row.trial_bytes }));
    return { edgeIds: rows.map((row) => row.id), wanted, trials };
  }

  async #publishOne({ pointer, bytes, isWaiting }: Wanted): Promise<void> {
    const gzip = this.#gzipOf(pointer.sha256, bytes);
    await this.#options.link.retain(downTopic(pointer.edgeId, "desired/rules"), encodeDesiredRules({ pointer, gzip }));
    if (!isWaiting) return;
    const { edgeId, generation } = pointer;
    const { rows } = await this.#options.pool.query(
      `UPDATE rollout_edge SET step = 'sent', sent_at = now()
       WHERE edge_id = $1 AND lot_id = $2 AND generation = $3 AND step = 'waiting'
       RETURNING operator_id, lot_id, rollout_id`,
      [edgeId, pointer.lotId, generation],
    );
    for (const { operator_id: operatorId, lot_id: lotId, rollout_id: rolloutId } of rows) {
      const payload = JSON.stringify({ operatorId, lotId, rolloutId, edgeId });
      await this.#options.pool.query("SELECT pg_notify('liftgate_rollout', $1)", [payload]);
      log.info({ edgeId, rolloutId, generation, step: "sent" }, "rollout step");
    }
  }

  async #publishTrial({ pointer, bytes }: WantedTrial): Promise<void> {
    const gzip = pointer.bundle && bytes ? this.#gzipOf(pointer.bundle.sha256, bytes) : new Uint8Array();
    const { edgeId, lotId, generation } = pointer;
    await this.#options.link.retain(downTopic(edgeId, "desired/trial"), encodeDesiredTrial({ pointer, gzip }));
    const { rows } = await this.#options.pool.query(
      `UPDATE trial_edge SET step = 'sent', sent_at = now()
       WHERE edge_id = $1 AND lot_id = $2 AND generation = $3 AND step = 'waiting'
       RETURNING operator_id, trial_id`,
      [edgeId, lotId, generation],
    );
    for (const { operator_id: operatorId, trial_id: rolloutId } of rows) {
      const payload = JSON.stringify({ operatorId, lotId, rolloutId, edgeId });
      await this.#options.pool.query("SELECT pg_notify('liftgate_rollout', $1)", [payload]);
    }
  }

  #gzipOf(sha256: string, bytes: Uint8Array): Uint8Array {
    const known = this.#gzips.get(sha256);
    if (known) return known;
    const gzip = gzipSync(bytes, { level: 9 });
    this.#gzips.set(sha256, gzip);
    if (this.#gzips.size > gzipsKept) this.#gzips.delete(this.#gzips.keys().next().value!);
    return gzip;
  }
}
