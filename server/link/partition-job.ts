import type pg from "pg";
import { ensurePassageMonth, partitionMonths } from "../report/keep-partitions.ts";
import { inTransaction } from "./in-transaction.ts";
import { log } from "./log.ts";

const dayMs = 24 * 60 * 60_000;
const retryMs = 60_000;

/**
 * Makes the months of `passage` at start and once a day. Without it rows still find a place, in the default partition, but
 * moving them from there later hides them for a moment from a reader that had already planned its query.
 */
export class PartitionJob {
  readonly #pool: pg.Pool;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopping = false;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Comes back when the first round is over, whether or not every month could be made. */
  async start(): Promise<void> {
    this.#running = this.#run();
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    let nextMs = dayMs;
    for (const month of partitionMonths(Date.now())) {
      if (this.#isStopping) return;
      try {
        const isNew = await inTransaction(this.#pool, (sql) => ensurePassageMonth(sql, month));
        if (isNew) log.info({ month }, "partition made");
      } catch (error) {
        log.warn({ month, reason: (error as Error).message }, "a partition could not be made, trying again later");
        nextMs = retryMs;
        break;
      }
    }
    if (this.#isStopping) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, nextMs);
  }
}
