import type { TimeAnswer, TimeRequest } from "#contracts/messages.ts";
import type { ClockTie, EdgeClock } from "../edge-clock.ts";
import type { LinkJournal } from "./link-parts.ts";
import { TimeSync } from "./time-sync.ts";

const roundTripMaxMs = 2_000;
/** Cloud time that has come this far from what it was is believed only when it is said again. */
const jumpMaxMs = 60_000;
const saidAgainMin = 3;
const sameWithinMs = 5_000;

/** Ties the edge's clock to the cloud's: roughly by a welcome, better by the exchange that follows it. */
export class CloudTime {
  readonly #clock: EdgeClock;
  readonly #journal: LinkJournal;
  readonly #sync = new TimeSync();
  /** A time that nobody would expect, and how often it was said in a row. */
  #unexpected: { cloudMs: number; monotonicMs: number; times: number } | null = null;

  constructor({ clock, journal }: { clock: EdgeClock; journal: LinkJournal }) {
    this.#clock = clock;
    this.#journal = journal;
  }

  /** A welcome says what the time is in the cloud; the hello that it answers left at `sentAt`. */
  welcome(cloudNow: number, sentAt: number, now: number): void {
    const roundTripMs = now - sentAt;
    // good enough to begin with; the exchanges that follow do better
    if (roundTripMs <= roundTripMaxMs || this.#clock.quality() === "unsynced")
      this.#tie(cloudNow + roundTripMs / 2, now, roundTripMs / 2);
    this.#sync.begin(now);
  }

  /** What to ask the cloud now; null when it is not time to ask. */
  request(now: number): TimeRequest | null {
    return this.#sync.isDue(now) ? { v: 1, sentAt: this.#clock.monotonicMs() } : null;
  }

  take(answer: TimeAnswer): void {
    const sample = this.#sync.take(answer, this.#clock.monotonicMs());
    if (sample !== null) this.#tie(sample.cloudMs, sample.monotonicMs, sample.roundTripMs / 2);
  }

  end(): void {
    this.#sync.end();
  }

  /** A tie that is no better than what the last one has become is not worth a change. */
  #tie(cloudMs: number, monotonicMs: number, errorMs: number): void {
    if (errorMs > this.#clock.errorMs() || this.#isUnexpected(cloudMs, monotonicMs)) return;
    const tie: ClockTie = this.#clock.tieTo(cloudMs, monotonicMs, errorMs);
    void this.#journal.change([{ statement: "putState", values: ["clock", JSON.stringify(tie)] }]);
  }

  /** One message that is wrong must not carry a lot off to another year; a cloud that was wrong itself says it again. */
  #isUnexpected(cloudMs: number, monotonicMs: number): boolean {
    const clock = this.#clock;
    const expectedMs = clock.nowMs() - (clock.monotonicMs() - monotonicMs);
    if (clock.quality() === "unsynced" || Math.abs(cloudMs - expectedMs) <= jumpMaxMs) {
      this.#unexpected = null;
      return false;
    }
    const before = this.#unexpected;
    const wentOnMs = before === null ? Number.NaN : cloudMs - before.cloudMs - (monotonicMs - before.monotonicMs);
    const times = Math.abs(wentOnMs) <= sameWithinMs ? before!.times + 1 : 1;
    this.#unexpected = { cloudMs, monotonicMs, times };
    this.#sync.forget();
    return times < saidAgainMin;
  }
}
