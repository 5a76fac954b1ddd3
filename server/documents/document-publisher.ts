import type pg from "pg";
import * as z from "zod";
import { encodePart, parseBlobName, type Want } from "#contracts/document-request.ts";
import { limits } from "#contracts/limits.ts";
import { documentNameSchema } from "#contracts/names.ts";
import type { SigningKey } from "#contracts/signature.ts";
import { downTopic } from "#contracts/topics.ts";
import { inTransaction } from "../link/in-transaction.ts";
import { log } from "../link/log.ts";
import type { PassageKey } from "../report/passage-row.ts";
import type { Sql } from "../report/sql.ts";
import type { EdgeIdentity } from "../report/stream-rows.ts";
import { BlobCache } from "./blob-cache.ts";
import { type DocumentKey, lockDocument } from "./change-document.ts";
import { type DocumentRow, DocumentScribe, readDeltas, readDocument, readSources } from "./document-messages.ts";
import { forgetOld } from "./forget-old.ts";
import { takeSessions } from "./take-sessions.ts";

export type DocumentPublisherOptions = {
  readonly pool: pg.Pool;
  readonly key: SigningKey;
  readonly link: {
    readonly isUp: boolean;
    retain(topic: string, payload: Uint8Array): Promise<void>;
    send(topic: string, payload: Uint8Array, qos?: 0 | 1): void;
  };
  /** How often edges are told that what they have is the newest. */
  readonly heartbeatMs?: number;
};

type Lot = { readonly operatorId: string; readonly lotId: string };

const defaultHeartbeatMs = 60_000;
/** A pointer after a run of deltas, not after each. */
const pointerDelayMs = 300;
const sharedKeptMs = 10_000;
const retryMs = 2_000;
const upkeepMs = 60 * 60_000;
const pageSize = 200;
const newsSchema = z.object({ operatorId: z.string(), lotId: z.string(), name: documentNameSchema });

/**
 * Brings the lots' documents to their edges: a delta as soon as a version has committed, a retained pointer soon after and
 * every minute, and what an edge asks for. Makes the document of open stays in lots with several edges of what these
 * report. Whatever is lost on the way is asked for again by the edge, which sees in the next pointer what it lacks.
 */
export class DocumentPublisher {
  readonly #options: DocumentPublisherOptions;
  readonly #scribe: DocumentScribe;
  readonly #blobs = new BlobCache();
  /** The version that edges were last sent deltas up to, by document. */
  readonly #sent = new Map<string, { generation: number; version: number }>();
  readonly #pointers = new Map<string, NodeJS.Timeout>();
  #shared: { lots: Map<string, Lot>; at: number } = { lots: new Map(), at: Number.NEGATIVE_INFINITY };
  readonly #takingLots = new Set<string>();
  #timers: NodeJS.Timeout[] = [];
  #work: Promise<void> = Promise.resolve();
  #isAllWaiting = false;
  #isStopping = false;

  constructor(options: DocumentPublisherOptions) {
    this.#options = options;
    this.#scribe = new DocumentScribe(options.key);
  }

  start(): void {
    const { heartbeatMs = defaultHeartbeatMs } = this.#options;
    this.#timers = [
      setInterval(() => this.publishAll(), heartbeatMs),
      setInterval(() => this.#enqueue(() => forgetOld(this.#options.pool)), upkeepMs),
    ];
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const timer of [...this.#timers, ...this.#pointers.values()]) clearTimeout(timer);
    await this.#work;
  }

  /** Says of every document again what is newest, once, however often it is asked while it waits for its turn. */
  publishAll(): void {
    if (this.#isAllWaiting) return;
    this.#isAllWaiting = true;
    this.#enqueue(async () => {
      this.#isAllWaiting = false;
      if (!this.#options.link.isUp) return;
      for (const lot of (await this.#sharedLots(true)).values()) await this.#takeSessions(lot);
      let after: [string, string, string] = ["", "", ""];
      for (;;) {
        const { rows } = await this.#options.pool.query(
          `SELECT operator_id, lot_id, name FROM document WHERE (operator_id, lot_id, name) > ($1, $2, $3)
           ORDER BY operator_id, lot_id, name LIMIT $4`,
          [...after, pageSize],
        );
        for (const row of rows) await this.#publish({ operatorId: row.operator_id, lotId: row.lot_id, name: row.name });
        if (rows.length < pageSize) return;
        const last = rows.at(-1);
        after = [last.operator_id, last.lot_id, last.name];
      }
    });
  }

  /** Word of the database that a document has a new version. */
  hear(payload: string | null): void {
    if (payload === null) {
      this.publishAll();
      return;
    }
    const news = newsSchema.safeParse(parseJson(payload));
    if (news.success) this.#enqueue(() => this.#publish(news.data));
  }

  /** Passages that have committed: in a lot with several edges, the others must hear of who came and went. */
  note(passages: readonly PassageKey[]): void {
    const lots = new Map(passages.map(({ operatorId, lotId }) => [`${operatorId}/${lotId}`, { operatorId, lotId }]));
    for (const [id, lot] of lots) {
      if (this.#takingLots.has(id)) continue;
      this.#takingLots.add(id);
      this.#enqueue(async () => {
        this.#takingLots.delete(id);
        if ((await this.#sharedLots(false)).has(id)) await this.#takeSessions(lot);
      });
    }
  }

  /** What an edge asks for over the link. */
  answer(edge: EdgeIdentity, want: Want): void {
    this.#enqueue(() => (want.kind === "deltas" ? this.#answerDeltas(edge, want) : this.#answerPart(edge, want)));
  }

  /**
   * Something large for an edge, whole; null when its lot has no such thing. `etag` names what the edge has the beginning
   * of: that is given again while it is still here, so that a slow link gets to the end of it.
   */
  async readBlob(
    edge: EdgeIdentity,
    name: string,
    etag: string | null,
  ): Promise<{ etag: string; bytes: Uint8Array } | null> {
    const blob = parseBlobName(name);
    if (blob === null) return null;
    const { operatorId, lotId } = edge;
    const place = `${operatorId}/${lotId}/${name}`;
    const begun = etag === null ? null : this.#blobs.get(place, etag);
    if (begun !== null) return begun;
    if ("sha256" in blob) return this.#readBundle(place, { operatorId, lotId }, blob.sha256);
    return this.#readSnapshot(place, { operatorId, lotId, name: blob.document });
  }

  async #readBundle(place: string, { operatorId, lotId }: Lot, sha256: string) {
    const { rows } = await this.#options.pool.query<{ bytes: Uint8Array }>(
      "SELECT bytes FROM bundle WHERE operator_id = $1 AND lot_id = $2 AND sha256 = $3",
      [operatorId, lotId, sha256],
    );
    return rows[0] === undefined ? null : this.#blobs.addPacked(place, sha256, rows[0].bytes);
  }

  async #readSnapshot(place: string, key: DocumentKey) {
    return inTransaction(this.#options.pool, async (sql) => {
      await sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      const row = await readDocument(sql, key);
      if (row === null) return null;
      const etag = `${key.name}.${row.generation}.${row.version}`;
      const known = this.#blobs.get(place, etag);
      if (known !== null) return known;
      const lines = await sql(
        "SELECT line FROM document_entry WHERE operator_id = $1 AND lot_id = $2 AND name = $3 ORDER BY key",
        [key.operatorId, key.lotId, key.name],
      );
      const sources = await sourcesOf(sql, key);
      const bytes = this.#scribe.snapshot(
        key,
        row,
        sources,
        lines.map(({ line }) => line as string),
      );
      return this.#blobs.add(place, { etag, bytes });
    });
  }

  async #answerDeltas(edge: EdgeIdentity, want: Extract<Want, { kind: "deltas" }>): Promise<void> {
    const { operatorId, lotId, edgeId } = edge;
    const key = { operatorId, lotId, name: want.document };
    const { pool, link } = this.#options;
    const [row, deltas] = await inTransaction(pool, async (sql) => [
      await readDocument(sql, key),
      await readDeltas(sql, key, want.generation, want.from),
    ]);
    if (row === null) return;
    const isWhole = row.generation === want.generation && want.from >= row.deltasFrom;
    // what it asks for is no more: the pointer tells it to have a snapshot
    if (!isWhole) return this.#publish(key);
    for (const delta of deltas) link.send(downTopic(edgeId, "delta"), this.#scribe.delta(key, row, delta), 1);
  }

  async #answerPart(edge: EdgeIdentity, want: Extract<Want, { kind: "part" }>): Promise<void> {
    const { name, etag, offset } = want;
    const blob = await this.readBlob(edge, name, etag);
    const isSame = blob !== null && blob.etag === etag && offset < blob.bytes.length;
    const at = isSame ? offset : 0;
    const bytes = blob?.bytes.subarray(at, at + limits.partBytesMax) ?? new Uint8Array();
    const part = { v: 1 as const, name, etag: blob?.etag ?? "none", offset: at, total: blob?.bytes.length ?? 0, bytes };
    this.#options.link.send(downTopic(edge.edgeId, "part"), encodePart(part), 1);
  }

  /** Sends the deltas that edges have not been sent yet, and soon the pointer. */
  async #publish(key: DocumentKey): Promise<void> {
    const { pool, link } = this.#options;
    if (!link.isUp) return; // all of it follows when the link is up
    const id = `${key.operatorId}/${key.lotId}/${key.name}`;
    const sent = this.#sent.get(id);
    const { row, deltas, edgeIds } = await inTransaction(pool, async (sql) => {
      const document = await readDocument(sql, key);
      const from = sent !== undefined && document?.generation === sent.generation ? sent.version : null;
      return {
        row: document,
        deltas: document === null || from === null ? [] : await readDeltas(sql, key, document.generation, from),
        edgeIds: await readEdges(sql, key),
      };
    });
    if (row === null) return;
    for (const delta of deltas) {
      const message = this.#scribe.delta(key, row, delta);
      for (const edgeId of edgeIds) link.send(downTopic(edgeId, "delta"), message, 1);
    }
    this.#sent.set(id, { generation: row.generation, version: row.version });
    if (this.#pointers.has(id)) return;
    const timer = setTimeout(() => {
      this.#pointers.delete(id);
      this.#enqueue(() => this.#point(key));
    }, pointerDelayMs);
    this.#pointers.set(id, timer);
  }

  async #point(key: DocumentKey): Promise<void> {
    const { pool, link } = this.#options;
    if (!link.isUp) return;
    const { row, sources, edgeIds } = await inTransaction(pool, async (sql) => {
      // what was heard is read before the records that it vouches for
      const heard = await sourcesOf(sql, key);
      if (key.name === "openSessions") while (await takeSessions(sql, key));
      await raiseGeneration(sql, key);
      const marks = new Map((await sourcesOf(sql, key)).map((source) => [source.edgeId, source]));
      return {
        row: (await readDocument(sql, key)) as DocumentRow,
        sources: heard.map((source) => ({ ...source, ...pickMark(marks.get(source.edgeId) ?? source) })),
        edgeIds: await readEdges(sql, key),
      };
    });
    const message = this.#scribe.pointer(key, row, sources);
    for (const edgeId of edgeIds) await link.retain(downTopic(edgeId, `desired/${key.name}`), message);
  }

  async #takeSessions(lot: Lot): Promise<void> {
    while (!this.#isStopping && (await inTransaction(this.#options.pool, (sql) => takeSessions(sql, lot))));
  }

  /** Lots with several edges. */
  async #sharedLots(isNow: boolean): Promise<Map<string, Lot>> {
    if (!isNow && performance.now() - this.#shared.at < sharedKeptMs) return this.#shared.lots;
    const { rows } = await this.#options.pool.query<{ operator_id: string; lot_id: string }>(
      "SELECT operator_id, lot_id FROM edge GROUP BY operator_id, lot_id HAVING count(*) > 1",
    );
    const lots = rows.map((row) => ({ operatorId: row.operator_id, lotId: row.lot_id }));
    const byId = lots.map((lot) => [`${lot.operatorId}/${lot.lotId}`, lot] as const);
    this.#shared = { lots: new Map(byId), at: performance.now() };
    return this.#shared.lots;
  }

  /** One after the other, so that the newest is the last to be said. */
  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#isStopping) return;
      try {
        await work();
      } catch (error) {
        log.warn({ reason: (error as Error).message }, "documents could not be published, trying again");
        if (!this.#isStopping) this.#timers.push(setTimeout(() => this.publishAll(), retryMs));
      }
    });
  }
}

async function readEdges(sql: Sql, { operatorId, lotId }: Lot): Promise<string[]> {
  const rows = await sql("SELECT id FROM edge WHERE operator_id = $1 AND lot_id = $2 ORDER BY id", [operatorId, lotId]);
  return rows.map(({ id }) => id as string);
}

/** Only the open stays are made of what edges report. */
async function sourcesOf(sql: Sql, key: DocumentKey) {
  return key.name === "openSessions" ? readSources(sql, key) : [];
}

function pickMark({ epoch, mark }: { epoch: string | null; mark: number }) {
  return { epoch, mark };
}

/** A database that came back from a backup has forgotten versions that edges hold: it begins a generation after theirs. */
async function raiseGeneration(sql: Sql, key: DocumentKey): Promise<void> {
  const { operatorId, lotId, name } = key;
  const [held] = await sql(
    `SELECT max((s.telemetry #>> ARRAY['documents', $3, 'generation'])::int) AS generation
     FROM edge_state s JOIN document d ON d.operator_id = s.operator_id AND d.lot_id = s.lot_id AND d.name = $3
     WHERE s.operator_id = $1 AND s.lot_id = $2
       AND ((s.telemetry #>> ARRAY['documents', $3, 'generation'])::int > d.generation
         OR ((s.telemetry #>> ARRAY['documents', $3, 'generation'])::int = d.generation
           AND (s.telemetry #>> ARRAY['documents', $3, 'version'])::bigint > d.version))`,
    [operatorId, lotId, name],
  );
  if (held?.generation == null) return;
  await lockDocument(sql, key);
  await sql(
    `UPDATE document SET generation = $4, deltas_from = version, forced = 0
     WHERE operator_id = $1 AND lot_id = $2 AND name = $3`,
    [operatorId, lotId, name, Number(held.generation) + 1],
  );
  log.warn(
    { lotId, document: name, generation: Number(held.generation) + 1 },
    "edges hold newer documents than the cloud",
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // nobody of ours said that
  }
}
