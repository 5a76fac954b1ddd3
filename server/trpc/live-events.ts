import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import * as z from "zod";
import { Failure } from "../identity/failure.ts";
import { log } from "../link/log.ts";

/** Something changed: which lot, and the id of the passage, rollout or edge. */
type LiveEvent = { readonly operatorId: string; readonly lotId: string; readonly id: string };
/** `missed`: events may have been lost, read everything again. */
export type LiveNews = LiveEvent | "missed";
export type LiveChannel = keyof typeof channels;

const channels = {
  passage: { name: "liftgate_passage", idField: "passageId" },
  rollout: { name: "liftgate_rollout", idField: "rolloutId" },
  edge: { name: "liftgate_edge", idField: "edgeId" },
  command: { name: "liftgate_command", idField: "commandId" },
} as const;

const payloadSchema = z.looseObject({ operatorId: z.string(), lotId: z.string() });
const subscribersMax = 2_000;
/** What a slow reader may leave unread; beyond it, it is told that it missed something. */
const unreadMax = 500;
const reconnectDelaysMs = [200, 500, 1_000, 2_000, 5_000];

/** One listening database connection for all live streams of a process. Connects at the first subscriber. */
export class LiveEvents {
  readonly #databaseUrl: string;
  readonly #subscribers = new Set<Subscriber>();
  #isRunning = false;
  #client: pg.Client | undefined;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  /** News of a channel until `signal` ends it. The first is `missed`: whatever was read before may be stale by now. */
  async *subscribe(channel: LiveChannel, signal: AbortSignal | undefined): AsyncGenerator<LiveNews> {
    if (this.#subscribers.size >= subscribersMax) throw new Failure("tooMany", "too many live streams");
    const subscriber = new Subscriber(channel, signal);
    this.#subscribers.add(subscriber);
    if (!this.#isRunning) void this.#run();
    else if (this.#client) subscriber.tell("missed");
    try {
      while (!signal?.aborted) {
        await subscriber.news();
        yield* subscriber.take();
      }
    } finally {
      this.#subscribers.delete(subscriber);
    }
  }

  /** Stops listening; subscribers get nothing more. */
  async close(): Promise<void> {
    this.#isRunning = false;
    await this.#client?.end();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let failures = 0; this.#isRunning; failures++) {
      try {
        await this.#listen(() => {
          failures = 0;
        });
      } catch (error) {
        log.warn({ reason: (error as Error).message }, "live events are interrupted");
      }
      this.#client = undefined;
      await sleep(reconnectDelaysMs[Math.min(failures, reconnectDelaysMs.length - 1)], undefined, { ref: false });
    }
  }

  /** Listens until the connection is lost. */
  async #listen(connected: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    const lost = new Promise<void>((resolve, reject) => client.once("error", reject).once("end", resolve));
    lost.catch(() => undefined); // awaited below; a loss while connecting is reported by connect() itself
    client.on("notification", ({ channel, payload }) => this.#receive(channel, payload ?? ""));
    try {
      await client.connect();
      for (const { name } of Object.values(channels)) await client.query(`LISTEN ${name}`);
      this.#client = client;
      connected();
      for (const subscriber of this.#subscribers) subscriber.tell("missed");
      await lost;
    } finally {
      await client
        .end()
        .catch((error: Error) => log.debug({ reason: error.message }, "a lost connection did not close"));
    }
  }

  #receive(name: string, payload: string): void {
    const entry = Object.entries(channels).find(([, known]) => known.name === name);
    const parsed = payloadSchema.safeParse(parseJson(payload));
    if (!entry || !parsed.success) {
      log.warn({ channel: name }, "a notification could not be read");
      return;
    }
    const [channel, { idField }] = entry;
    const { operatorId, lotId } = parsed.data;
    const event = { operatorId, lotId, id: String(parsed.data[idField] ?? "") };
    for (const subscriber of this.#subscribers) if (subscriber.channel === channel) subscriber.tell(event);
  }
}

/** What one reader has not read yet. The same thing told twice is read once. */
class Subscriber {
  readonly #unread = new Map<string, LiveNews>();
  #wake: (() => void) | undefined;

  constructor(
    readonly channel: LiveChannel,
    readonly signal: AbortSignal | undefined,
  ) {
    signal?.addEventListener("abort", () => this.#wake?.(), { once: true });
  }

  tell(news: LiveNews): void {
    if (news === "missed" || this.#unread.size >= unreadMax) {
      this.#unread.clear();
      this.#unread.set("", "missed");
    } else this.#unread.set(`${news.lotId}/${news.id}`, news);
    this.#wake?.();
  }

  /** Waits until there is something to read or the stream ends. */
  async news(): Promise<void> {
    if (this.#unread.size > 0 || this.signal?.aborted) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }

  take(): LiveNews[] {
    const taken = [...this.#unread.values()];
    this.#unread.clear();
    return taken;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // reported by the caller, without the payload
  }
}

const shared = globalThis as typeof globalThis & { liftgateLiveEvents?: LiveEvents };

/** The process's one listener on DATABASE_URL. */
export function processLiveEvents(): LiveEvents {
  shared.liftgateLiveEvents ??= new LiveEvents(process.env.DATABASE_URL ?? "");
  return shared.liftgateLiveEvents;
}
