import type { Logger } from "pino";
import { type BatchAnswer, type BatchHead, canBeLean } from "#contracts/batch.ts";
import { limits } from "#contracts/limits.ts";
import type { Stream } from "#contracts/names.ts";
import type { RecordFrame } from "#contracts/record.ts";
import { Backoff } from "./backoff.ts";

export type Batch = {
  readonly head: BatchHead;
  readonly form: "lean" | "full";
  readonly records: readonly RecordFrame[];
};

/** What became of a batch. */
export type PostOutcome =
  | { readonly kind: "held"; readonly answer: BatchAnswer }
  | { readonly kind: "later"; readonly afterMs: number }
  | { readonly kind: "tooLarge" }
  /** The cloud cannot make the batch's chain out of its bytes. */
  | { readonly kind: "unreadable"; readonly why: string }
  /** Refused for what we are, not for what we sent. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string };

export type StepUploadParts = {
  /** The next stretch of a backlog that the cloud lacks; null when there is none, or no link on which the cloud answers. */
  readonly nextRange: (recordsMax: number) => { stream: Stream; first: number; last: number } | null;
  readonly readRange: (stream: Stream, first: number, last: number) => RecordFrame[];
  readonly post: (batch: Batch, done: (outcome: PostOutcome) => void) => void;
  /** The cloud's word on what it holds; false when it does not fit our chain. */
  readonly onHeld: (held: BatchAnswer["held"]) => boolean;
  readonly onRefused: (stream: Stream, serials: readonly number[]) => void;
  readonly after: (delayMs: number, work: () => void) => () => void;
  readonly random: () => number;
  /** Bytes of records in a batch, before they are packed. */
  readonly batchBytesMax: () => number;
  readonly log: Logger;
};

const failuresMax = 3;
const retryMs = 1_000;
const blocked = { baseMs: 30_000, capMs: 10 * 60_000 };

/**
 * Brings a backlog to the cloud in batches, apart from the live records. What the cloud holds is the only cursor, so
 * nothing has to be remembered, and a batch that was cut off at any byte is simply made again. While the way is blocked
 * {@link isBlocked} says so, and the old records go among the live ones.
 */
export class StepUpload {
  readonly #parts: StepUploadParts;
  readonly #blockedFor: Backoff;
  #isBusy = false;
  #isWaiting = false;
  #isBlocked = false;
  #isStopped = false;
  #failures = 0;
  #recordsMax: number = limits.batchRecordsMax;
  #form: Batch["form"] = "lean";
  #forget: () => void = () => undefined;

  constructor(parts: StepUploadParts) {
    this.#parts = parts;
    this.#blockedFor = new Backoff({ ...blocked, random: () => 0.5 + parts.random() / 2 });
  }

  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  stop(): void {
    this.#isStopped = true;
    this.#forget();
  }

  /** Looks whether there is something to bring. Called whenever that may have changed; does nothing when at work. */
  kick(): void {
    if (this.#isBusy || this.#isWaiting || this.#isStopped) return;
    const range = this.#parts.nextRange(this.#recordsMax);
    if (range === null) return;
    const batch = this.#makeBatch(range);
    if (batch === null) {
      this.#parts.log.error(range, "a record of the backlog is no longer in the journal");
      this.#parts.onRefused(range.stream, [range.first]);
      this.#wait(0);
      return;
    }
    this.#isBusy = true;
    this.#parts.post(batch, (outcome) => {
      this.#isBusy = false;
      if (!this.#isStopped) this.#take(batch, outcome);
    });
  }

  #makeBatch({ stream, first, last }: { stream: Stream; first: number; last: number }): Batch | null {
    const records: RecordFrame[] = [];
    const bytesMax = this.#parts.batchBytesMax();
    let bytes = 0;
    for (const record of this.#parts.readRange(stream, first, last)) {
      bytes += (record.body?.length ?? 0) + (record.personal?.length ?? 0) + (this.#form === "full" ? 512 : 2);
      if (record.n !== first + records.length || (records.length > 0 && bytes > bytesMax)) break;
      records.push(record);
    }
    const [head, tail] = [records[0], records.at(-1)];
    if (head === undefined || tail === undefined) return null;
    const range = { first, last: tail.n, previousHash: head.previousHash, hash: tail.hash };
    const form = canBeLean(records) ? this.#form : "full";
    return { head: { stream, epoch: head.epoch, ...range }, form, records };
  }

  #take(batch: Batch, outcome: PostOutcome): void {
    if (outcome.kind === "held") this.#takeAnswer(outcome.answer);
    else if (outcome.kind === "later") this.#wait(outcome.afterMs);
    else if (outcome.kind === "tooLarge") this.#halve();
    else if (outcome.kind === "unreadable") this.#sayMore(batch, outcome.why);
    else if (outcome.kind === "refused") this.#block(outcome.reason);
    else this.#fail(outcome.reason);
  }

  #takeAnswer({ held, refused }: BatchAnswer): void {
    const { log, onHeld, onRefused } = this.#parts;
    if (refused.length > 0) log.error({ stream: held.stream, refused }, "the cloud put records of the backlog aside");
    onRefused(held.stream, refused);
    if (!onHeld(held)) {
      this.#fail("the cloud's claim does not fit our chain");
      return;
    }
    if (this.#isBlocked) log.info("the backlog goes by its own way again");
    this.#isBlocked = false;
    this.#failures = 0;
    this.#blockedFor.reset();
    this.#form = "lean";
    this.#recordsMax = Math.min(limits.batchRecordsMax, this.#recordsMax * 2);
    this.kick();
  }

  #halve(): void {
    if (this.#recordsMax === 1) this.#fail("a single record is too large for the cloud");
    else {
      this.#recordsMax = Math.max(1, this.#recordsMax >> 1);
      this.kick();
    }
  }

  /** Which record breaks the chain only the full form tells. */
  #sayMore({ head: { stream, first, last }, form }: Batch, why: string): void {
    this.#parts.log.warn({ stream, first, last, form, why }, "the cloud cannot read a batch");
    if (form === "full") this.#fail(`unreadable: ${why}`);
    else {
      this.#form = "full";
      this.kick();
    }
  }

  #fail(reason: string): void {
    this.#failures++;
    if (this.#failures >= failuresMax) this.#block(reason);
    else this.#wait(retryMs * this.#failures * (0.5 + this.#parts.random()));
  }

  #block(reason: string): void {
    if (!this.#isBlocked)
      this.#parts.log.warn({ reason }, "no way for batches; the backlog goes among the live records");
    this.#isBlocked = true;
    this.#failures = failuresMax - 1; // the next try decides
    this.#wait(this.#blockedFor.nextMs());
  }

  #wait(delayMs: number): void {
    this.#isWaiting = true;
    this.#forget = this.#parts.after(delayMs, () => {
      this.#isWaiting = false;
      this.kick();
    });
  }
}
