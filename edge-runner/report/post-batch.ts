import { createHash } from "node:crypto";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { batchAnswerSchema, batchHeaders, batchPath, encodeFullBatch, encodeLeanBatch } from "#contracts/batch.ts";
import { parseMessage } from "#contracts/messages.ts";
import type { Batch, PostOutcome } from "./step-upload.ts";

export type BatchPosterOptions = {
  readonly edgeId: string;
  readonly password: string;
  readonly httpUrl: string;
  /** Pace and way of the next batch: they may be others than those of the last. */
  readonly way: () => { readonly kbitPerSecond: number; readonly localAddress: string | null };
  readonly answerTimeoutMs?: number;
};

/** A live record waits behind one write at most, so a write is small where the pace is: a segment, or what goes in so long. */
const chunkBytes = { min: 1_400, max: 8 * 1024 };
const chunkMs = 60;
const connectTimeoutMs = 10_000;
const defaultAnswerTimeoutMs = 30_000;
const answerBytesMax = 64 * 1024;
const laterMsMax = 10 * 60_000;
/** Live records come first on an uplink that has just been taken. */
const movedMs = 1_000;
const gzipAsync = promisify(gzip);

/** Posts batches over one connection of its own, in small writes at a bounded pace, so that live records hardly wait. */
export class BatchPoster {
  readonly #options: BatchPosterOptions;
  readonly #agent: http.Agent;
  #running: http.ClientRequest | null = null;
  #isMoving = false;

  constructor(options: BatchPosterOptions) {
    this.#options = options;
    const one = { keepAlive: true, maxSockets: 1, noDelay: true };
    this.#agent = options.httpUrl.startsWith("https:") ? new https.Agent(one) : new http.Agent(one);
  }

  /** Never rejects. */
  async post(batch: Batch): Promise<PostOutcome> {
    this.#isMoving = false;
    const bytes = batch.form === "lean" ? encodeLeanBatch(batch.records) : encodeFullBatch(batch.records);
    try {
      return await this.#send(batch, await gzipAsync(bytes));
    } catch (error) {
      if (this.#isMoving) return { kind: "later", afterMs: movedMs };
      return { kind: "unreachable", reason: (error as Error).message };
    }
  }

  /** Gives up the batch that is under way, because its uplink is no longer used. */
  drop(): void {
    this.#isMoving = true;
    this.#running?.destroy(new Error("another uplink"));
  }

  stop(): void {
    this.#running?.destroy();
    this.#agent.destroy();
  }

  async #send(batch: Batch, packed: Buffer): Promise<PostOutcome> {
    const { edgeId, password, httpUrl, way, answerTimeoutMs = defaultAnswerTimeoutMs } = this.#options;
    const { kbitPerSecond, localAddress } = way();
    const { stream, epoch, first, last, previousHash, hash } = batch.head;
    const url = new URL(httpUrl.replace(/\/$/, "") + batchPath(edgeId, stream, epoch));
    const request = (url.protocol === "https:" ? https : http).request(url, {
      method: "POST",
      agent: this.#agent,
      ...(localAddress === null ? {} : { localAddress, family: net.isIP(localAddress) }),
      auth: `${edgeId}:${password}`,
      headers: {
        "Content-Type": "application/x-ndjson",
        "Content-Encoding": "gzip",
        "Content-Length": packed.length,
        "Content-Digest": `sha-256=:${createHash("sha256").update(packed).digest("base64")}:`,
        [batchHeaders.range]: `${first}-${last}`,
        [batchHeaders.previousHash]: previousHash,
        [batchHeaders.hash]: hash,
        [batchHeaders.form]: batch.form,
      },
    });
    this.#running = request;
    let isAnswered = false;
    let timer: NodeJS.Timeout | undefined;
    const expectWithin = (timeoutMs: number, what: string) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.destroy(new Error(`${what} within ${timeoutMs} ms`)), timeoutMs);
    };
    expectWithin(connectTimeoutMs, "no connection");
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once("response", (response) => {
        isAnswered = true;
        resolve(response);
      });
      request.on("error", (error) => (isAnswered ? undefined : reject(error)));
      request.once("close", () => reject(new Error("closed without an answer")));
    });
    answered.catch(() => undefined); // awaited below
    const chunkBytesMax = Math.min(chunkBytes.max, Math.max(chunkBytes.min, (kbitPerSecond * chunkMs) / 8));
    try {
      // an answer may come before all is said: then the rest need not be
      for (let at = 0; at < packed.length && !isAnswered && !request.destroyed; at += chunkBytesMax) {
        const chunk = packed.subarray(at, at + chunkBytesMax);
        await written(request, chunk);
        expectWithin(answerTimeoutMs, "no progress");
        if (at + chunkBytesMax < packed.length) await sleep((chunk.length * 8) / kbitPerSecond);
      }
      if (!isAnswered) request.end();
      const response = await answered;
      const outcome = outcomeOf(response, await readBounded(response));
      if (!request.writableEnded) request.destroy();
      // the pause after the last chunk, so that many small batches keep the pace too
      await sleep((Math.min(packed.length, chunkBytesMax) * 8) / kbitPerSecond);
      return outcome;
    } finally {
      clearTimeout(timer);
      this.#running = null;
    }
  }
}

/** Resolves when the bytes are with the kernel, or the request is over and nobody wants them. */
function written(request: http.ClientRequest, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    request.once("close", resolve);
    request.write(chunk, () => {
      request.off("close", resolve);
      resolve();
    });
  });
}

function outcomeOf(response: http.IncomingMessage, body: Uint8Array): PostOutcome {
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 409) return { kind: "held", answer: parseMessage(batchAnswerSchema, body) };
  if (status === 413) return { kind: "tooLarge" };
  if (status === 422) return { kind: "unreadable", why: whyOf(body) };
  if (status === 429 || status === 503) {
    const seconds = Number(response.headers["retry-after"] ?? 5);
    return {
      kind: "later",
      afterMs: Math.min(laterMsMax, Math.max(0.2, Number.isFinite(seconds) ? seconds : 5) * 1_000),
    };
  }
  if (status >= 400 && status < 500 && status !== 408) return { kind: "refused", reason: `HTTP ${status}` };
  return { kind: "unreachable", reason: `HTTP ${status}` };
}

function whyOf(body: Uint8Array): string {
  try {
    return String((JSON.parse(Buffer.from(body).toString()) as { why?: unknown }).why).slice(0, 64);
  } catch {
    return "unknown"; // a proxy's own words
  }
}

async function readBounded(response: http.IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > answerBytesMax) throw new Error(`the answer is larger than ${answerBytesMax} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
