import pg from "pg";
import { Backoff } from "./backoff.ts";
import { log } from "./log.ts";

export type DatabaseListenerOptions = {
  databaseUrl: string;
  channel: "liftgate_command" | "liftgate_document";
  /** Called for each notification, and with null when listening begins anew: something may have been missed. */
  onNews: (payload: string | null) => void;
};

const listenBackoff = { firstMs: 250, capMs: 10_000 };
const connectTimeoutMs = 5_000;
/** It only ever listens, so nothing else would tell that the server has vanished. */
const keepAliveMs = 10_000;

/** One connection that listens to a channel of the database, made again for as long as it takes. */
export class DatabaseListener {
  readonly #options: DatabaseListenerOptions;
  readonly #backoff = new Backoff(listenBackoff);
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;
  /** True before the first try too, so that its failure is told. */
  #isListening = true;

  constructor(options: DatabaseListenerOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#listen();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined); // it was on its way out already
  }

  async #listen(): Promise<void> {
    const { databaseUrl, channel, onNews } = this.#options;
    const client = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
    });
    this.#client = client;
    let isLost = false;
    const again = (error?: Error) => {
      if (isLost || this.#isStopping) return;
      isLost = true;
      if (this.#isListening)
        log.warn({ reason: error?.message, channel }, "not listening to the database, trying again");
      this.#isListening = false;
      client.end().catch(() => undefined); // it is gone
      this.#timer = setTimeout(() => void this.#listen(), this.#backoff.nextMs());
    };
    client.on("error", again);
    client.on("end", () => again());
    client.on("notification", ({ payload }) => onNews(payload ?? null));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      this.#backoff.reset();
      this.#isListening = true;
      onNews(null);
    } catch (error) {
      again(error as Error);
    }
  }
}
