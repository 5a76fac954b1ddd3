import type pg from "pg";
import { inTransaction } from "./in-transaction.ts";
import { log } from "./log.ts";

const everyMs = 5_000;
/** An edge says how it is every few seconds. */
const silentAfterMs = 50_000;

/**
 * Takes back the presence of edges that have said nothing for most of a minute: a last will may have died with the broker
 * that kept it. Only while this process itself has heard its broker for as long.
 */
export class SilenceWatch {
  readonly #pool: pg.Pool;
  readonly #hearsSince: () => number | null;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  /** `hearsSince`: since when the link to the broker has stood, in milliseconds of `performance.now()`. */
  constructor({ pool, hearsSince }: { pool: pg.Pool; hearsSince: () => number | null }) {
    this.#pool = pool;
    this.#hearsSince = hearsSince;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running = this.#look();
    }, everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #look(): Promise<void> {
    const since = this.#hearsSince();
    if (since === null || performance.now() - since < silentAfterMs) return;
    try {
      await inTransaction(this.#pool, async (sql) => {
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
