import http from "node:http";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { blobPath, decodePart, type Want } from "#contracts/document-request.ts";
import { limits } from "#contracts/limits.ts";

export type BlobFetcherOptions = {
  readonly edge: { readonly edgeId: string; readonly password: string; readonly httpUrl?: string | undefined };
  /** The pace, and the address of the uplink in use (null: whichever). */
  readonly way: () => { readonly kbitPerSecond: number; readonly localAddress: string | null };
  /** Asks the cloud over the link; false when there is none. */
  readonly want: (want: Want) => boolean;
  readonly log: Logger;
  /** Times that only tests change. */
  readonly timing?: { readonly answerTimeoutMs?: number; readonly retryMs?: number };
};

/** What has come of a blob so far: kept over failures, so that the next try goes on where the last one ended. */
type Partial = { etag: string | null; chunks: Buffer[]; bytes: number; total: number | null };
type Waiting = { readonly name: string; readonly resolve: (part: ReturnType<typeof decodePart> | null) => void };

const defaultAnswerTimeoutMs = 10_000;
const defaultRetryMs = 2_000;
const httpTriesMax = 3;
const httpAgainMs = 5 * 60_000;
const triesMax = 12;

/** The blob is not to be had: nobody has it, or not now. */
export class BlobError extends Error {
  override readonly name = "BlobError";
}

/**
 * Gets large things from the cloud: over HTTP with `Range`, at the pace of a backlog, and where HTTP is blocked piece by
 * piece over the link. A break costs only what was under way.
 */
export class BlobFetcher {
  readonly #options: BlobFetcherOptions;
  readonly #partials = new Map<string, Partial>();
  #waiting: Waiting | null = null;
  #httpFailures = 0;
  #httpTriedAt = Number.NEGATIVE_INFINITY;
  #work: Promise<unknown> = Promise.resolve();
  readonly #stop = new AbortController();

  constructor(options: BlobFetcherOptions) {
    this.#options = options;
  }

  /** One blob at a time. Rejects with {@link BlobError}; what has come by then is kept for the next call. */
  fetch(name: string): Promise<Uint8Array> {
    const result = this.#work.then(() => this.#fetch(name));
    this.#work = result.catch(() => undefined);
    return result;
  }

  /** Forgets what has come of a blob that turned out to be no good. */
  forget(name: string): void {
    this.#partials.delete(name);
  }

  /** A piece that came over the link. Throws `MessageError`. */
  receive(bytes: Uint8Array): void {
    const part = decodePart(bytes);
    if (this.#waiting?.name === part.name) this.#waiting.resolve(part);
  }

  stop(): void {
    this.#stop.abort();
    this.#waiting?.resolve(null);
  }

  async #fetch(name: string): Promise<Uint8Array> {
    const partial: Partial = this.#partials.get(name) ?? { etag: null, chunks: [], bytes: 0, total: null };
    this.#partials.set(name, partial);
    let reason = "";
    for (let tries = 0; tries < triesMax && !this.#stop.signal.aborted; tries++) {
      const before = partial.bytes;
      try {
        if (this.#mayHttp()) await this.#overHttp(name, partial);
        else await this.#overLink(name, partial);
      } catch (error) {
        if (error instanceof BlobError) throw error;
        reason = (error as Error).message;
        this.#options.log.debug({ name, reason, bytes: partial.bytes }, "a fetch broke off");
      }
      if (partial.total !== null && partial.bytes === partial.total) {
        this.#partials.delete(name);
        return new Uint8Array(Buffer.concat(partial.chunks));
      }
      // as long as it gets on, it is not given up
      if (partial.bytes > before) tries = 0;
      await this.#pause(this.#options.timing?.retryMs ?? defaultRetryMs);
    }
    throw new BlobError(reason || "stopped");
  }

  #mayHttp(): boolean {
    if (!this.#options.edge.httpUrl) return false;
    return this.#httpFailures < httpTriesMax || performance.now() - this.#httpTriedAt > httpAgainMs;
  }

  async #overHttp(name: string, partial: Partial): Promise<void> {
    const before = partial.bytes;
    this.#httpTriedAt = performance.now();
    this.#httpFailures++;
    const response = await this.#request(name, partial);
    const status = response.statusCode ?? 0;
    if (status === 404 && response.headers["x-liftgate"] === "none") {
      response.destroy();
      throw new BlobError("the cloud has no such thing");
    }
    if (status !== 200 && status !== 206) {
      response.destroy();
      throw new Error(`HTTP ${status}`);
    }
    const etag = (response.headers.etag ?? "").replaceAll('"', "") || null;
    if (status === 200 || etag !== partial.etag) restart(partial, etag);
    partial.total = partial.bytes + Number(response.headers["content-length"]);
    if (!(partial.total <= limits.blobBytesMax)) throw new BlobError("it is too large");
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) {
        add(partial, chunk);
        await this.#pause((chunk.length * 8) / this.#options.way().kbitPerSecond);
      }
    } finally {
      if (partial.bytes > before) this.#httpFailures = 0;
    }
  }

  #request(name: string, { etag, bytes }: Partial): Promise<http.IncomingMessage> {
    const { edge, timing } = this.#options;
    const url = new URL(edge.httpUrl!.replace(/\/$/, "") + blobPath(edge.edgeId, name));
    const range = etag !== null && bytes > 0 ? { Range: `bytes=${bytes}-`, "If-Range": `"${etag}"` } : {};
    const { localAddress } = this.#options.way();
    const options = {
      auth: `${edge.edgeId}:${edge.password}`,
      headers: range,
      signal: this.#stop.signal,
      agent: false,
      ...(localAddress === null ? {} : { localAddress }),
    };
    return new Promise((resolve, reject) => {
      const request = (url.protocol === "https:" ? https : http).get(url, options, resolve);
      request.setTimeout(timing?.answerTimeoutMs ?? defaultAnswerTimeoutMs, () => {
        request.destroy(new Error("no answer in time"));
      });
      request.on("error", reject);
    });
  }

  async #overLink(name: string, partial: Partial): Promise<void> {
    while (partial.total === null || partial.bytes < partial.total) {
      const part = await this.#ask(name, partial);
      if (part === null) throw new Error("no answer over the link");
      if (part.total === 0) throw new BlobError("the cloud has no such thing");
      if (part.etag !== partial.etag || part.offset !== partial.bytes) {
        restart(partial, part.etag);
        if (part.offset !== 0) continue;
      }
      partial.total = part.total;
      add(partial, Buffer.from(part.bytes));
      await this.#pause((part.bytes.length * 8) / this.#options.way().kbitPerSecond);
    }
  }

  #ask(name: string, { etag, bytes }: Partial): Promise<ReturnType<typeof decodePart> | null> {
    return new Promise((resolve) => {
      const settle = (part: ReturnType<typeof decodePart> | null) => {
        clearTimeout(timer);
        this.#waiting = null;
        resolve(part);
      };
      const timer = setTimeout(() => settle(null), this.#options.timing?.answerTimeoutMs ?? defaultAnswerTimeoutMs);
      this.#waiting = { name, resolve: settle };
      if (!this.#options.want({ v: 1, kind: "part", name, etag, offset: bytes })) settle(null);
    });
  }

  async #pause(ms: number): Promise<void> {
    if (ms >= 1) await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}

function restart(partial: Partial, etag: string | null): void {
  partial.etag = etag;
  partial.chunks = [];
  partial.bytes = 0;
  partial.total = null;
}

function add(partial: Partial, chunk: Buffer): void {
  partial.chunks.push(chunk);
  partial.bytes += chunk.length;
  if (partial.bytes > limits.blobBytesMax) throw new BlobError("it is too large");
}
