import type pg from "pg";
import { inTransaction } from "./in-transaction.ts";
import { log } from "./log.ts";

const defaultEveryMs = 5_000;
/** An edge says how it is every few seconds. */
const silentAfterMs = 50_000;

export type SilenceWatchOptions = {
  readonly pool: pg.Pool;
  /** Since when the link to the broker has stood, in milliseconds of `performance.now()`; null while there is none. */
  readonly hearsSince: () => number | null;
  readonly everyMs?: number;
};

/**
 * Takes back the presence of edges that have said nothing for most of a minute: a last will may have died with the broker
 * that kept it. Only while this process itself has heard its broker for as long.
 */
export class SilenceWatch {
  readonly #options: SilenceWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: SilenceWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running = this.#look();
    }, this.#options.everyMs ?? defaultEveryMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #look(): Promise<void> {
    const since = this.#options.hearsSince();
    if (since === null || performance.now() - since < silentAfterMs) return;
    try {
      await inTransaction(this.#options.pool, async (sql) => {
        const silent = await sql(
          `UPDATE edge_state SET online = false, link_id = NULL, state_at = now()
           WHERE online AND greatest(state_at, hello_at, telemetry_at) < now() - $1::integer * interval '1 millisecond'
           RETURNING operator_id AS "operatorId", lot_id AS "lotId", edge_id AS "edgeId"`,
          [silentAfterMs],
        );
        for (const edge of silent) await sql("SELECT pg_notify('liftgate_edge', $1)", [JSON.stringify(edge)]);
        if (silent.length > 0) log.info({ edges: silent.length }, "edges that fell silent are shown as offline");
      });
    } catch (error) {
      log.warn({ reason: (error as Error).message }, "silent edges could not be looked for, trying again");
    }
  }
}
