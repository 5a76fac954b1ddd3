import type { Logger } from "pino";
import {
  type Command,
  type CommandReport,
  type CommandStep,
  commandSchema,
  refuseCommand,
} from "#contracts/command.ts";
import { MessageError, parseMessage } from "#contracts/messages.ts";
import { type CommandBody, commandBodySchema, correctedTime } from "#contracts/record-body.ts";
import type { TrustedKeys } from "#contracts/signature.ts";
import { toBytes } from "#contracts/text.ts";
import type { EdgeClock } from "../edge-clock.ts";
import type { BarrierAnswer } from "../gate/barrier.ts";
import type { Journal } from "../report/journal.ts";
import type { JournalChange } from "../report/journal-schema.ts";

type Barrier = { open(commandId: string): Promise<BarrierAnswer> };

export type CommandDeskParts = {
  readonly edge: { readonly edgeId: string; readonly lotId: string };
  readonly keys: () => TrustedKeys;
  readonly barriers: ReadonlyMap<string, Barrier>;
  readonly journal: Pick<Journal, "append" | "read">;
  readonly clock: Pick<EdgeClock, "nowMs" | "errorMs" | "stamp">;
  readonly onReport: (report: CommandReport) => void;
  /** A message that could not be read, or that nobody we trust has signed for us. */
  readonly onRefused?: () => void;
  readonly log: Logger;
};

/**
 * Takes commands of people. One that may be done is on disk before it is, under an id that is never done twice; what
 * became of it is a record. A process that ends in the middle leaves `unknown` behind, and the barrier as it is.
 */
export class CommandDesk {
  readonly #parts: CommandDeskParts;
  /** Commands whose first word is not on disk yet. */
  readonly #taking = new Set<string>();

  constructor(parts: CommandDeskParts) {
    this.#parts = parts;
  }

  /** Says of what an earlier process left in the middle that nobody can say what became of it. */
  start(): void {
    for (const { command_id, document } of this.#parts.journal.read.runningCommands()) {
      this.#parts.log.warn({ commandId: command_id }, "a command was cut off in the middle; it is not done again");
      this.#note(JSON.parse(document) as Command, "unknown", "restarted", null);
    }
  }

  /** Resolves when the command has been dealt with; never rejects. */
  async receive(bytes: Uint8Array): Promise<void> {
    const { log } = this.#parts;
    try {
      await this.#take(parseMessage(commandSchema, bytes));
    } catch (error) {
      this.#parts.onRefused?.();
      if (error instanceof MessageError) log.warn({ reason: error.message }, "a command cannot be read");
      else log.error({ err: error }, "a command could not be taken");
    }
  }

  async #take(command: Command): Promise<void> {
    const { edge, keys, barriers, clock, journal, log } = this.#parts;
    const known = journal.read.command(command.id);
    if (known !== null) return this.#report(command.id, known.step, known.reason);
    if (this.#taking.has(command.id)) return;
    const laneIds = new Set(barriers.keys());
    const judge = () =>
      refuseCommand(command, { ...edge, laneIds, keys: keys(), now: clock.nowMs(), errorMs: clock.errorMs() });
    const refusal = judge();
    log.info({ commandId: command.id, laneId: command.laneId, op: command.op, refusal }, "command");
    // what nobody we trust has signed is answered, and leaves no trace that could fill the disk
    if (refusal === "badSignature" || refusal === "otherEdge" || refusal === "otherLot") {
      this.#parts.onRefused?.();
      return this.#report(command.id, "rejected", refusal);
    }
    this.#taking.add(command.id);
    try {
      if (refusal !== null) await this.#begin(command, refusal === "expired" ? "expired" : "rejected", refusal);
      else if (await this.#begin(command, "received", null)) await this.#do(command, judge);
    } finally {
      this.#taking.delete(command.id);
    }
  }

  /** The first word on a command, on disk before anything follows from it. */
  async #begin(command: Command, step: CommandStep, reason: string | null): Promise<boolean> {
    const values = [command.id, JSON.stringify(command), step, reason, this.#parts.clock.nowMs()];
    await this.#append(command, step, reason, null, { statement: "addCommand", values });
    this.#report(command.id, step, reason);
    return step === "received";
  }

  async #do(command: Command, judge: () => string | null): Promise<void> {
    // the disk may have taken its time
    const late = judge();
    if (late !== null) return this.#note(command, late === "expired" ? "expired" : "rejected", late, null);
    const answer = await this.#parts.barriers.get(command.laneId)!.open(command.id);
    const step = answer.accepted === null ? "unknown" : answer.accepted ? "opened" : "failed";
    this.#note(command, step, answer.error, answer.commandMs);
  }

  #note(command: Command, step: CommandStep, reason: string | null, commandMs: number | null): void {
    const values = [step, reason, this.#parts.clock.nowMs(), command.id];
    const durable = this.#append(command, step, reason, commandMs, { statement: "setCommandStep", values });
    void durable.then(() => this.#parts.log.info({ commandId: command.id, step, reason }, "command done"));
    this.#report(command.id, step, reason);
  }

  #append(
    command: Command,
    step: CommandStep,
    reason: string | null,
    commandMs: number | null,
    change: JournalChange,
  ): Promise<void> {
    const stamp = this.#parts.clock.stamp();
    const { id, lotId, laneId, op, by } = command;
    const said = reason?.slice(0, 200) ?? null;
    const body: CommandBody = {
      v: 1,
      kind: "command",
      commandId: id,
      stamp,
      lotId,
      laneId,
      op,
      reasonCode: command.reason,
      by,
      step,
      reason: said,
      commandMs,
    };
    const record = {
      body: toBytes(JSON.stringify(commandBodySchema.parse(body))),
      personal: new Uint8Array(),
      at: correctedTime(stamp),
    };
    return this.#parts.journal.append("a", [record], [change]).durable;
  }

  #report(id: string, step: CommandStep, reason: string | null): void {
    this.#parts.onReport({ v: 1, id, step, reason: reason?.slice(0, 200) ?? null, at: this.#parts.clock.nowMs() });
  }
}
