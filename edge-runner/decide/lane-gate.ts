import type { Logger } from "pino";
import { correctedTime, type OutcomeBody } from "#contracts/record-body.ts";
import type { EdgeClock } from "../edge-clock.ts";
import type { Barrier, BarrierAnswer } from "../gate/barrier.ts";
import type { PassageWatch, WatchResult } from "../gate/passage-watch.ts";
import type { Journal } from "../report/journal.ts";
import type { OpenPassageRow } from "../report/journal-reader.ts";
import type { JournalChange } from "../report/journal-schema.ts";
import { staleAfterMs } from "./camera-clocks.ts";
import { outcomeParts } from "./passage-record.ts";

export type LaneGateParts = {
  readonly laneId: string;
  readonly lotId: string;
  readonly journal: Journal;
  readonly clock: EdgeClock;
  readonly barrier: Pick<Barrier, "open">;
  readonly watch: PassageWatch;
  readonly log: Logger;
};

type OpenPassage = {
  readonly passageId: string;
  readonly decidedAt: number;
  readonly openForSeconds: number | undefined;
  isLate: boolean;
  answer: BarrierAnswer | null;
  command: Promise<void> | null;
  isEnded: boolean;
};

/** How long a car may take after a restart before nobody can say any more what became of it. */
const resumedWatchMs = 20_000;

/** The barrier of one lane: commands under the passage's own id, and what became of each car that was let through. */
export class LaneGate {
  readonly #parts: LaneGateParts;
  readonly #open = new Map<string, OpenPassage>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #isStopped = false;

  constructor(parts: LaneGateParts) {
    this.#parts = parts;
  }

  /** Sends the command for a passage. Resolves when the barrier has answered or has been given up; never rejects. */
  open(passageId: string, decidedAt: number, options: { openForSeconds?: number; isLate: boolean }): Promise<void> {
    const { openForSeconds, isLate } = options;
    const passage = { passageId, decidedAt, openForSeconds, isLate, answer: null, command: null, isEnded: false };
    this.#open.set(passageId, passage);
    return this.#command(passage);
  }

  /** The camera repeats a message: the command goes out again, under its old id, if no answer to it is known. */
  repeat(passageId: string): Promise<void> {
    const passage = this.#open.get(passageId);
    if (passage === undefined || passage.isEnded) return Promise.resolve();
    if (passage.command !== null) return passage.command;
    const isYoung = this.#ageOf(passage) <= staleAfterMs;
    return passage.answer === null && isYoung ? this.#command(passage) : Promise.resolve();
  }

  /** A released passage that was never commanded, because it came to be on disk too late. */
  giveUp(passageId: string, decidedAt: number): void {
    const base = { passageId, decidedAt, openForSeconds: undefined, command: null, isEnded: false };
    this.#end({ ...base, isLate: false, answer: null }, "notOpened");
  }

  /** Takes up what an earlier process left without an outcome. */
  resume(rows: readonly OpenPassageRow[]): void {
    for (const row of rows) {
      const passage = fromRow(row);
      this.#open.set(passage.passageId, passage);
      const leftMs = (passage.answer === null ? staleAfterMs : resumedWatchMs) - this.#ageOf(passage);
      if (leftMs <= 0) this.#end(passage, "unknown");
      else if (passage.answer === null) this.#endUnlessCommanded(passage, leftMs);
      else void this.#watch(passage, "unknown");
    }
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#parts.watch.stop();
  }

  #command(passage: OpenPassage): Promise<void> {
    const run = async () => {
      const { barrier, journal, log } = this.#parts;
      const answer = await barrier.open(passage.passageId, passage.openForSeconds);
      passage.command = null;
      passage.answer = answer;
      log.info({ passageId: passage.passageId, accepted: answer.accepted, commandMs: answer.commandMs }, "barrier");
      if (answer.accepted !== null) {
        const accepted = answer.accepted ? 1 : 0;
        const values = [accepted, answer.commandMs, answer.error, passage.passageId];
        void journal.change([{ statement: "setBarrierAnswer", values }]);
      }
      if (answer.accepted === false) this.#end(passage, "notOpened");
      else void this.#watch(passage, answer.accepted === null ? "unknown" : "timeout");
    };
    passage.command = run();
    return passage.command;
  }

  /** `whenUnseen`: what a silent loop means. Only a barrier that said yes makes a timeout of it. */
  async #watch(passage: OpenPassage, whenUnseen: "timeout" | "unknown"): Promise<void> {
    const result: WatchResult = await this.#parts.watch.next();
    this.#end(passage, result === "timeout" ? whenUnseen : result);
  }

  #endUnlessCommanded(passage: OpenPassage, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (passage.answer === null && passage.command === null) this.#end(passage, "unknown");
    }, delayMs);
    this.#timers.add(timer);
  }

  #end(passage: OpenPassage, result: OutcomeBody["result"]): void {
    if (passage.isEnded || this.#isStopped) return;
    passage.isEnded = true;
    this.#open.delete(passage.passageId);
    const { clock, journal, laneId, lotId, log } = this.#parts;
    const stamp = clock.stamp();
    const { answer, passageId } = passage;
    const gate = answer && { commandId: passageId, ...answer };
    const flags = passage.isLate ? { flags: ["lateJournal" as const] } : {};
    const body: OutcomeBody = { v: 1, kind: "outcome", passageId, stamp, lotId, laneId, result, gate, ...flags };
    try {
      const ended: JournalChange[] = [{ statement: "endOpenPassage", values: [passageId] }];
      // a car that did not simply drive through: somebody may want to look at it
      if (result !== "passed") ended.push({ statement: "keepPhotos", values: [passageId] });
      void journal.append("p", [outcomeParts(body, correctedTime(stamp))], ended).durable;
      log.info({ passageId, result }, "outcome");
    } catch (error) {
      log.error({ passageId, err: error }, "the outcome could not be journaled; it reads unknown after a restart");
    }
  }

  #ageOf(passage: OpenPassage): number {
    const age = this.#parts.clock.nowMs() - passage.decidedAt;
    return age < 0 ? Number.POSITIVE_INFINITY : age; // a clock that went back says nothing about age
  }
}

function fromRow(row: OpenPassageRow): OpenPassage {
  const answer =
    row.has_answer === 1
      ? {
          accepted: row.accepted === null ? null : row.accepted === 1,
          commandMs: row.command_ms ?? 0,
          error: row.error,
        }
      : null;
  return {
    passageId: row.passage_id,
    decidedAt: row.decided_at,
    openForSeconds: undefined,
    isLate: row.is_late === 1,
    answer,
    command: null,
    isEnded: false,
  };
}
