import type pg from "pg";
import { commandSchema } from "#contracts/command.ts";
import { toBytes } from "#contracts/text.ts";
import { downTopic } from "#contracts/topics.ts";
import type { CloudLink } from "./cloud-link.ts";
import { DatabaseListener } from "./database-listener.ts";
import { log } from "./log.ts";

export type CommandSenderOptions = { pool: pg.Pool; databaseUrl: string; link: Pick<CloudLink, "send" | "isUp"> };

const repeatMs = 1_000;
/** An edge that has the command may still be about to say so. */
const graceMs = 2_000;
const sentAtOnceMax = 500;

/**
 * Sends commands of people to their edges, again every second under the same id, until the edge has said that it has
 * them or they have expired. One that nobody answered is noted as that.
 */
export class CommandSender {
  readonly #options: CommandSenderOptions;
  readonly #listener: DatabaseListener;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;
  #isAsked = false;
  #isStopping = false;

  constructor(options: CommandSenderOptions) {
    this.#options = options;
    this.#listener = new DatabaseListener({
      databaseUrl: options.databaseUrl,
      channel: "liftgate_command",
      onNews: () => this.#kick(),
    });
  }

  start(): void {
    this.#listener.start();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#listener.stop();
    await this.#running;
  }

  #kick(): void {
    if (this.#isStopping) return;
    this.#isAsked = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    clearTimeout(this.#timer);
    this.#running = this.#work();
  }

  async #work(): Promise<void> {
    let isMore = true;
    while (this.#isAsked && !this.#isStopping) {
      this.#isAsked = false;
      isMore = await this.#sendAll().catch((error: Error) => {
        log.warn({ reason: error.message }, "commands could not be sent, trying again");
        return true;
      });
    }
    this.#isRunning = false;
    if (isMore && !this.#isStopping) this.#timer = setTimeout(() => this.#kick(), repeatMs);
  }

  /** Sends what waits for an answer; true while something does. */
  async #sendAll(): Promise<boolean> {
    const { pool, link } = this.#options;
    const { rows } = await pool.query<{ document: unknown; expires_at: Date }>(
      "SELECT document, expires_at FROM command WHERE state = 'sent' ORDER BY issued_at LIMIT $1",
      [sentAtOnceMax],
    );
    if (rows.length === 0) return false;
    const now = Date.now();
    for (const row of rows) {
      const command = commandSchema.parse(row.document);
      if (row.expires_at.getTime() >= now && link.isUp)
        link.send(downTopic(command.edgeId, "command"), toBytes(JSON.stringify(command)), 1);
    }
    const late = await pool.query(
      `WITH late AS (
         UPDATE command SET state = 'noAnswer', finished_at = now()
         WHERE state = 'sent' AND expires_at < to_timestamp($1 / 1000.0) RETURNING operator_id, lot_id, edge_id, id)
       SELECT pg_notify('liftgate_command', json_build_object('operatorId', operator_id, 'lotId', lot_id, 'edgeId', edge_id,
         'commandId', id)::text) FROM late`,
      [now - graceMs],
    );
    return rows.length > (late.rowCount ?? 0);
  }
}
