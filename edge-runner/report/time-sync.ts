import type { TimeAnswer } from "#contracts/messages.ts";

export type TimeSample = { readonly roundTripMs: number; readonly cloudMs: number; readonly monotonicMs: number };

const asksMax = 10;
const betweenMs = 200;
/** An answer later than this says nothing worth having. */
const roundTripMaxMs = 5_000;

/**
 * Cloud time over the link: a few exchanges of four instants, of which the one with the shortest round trip is believed.
 * A state machine without clock or socket; times are monotonic milliseconds, given to it.
 */
export class TimeSync {
  #left = 0;
  #askDueAt = Number.POSITIVE_INFINITY;
  #best: TimeSample | null = null;

  /** Begins a new round; what the one before found no longer counts. */
  begin(now: number): void {
    this.#left = asksMax;
    this.#askDueAt = now;
    this.#best = null;
  }

  /** The best of this round was not believed: whatever comes next counts. */
  forget(): void {
    this.#best = null;
  }

  /** The link is gone. */
  end(): void {
    this.#left = 0;
    this.#askDueAt = Number.POSITIVE_INFINITY;
  }

  /** Is it time to ask again? */
  isDue(now: number): boolean {
    if (this.#left === 0 || now < this.#askDueAt) return false;
    this.#left--;
    this.#askDueAt = now + betweenMs;
    return true;
  }

  /** Takes an answer; the sample, if it is the best of this round so far. Half its round trip is how wrong it may be. */
  take(answer: TimeAnswer, now: number): TimeSample | null {
    const totalMs = now - answer.sentAt;
    const roundTripMs = totalMs - (answer.answeredAt - answer.receivedAt);
    const isSane =
      totalMs >= 0 && totalMs <= roundTripMaxMs && roundTripMs >= 0 && answer.answeredAt >= answer.receivedAt;
    if (!isSane || (this.#best !== null && roundTripMs >= this.#best.roundTripMs)) return null;
    this.#best = { roundTripMs, cloudMs: answer.answeredAt + roundTripMs / 2, monotonicMs: now };
    return this.#best;
  }
}
