import path from "node:path";
import type { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import { type DocumentHead, decodeDocumentMessage, documentNames } from "#contracts/document.ts";
import {
  type DocumentChange,
  entryValue,
  openSessionValueSchema,
  parseEntry,
  readGrants,
} from "#contracts/document-entry.ts";
import { bundleBlob, type Want } from "#contracts/document-request.ts";
import { limits } from "#contracts/limits.ts";
import type { Telemetry } from "#contracts/messages.ts";
import type { DocumentName } from "#contracts/names.ts";
import type { TrustedKeys } from "#contracts/signature.ts";
import type { GrantLookup } from "../decide/grant-facts.ts";
import type { LotKnowledge } from "../decide/lane-facts.ts";
import type { OpenSession, OpenSessions } from "../decide/open-sessions.ts";
import type { EdgeConfig } from "../edge-config.ts";
import type { Journal } from "../report/journal.ts";
import type { WorkerInput } from "../report/journal-worker.ts";
import { DocumentReceiver } from "./document-receiver.ts";
import { type DocumentLookup, DocumentStore } from "./document-store.ts";
import { BlobFetcher, type BlobFetcherOptions } from "./fetch-blob.ts";
import type { RuleStore } from "./rule-store.ts";
import type { SettingsStore } from "./settings-store.ts";

export type DocumentsParts = {
  readonly edge: Pick<EdgeConfig, "edgeId" | "lotId" | "password" | "httpUrl">;
  readonly folder: string;
  readonly startWorker: (input: WorkerInput) => Worker;
  readonly keys: () => TrustedKeys;
  readonly nowMs: () => number;
  readonly sessions: OpenSessions;
  readonly rules: Pick<RuleStore, "has" | "keep">;
  readonly settings: Pick<SettingsStore, "take">;
  readonly journal: Pick<Journal, "change" | "read">;
  readonly want: (want: Want) => boolean;
  readonly way: BlobFetcherOptions["way"];
  readonly onFatal: (reason: string) => void;
  /** A message that could not be read, or that is not to be followed. */
  readonly onRefused?: (kind: DocumentTopic) => void;
  readonly log: Logger;
  readonly timing?: DocumentTiming;
};

/** Times that only tests change. */
export type DocumentTiming = {
  readonly askEveryMs?: number;
  readonly retryMs?: number;
  readonly answerTimeoutMs?: number;
};

/** What comes down about documents: pointers, deltas, and pieces that were asked for. */
export type DocumentTopic = `desired/${DocumentName}` | "delta" | "part";

const checkEveryMs = 60 * 60_000;

/** The documents of one edge: what the lanes may know of the lot's grants, and of who came in by its other edges. */
export class Documents {
  readonly #parts: DocumentsParts;
  readonly #store: DocumentStore | null;
  readonly #fetcher: BlobFetcher;
  readonly #receivers: ReadonlyMap<DocumentName, DocumentReceiver>;
  /** Bundles that are on their way. */
  readonly #fetching = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  /** Items of grants whose kind is newer than this runner. */
  #skippedItems = 0;
  /** The lot has other edges: known from the journal, too, should the documents be lost. */
  #isShared: boolean;

  private constructor(parts: DocumentsParts, store: DocumentStore | null) {
    this.#parts = parts;
    this.#store = store;
    const { edge, want, way, log, keys, timing = {} } = parts;
    this.#fetcher = new BlobFetcher({ edge, way, want, log, timing });
    const common = { edge, fetcher: this.#fetcher, keys, want, log, timing };
    this.#receivers = new Map(
      documentNames.flatMap((name) => {
        const own = {
          name,
          onPointer: (head: DocumentHead) => this.#noteShared(head),
          onConfirmed: (head: DocumentHead) => this.#confirmed(head),
          onUnreadable: () => parts.onRefused?.(`desired/${name}`),
        };
        return store === null ? [] : [[name, new DocumentReceiver({ ...common, ...own, store })]];
      }),
    );
    this.#timer = setInterval(() => void this.check(), checkEveryMs);
    this.#isShared = parts.journal.read.state("lot") !== null;
    this.#readSessions();
    this.#readSettings();
  }

  /** Never rejects: an edge whose disk has no room for documents decides without them. */
  static async start(parts: DocumentsParts): Promise<Documents> {
    const started = DocumentStore.start({
      file: path.join(parts.folder, "documents.db"),
      edgeId: parts.edge.edgeId,
      startWorker: parts.startWorker,
      onFatal: parts.onFatal,
      onChange: (name, changes) => documents.#changed(name, changes),
    });
    const store = await started.catch((error: Error) => {
      parts.log.error({ reason: error.message }, "this edge starts without documents");
      return null;
    });
    const documents = new Documents(parts, store);
    return documents;
  }

  receive(topic: DocumentTopic, bytes: Uint8Array): void {
    if (topic === "part") {
      this.#fetcher.receive(bytes);
      return;
    }
    const name =
      topic === "delta"
        ? decodeDocumentMessage(bytes, limits.desiredBytesMax).head.document
        : documentNames.find((one) => topic === `desired/${one}`);
    if (name !== undefined) void this.#receivers.get(name)?.receive(bytes);
  }

  /** Looks again at what was not signed by a trusted key, after those have changed. */
  async again(): Promise<void> {
    for (const receiver of this.#receivers.values()) await receiver.again();
  }

  /** Is this edge the only one of its lot, and if not, how old is what it knows of the others? */
  lot(): LotKnowledge {
    const state = this.#store?.state("openSessions") ?? null;
    if (state === null) return { isAlone: !this.#isShared, copyAgeMs: Number.POSITIVE_INFINITY };
    const others = state.sources.filter(({ edgeId }) => edgeId !== this.#parts.edge.edgeId);
    const knownAt = Math.min(state.confirmedAt, ...others.map((source) => source.knownAt));
    return { isAlone: !this.#isShared, copyAgeMs: Math.max(0, this.#parts.nowMs() - knownAt) };
  }

  /** What the grants say of a plate (normalised); a plate that only resembles another gets nothing of it. */
  grants(plateText: string): GrantLookup {
    if (plateText === "") return null;
    const found = this.#lookup("grants", plateText);
    if (found === null) return null;
    const read = found.line === null ? { items: [], skipped: 0 } : readGrants(found.line);
    if (read === null) return null;
    this.#skippedItems += read.skipped;
    return { ageMs: Math.max(0, this.#parts.nowMs() - found.confirmedAt), items: read.items };
  }

  /** A damaged file costs a fact, and no car. */
  #lookup(name: DocumentName, key: string): DocumentLookup | null {
    try {
      return this.#store?.lookup(name, key) ?? null;
    } catch (error) {
      this.#parts.log.error({ document: name, reason: (error as Error).message }, "a document cannot be read");
      return null;
    }
  }

  /** Reads the documents whole, and has one anew that does not add up. */
  async check(): Promise<void> {
    for (const receiver of this.#receivers.values()) await receiver.check();
  }

  telemetry(): Telemetry["documents"] {
    const said = documentNames.flatMap((name) => {
      const state = this.#store?.state(name) ?? null;
      const refused = this.#receivers.get(name)?.refused ?? null;
      if (state === null) return [];
      const { generation, version, count, confirmedAt } = state;
      const skipped = name === "grants" && this.#skippedItems > 0 ? { skippedItems: this.#skippedItems } : {};
      return [[name, { generation, version, count, confirmedAt, refused, ...skipped }] as const];
    });
    return Object.fromEntries(said);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    for (const receiver of this.#receivers.values()) receiver.stop();
    this.#fetcher.stop();
    await this.#store?.close();
  }

  #changed(name: DocumentName, changes: readonly DocumentChange[] | null): void {
    if (name === "settings") this.#readSettings();
    if (name !== "openSessions") return;
    if (changes === null) {
      this.#readSessions();
      return;
    }
    for (const { key, line } of changes) {
      const session = line === null ? null : this.#sessionOf(key, line);
      if (session !== null) this.#parts.sessions.openElsewhere(session);
      else this.#parts.sessions.closeElsewhere(key);
      if (line === null) this.#endOwn(key);
    }
    this.#fetchBundles();
  }

  #readSettings(): void {
    const found = this.#lookup("settings", this.#parts.edge.edgeId);
    if (found !== null) void this.#parts.settings.take(found, found.line);
  }

  #readSessions(): void {
    const lines = this.#store?.lines("openSessions") ?? [];
    const sessions = lines.map((line) => this.#sessionOf(parseEntry(line).key, line));
    this.#parts.sessions.replaceElsewhere(sessions.filter((session) => session !== null));
    this.#fetchBundles();
  }

  /** null for a session of this edge's own: the journal knows it better. */
  #sessionOf(key: string, line: string): OpenSession | null {
    if (key.startsWith(`${this.#parts.edge.edgeId}-`)) return null;
    const value = entryValue(openSessionValueSchema, line);
    if (value === null) return null;
    return {
      sessionId: key,
      plateText: value.plate,
      laneId: value.laneId,
      enteredAt: value.enteredAt,
      enteredMonotonicMs: 0,
      enteredBootId: "",
      enteredQuality: value.quality,
      bundleSha256: value.bundle.sha256,
      bundleNumber: value.bundle.number,
      vehicleClass: value.vehicleClass,
      isElsewhere: true,
    };
  }

  /** The cloud's list is this version: an own session that it has heard of and does not list has ended at another edge. */
  #confirmed(head: DocumentHead): void {
    if (head.document !== "openSessions") return;
    const { edge, sessions } = this.#parts;
    this.#fetchBundles();
    const heard = head.sources.find(({ edgeId }) => edgeId === edge.edgeId);
    if (heard === undefined || heard.epoch === null) return;
    for (const { sessionId, plateText } of sessions.own()) {
      const [, epoch, n] = sessionId.split("-");
      if (plateText === null || epoch !== heard.epoch || !(Number(n) <= heard.mark)) continue;
      if (this.#lookup("openSessions", sessionId)?.line === null) this.#endOwn(sessionId);
    }
  }

  #noteShared({ document, sources }: DocumentHead): void {
    const isShared = sources.some(({ edgeId }) => edgeId !== this.#parts.edge.edgeId);
    if (document !== "openSessions" || isShared === this.#isShared) return;
    this.#isShared = isShared;
    const value = JSON.stringify(isShared ? { isShared } : null);
    void this.#parts.journal.change([{ statement: "putState", values: ["lot", value] }]);
  }

  #endOwn(sessionId: string): void {
    const { sessions, journal, nowMs, log } = this.#parts;
    if (!sessions.isOwn(sessionId)) return;
    log.info({ sessionId }, "a stay has ended at another edge");
    sessions.close(sessionId);
    void journal.change([{ statement: "endSession", values: [nowMs(), "elsewhere", sessionId] }]);
  }

  /** A stay is priced by the tariff under which it began, also where that never ran. */
  #fetchBundles(): void {
    for (const [sha256, number] of this.#parts.sessions.bundlesElsewhere()) {
      if (this.#fetching.has(sha256) || this.#parts.rules.has(sha256)) continue;
      this.#fetching.add(sha256);
      void this.#fetchBundle(sha256, number);
    }
  }

  async #fetchBundle(sha256: string, number: number): Promise<void> {
    const { rules, log } = this.#parts;
    try {
      await rules.keep(sha256, number, await this.#fetcher.fetch(bundleBlob(sha256)));
      log.info({ sha256, number }, "a bundle that a stay needs is here");
    } catch (error) {
      this.#fetcher.forget(bundleBlob(sha256));
      log.warn({ sha256, number, reason: (error as Error).message }, "a bundle that a stay needs cannot be had");
    } finally {
      this.#fetching.delete(sha256);
    }
  }
}
