import type pg from "pg";
import { commandReportSchema } from "#contracts/command.ts";
import { parseMessage, reportSchema, stateSchema, telemetrySchema } from "#contracts/messages.ts";
import { upTopic } from "#contracts/topics.ts";
import { trialReportSchema } from "#contracts/trial.ts";
import { noteCommands } from "../report/note-commands.ts";
import { quarantineMessages } from "../report/quarantine-messages.ts";
import type { Sql } from "../report/sql.ts";
import type { EdgeIdentity } from "../report/stream-rows.ts";
import { isPoison } from "./database-faults.ts";
import type { EdgeDirectory } from "./edge-directory.ts";
import { inTransaction } from "./in-transaction.ts";
import { log } from "./log.ts";
import { MessageLine } from "./message-line.ts";
import { noteReport } from "./note-report.ts";
import { noteState } from "./note-state.ts";
import { noteTelemetry } from "./note-telemetry.ts";
import { noteTrial } from "./note-trial.ts";
import { retryUntil, StoppedError } from "./retry-until.ts";

export type StatusMessage = {
  /** `time` and `want` are answered elsewhere; of them only what could not be read comes here. */
  kind: "state" | "telemetry" | "report" | "command" | "trial" | "time" | "want";
  edgeId: string;
  payload: Uint8Array;
};

const lineBounds = { messagesMax: 20_000, bytesMax: 16 * 1024 * 1024 };

/**
 * Takes what edges say of themselves, one message after the other, apart from the records so that neither waits. Telemetry
 * has a line of its own, in which an edge's newest takes the place of one that still waits: many edges that say how they
 * are must not keep the cloud from noting who is there.
 */
export class StatusIngest {
  readonly #pool: pg.Pool;
  readonly #edges: EdgeDirectory;
  readonly #line = new MessageLine<StatusMessage>(lineBounds);
  readonly #telemetryLine = new MessageLine<StatusMessage>(lineBounds);
  /** By edge, what stands in the line of telemetry. */
  readonly #newest = new Map<string, StatusMessage>();
  #isStopping = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor({ pool, edges }: { pool: pg.Pool; edges: EdgeDirectory }) {
    this.#pool = pool;
    this.#edges = edges;
  }

  start(): void {
    this.#running = Promise.all([this.#run(this.#line), this.#run(this.#telemetryLine)]);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#line.close();
    this.#telemetryLine.close();
    await this.#running;
  }

  push(message: StatusMessage): void {
    if (message.kind === "telemetry") this.#pushTelemetry(message);
    else this.#line.push(message);
  }

  #pushTelemetry(message: StatusMessage): void {
    const isWaiting = this.#newest.has(message.edgeId);
    this.#newest.set(message.edgeId, message);
    if (isWaiting) return;
    this.#telemetryLine.push(message);
    if (this.#telemetryLine.takeTurnedAway() > 0) this.#newest.delete(message.edgeId);
  }

  async #run(line: MessageLine<StatusMessage>): Promise<void> {
    while (!this.#isStopping) {
      await line.wait();
      for (const message of line.take({ ...lineBounds, messagesMax: 1 }, () => false)) {
        const newest = message.kind === "telemetry" ? this.#newest.get(message.edgeId)! : message;
        if (message.kind === "telemetry") this.#newest.delete(message.edgeId);
        try {
          await retryUntil(
            newest.kind,
            () => this.#takeMessage(newest),
            () => this.#isStopping,
          );
        } catch (error) {
          if (!(error instanceof StoppedError)) throw error;
        }
      }
    }
  }

  async #takeMessage(message: StatusMessage): Promise<void> {
    const edge = await this.#edges.find(message.edgeId);
    if (!edge) return;
    const note = noteOf(message, edge);
    try {
      if (note) await inTransaction(this.#pool, note);
      else await this.#quarantine(message, edge, "unreadable");
    } catch (error) {
      if (!isPoison(error)) throw error;
      log.error({ edgeId: edge.edgeId, kind: message.kind, reason: (error as Error).message }, "could not be stored");
      await this.#quarantine(message, edge, "notStorable");
    }
  }

  async #quarantine({ kind, payload }: StatusMessage, edge: EdgeIdentity, reason: string): Promise<void> {
    const topic = upTopic(edge.edgeId, kind);
    await inTransaction(this.#pool, (sql) => quarantineMessages(sql, [{ ...edge, topic, payload, reason }]));
  }
}

/** What to write for a message; null when it cannot be read. */
function noteOf({ kind, payload }: StatusMessage, edge: EdgeIdentity): ((sql: Sql) => Promise<void>) | null {
  if (kind === "time" || kind === "want") return null;
  try {
    if (kind === "state") {
      const state = parseMessage(stateSchema, payload);
      return (sql) => noteState(sql, edge, state);
    }
    if (kind === "telemetry") {
      const telemetry = parseMessage(telemetrySchema, payload);
      return (sql) => noteTelemetry(sql, edge, telemetry);
    }
    if (kind === "command") {
      const { id, step, reason } = parseMessage(commandReportSchema, payload);
      return (sql) => noteCommands(sql, [{ edge, id, step, reason }]);
    }
    if (kind === "trial") {
      const trial = parseMessage(trialReportSchema, payload);
      return (sql) => noteTrial(sql, edge, trial);
    }
    const report = parseMessage(reportSchema, payload);
    return (sql) => noteReport(sql, edge, report);
  } catch {
    return null; // goes to quarantine as it came
  }
}
