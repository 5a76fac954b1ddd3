import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type pg from "pg";
import * as z from "zod";
import { type BatchAnswer, type BatchHead, batchHeaders, parseBatchPath } from "#contracts/batch.ts";
import { parseBlobPath } from "#contracts/document-request.ts";
import { limits } from "#contracts/limits.ts";
import { digestSchema, serialSchema } from "#contracts/names.ts";
import type { DocumentPublisher } from "../documents/document-publisher.ts";
import type { PhotoDoor } from "../photos/photo-door.ts";
import type { PassageKey } from "../report/passage-row.ts";
import { BatchRefusedError, heldAlready, takeBatch } from "./batch-ingest.ts";
import type { EdgeDirectory } from "./edge-directory.ts";
import type { EdgeDoor } from "./edge-door.ts";
import { log } from "./log.ts";
import { RefusedRequests } from "./refused-requests.ts";

export type EdgeHttpOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  pool: pg.Pool;
  edges: EdgeDirectory;
  door: EdgeDoor;
  /** Snapshots and bundles for edges. */
  documents: Pick<DocumentPublisher, "readBlob">;
  onPassages: (passages: readonly PassageKey[]) => void;
  /** Takes photos; without it there are none. */
  photos?: PhotoDoor | undefined;
  /** Whole request, head and body. */
  requestTimeoutMs?: number;
};

const connectionsMax = 5_000;
const headTimeoutMs = 10_000;
const defaultRequestTimeoutMs = 120_000;
const keepAliveMs = 30_000;
const sweepMs = 1_000;
const listenAgainMs = 2_000;
/** Batches that commit at one time: live records share the database with them and come first. */
const commitsMax = 2;
const waitingMax = 8;
/** Answers of tus that no edge of ours brings about; the others are of every day. */
const brokenPhotoStatuses = new Set([400, 403, 405, 412, 413, 415, 422, 500]);
const gunzipAsync = promisify(gunzip);

const headSchema = z.object({
  range: z.string().regex(/^[1-9][0-9]{0,15}-[1-9][0-9]{0,15}$/),
  previousHash: digestSchema,
  hash: digestSchema,
  form: z.enum(["lean", "full"]),
  digest: z.string().regex(/^sha-256=:[A-Za-z0-9+/]{43}=:$/),
});

/** Ends a request with a status and a word of ours. */
class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  constructor(
    readonly status: number,
    readonly why: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(why);
  }
}

/**
 * The HTTP server for edges: takes the batches in which they bring a backlog, and their photos. Everything is bounded: connections, time
 * for a head and for a body, sizes packed and unpacked, one batch of an edge at a time, few commits at once.
 */
export class EdgeHttp {
  readonly #options: EdgeHttpOptions;
  readonly #server: http.Server;
  readonly #edgesAtWork = new Set<string>();
  readonly #refused = new RefusedRequests();
  #committing = 0;
  readonly #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(options: EdgeHttpOptions) {
    this.#options = options;
    const requestTimeout = options.requestTimeoutMs ?? defaultRequestTimeoutMs;
    const timeouts = {
      headersTimeout: Math.min(headTimeoutMs, requestTimeout),
      requestTimeout,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: sweepMs,
      maxHeaderSize: 8 * 1024,
    };
    this.#server = http.createServer({ ...timeouts, noDelay: true }, (request, response) => {
      void this.#answer(request, response);
    });
    this.#server.maxConnections = connectionsMax;
    this.#server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      // one that hung up was not turned away
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") this.#refused.add(error.code ?? "unreadable");
      socket.destroy();
    });
    this.#server.on("drop", () => this.#refused.add("connections"));
    this.#server.on("error", (error: NodeJS.ErrnoException) => {
      log.error({ reason: error.message }, "the HTTP server for edges cannot listen, trying again");
      if (!this.#isStopping) this.#timer = setTimeout(() => this.#listen(), listenAgainMs);
    });
  }

  /** The port that it listens on; 0 while it does not. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  /** Requests turned away since the start, by reason. */
  refused(): Record<string, number> {
    return this.#refused.all();
  }

  start(): void {
    this.#listen();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#refused.tell();
    clearTimeout(this.#timer);
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #listen(): void {
    this.#server.listen(this.#options.port, this.#options.host);
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    request.on("error", () => undefined); // a body that breaks off shows where it is read
    response.on("error", () => undefined); // nobody is there to be answered any more
    try {
      if (await this.#takePhoto(request, response)) return;
      if (await this.#giveBlob(request, response)) return;
      const { status, answer } = await this.#take(request);
      this.#say(request, response, status, answer);
    } catch (error) {
      if (request.destroyed && !request.complete) return this.#refused.add("brokenOff");
      const refusal = error instanceof HttpRefusal ? error : new HttpRefusal(503, "unavailable", 5);
      if (!(error instanceof HttpRefusal))
        log.warn({ reason: (error as Error).message }, "a request could not be taken");
      this.#refused.add(refusal.why, edgeNamed(request.url ?? ""));
      if (refusal.retryAfterSeconds !== undefined) response.setHeader("Retry-After", refusal.retryAfterSeconds);
      if (refusal.status === 401) response.setHeader("WWW-Authenticate", 'Basic realm="liftgate edges"');
      if (!response.headersSent) this.#say(request, response, refusal.status, { why: refusal.why });
    }
  }

  /** True when the request is one for photos; then it has been answered. */
  async #takePhoto(request: http.IncomingMessage, response: http.ServerResponse): Promise<boolean> {
    const { photos, edges } = this.#options;
    if (!photos?.isFor(request.url ?? "")) return false;
    const edge = await edges.find(await this.#identify(request));
    if (edge === null) throw new HttpRefusal(401, "credentials");
    await photos.handle(request, response, edge);
    if (brokenPhotoStatuses.has(response.statusCode)) this.#refused.add(`photo ${response.statusCode}`, edge.edgeId);
    return true;
  }

  /** True when the request is for a snapshot or a bundle; then it has been answered, from where it broke off last time. */
  async #giveBlob(request: http.IncomingMessage, response: http.ServerResponse): Promise<boolean> {
    const place = parseBlobPath(request.url ?? "");
    if (place === null) return false;
    if (request.method !== "GET") throw new HttpRefusal(405, "method");
    await this.#admit(request, place.edgeId);
    const edge = await this.#options.edges.find(place.edgeId);
    if (edge === null) throw new HttpRefusal(401, "credentials");
    const begun = /^"([A-Za-z0-9.]{1,80})"$/.exec(String(request.headers["if-range"] ?? ""))?.[1] ?? null;
    const blob = await this.#options.documents.readBlob(edge, place.name, begun);
    if (blob === null) {
      response.setHeader("X-Liftgate", "none");
      throw new HttpRefusal(404, "none");
    }
    const { etag, bytes } = blob;
    const from = Number(/^bytes=([0-9]{1,12})-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const isRest = begun === etag && from > 0 && from < bytes.length;
    const rest = isRest ? bytes.subarray(from) : bytes;
    response.writeHead(isRest ? 206 : 200, {
      "Content-Type": "application/octet-stream",
      "Content-Length": rest.length,
      "Cache-Control": "no-store",
      ETag: `"${etag}"`,
      ...(isRest ? { "Content-Range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    response.end(rest);
    return true;
  }

  #say(request: http.IncomingMessage, response: http.ServerResponse, status: number, answer: object): void {
    // what was not read would be taken for the next request
    if (!request.complete) response.setHeader("Connection", "close");
    response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
    response.end(JSON.stringify(answer));
  }

  async #take(request: http.IncomingMessage): Promise<{ status: number; answer: BatchAnswer }> {
    const place = parseBatchPath(request.url ?? "");
    if (place === null) throw new HttpRefusal(404, "path");
    if (request.method !== "POST") throw new HttpRefusal(405, "method");
    await this.#admit(request, place.edgeId);
    const edge = await this.#options.edges.find(place.edgeId);
    if (edge === null) throw new HttpRefusal(401, "credentials");
    const { head, form, digest } = readHead(request, place);
    if (this.#edgesAtWork.has(edge.edgeId)) throw new HttpRefusal(429, "oneAtATime", 2);
    this.#edgesAtWork.add(edge.edgeId);
    try {
      const source = { edge, head, form };
      const held = await heldAlready(this.#options.pool, source);
      if (held !== null) return { status: 409, answer: { v: 1, held, refused: [] } };
      const bytes = await unpack(await readBody(request), digest);
      const taken = await this.#inTurn(() => takeBatch(this.#options.pool, source, bytes));
      this.#options.onPassages(taken.passages);
      return { status: 200, answer: { v: 1, held: taken.held, refused: taken.refused } };
    } catch (error) {
      if (error instanceof BatchRefusedError) throw new HttpRefusal(422, error.why);
      throw error;
    } finally {
      this.#edgesAtWork.delete(edge.edgeId);
    }
  }

  /** An edge speaks for itself alone, with the password that it has for the broker. */
  async #admit(request: http.IncomingMessage, edgeId: string): Promise<void> {
    const user = await this.#identify(request);
    if (user === edgeId) return;
    log.warn({ edgeId: user, wanted: edgeId }, "an edge tried to speak for another");
    throw new HttpRefusal(403, "otherEdge");
  }

  /** Which edge is it that has this password? */
  async #identify(request: http.IncomingMessage): Promise<string> {
    const [scheme, code] = (request.headers.authorization ?? "").split(" ");
    if (scheme !== "Basic" || !code) throw new HttpRefusal(401, "credentials");
    const [user, ...rest] = Buffer.from(code, "base64").toString("utf8").split(":");
    if (!user || user.length > 64) throw new HttpRefusal(401, "credentials");
    const answer = await this.#options.door.ask(user, rest.join(":"));
    if (answer === "unavailable") throw new HttpRefusal(503, "unavailable", 5);
    if (answer === "refused") {
      log.warn({ edgeId: user, from: request.socket.remoteAddress }, "wrong credentials of an edge");
      throw new HttpRefusal(401, "credentials");
    }
    return user;
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#committing >= commitsMax) {
      if (this.#waiting.length >= waitingMax) throw new HttpRefusal(429, "busy", 1 + Math.ceil(Math.random() * 9));
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#committing += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#committing -= 1;
    }
  }
}

/** The edge that a path names, not that it was that edge. */
function edgeNamed(path: string): string | undefined {
  return /^\/edge\/v1\/([a-z0-9]{6,24})\//.exec(path)?.[1];
}

function readHead(request: http.IncomingMessage, place: { stream: BatchHead["stream"]; epoch: string }) {
  const { headers } = request;
  if (headers["content-encoding"] !== "gzip") throw new HttpRefusal(415, "encoding");
  const said = Object.fromEntries(Object.entries(batchHeaders).map(([name, header]) => [name, headers[header]]));
  const parsed = headSchema.safeParse({ ...said, digest: headers["content-digest"] });
  if (!parsed.success) throw new HttpRefusal(400, "headers");
  const { range, previousHash, hash, form, digest } = parsed.data;
  const [first, last] = range.split("-").map((text) => serialSchema.safeParse(Number(text)).data);
  if (first === undefined || last === undefined || last < first) throw new HttpRefusal(400, "range");
  const isTooLong = Number(headers["content-length"] ?? 0) > limits.batchGzipBytesMax;
  if (last - first + 1 > limits.batchRecordsMax || isTooLong) throw new HttpRefusal(413, "tooLarge");
  const { stream, epoch } = place;
  return { head: { stream, epoch, first, last, previousHash, hash }, form, digest };
}

async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.batchGzipBytesMax) throw new HttpRefusal(413, "tooLarge");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function unpack(packed: Buffer, digest: string): Promise<Uint8Array> {
  if (`sha-256=:${createHash("sha256").update(packed).digest("base64")}:` !== digest)
    throw new HttpRefusal(422, "digest");
  try {
    return new Uint8Array(await gunzipAsync(packed, { maxOutputLength: limits.batchBytesMax }));
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new HttpRefusal(isTooLarge ? 413 : 422, isTooLarge ? "tooLarge" : "gzip");
  }
}
