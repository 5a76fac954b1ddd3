const watchdogFloorMs = 3_000;
const watchdogCapMs = 15_000;
const forgetMs = 5 * 60_000;
const pingAfterMs = 5_000;
/** Where bytes cost money, silence is asked about less often. */
const pingAfterMeteredMs = 15_000;

/**
 * Watches whether a broker answers what has to be answered (a publish with receipt, a ping), so that a black hole is
 * known in seconds and not when the keep-alive runs out. How long it waits follows from how long answers have taken:
 * twice the slowest of the last minutes, within bounds. Times are monotonic milliseconds, given to it.
 */
export class AnswerWatch {
  readonly #asked = new Map<number | "ping", number>();
  #answeredAt: number;
  #slowest = { ms: 0, at: 0 };
  #slowestBefore = { ms: 0, at: 0 };

  constructor(now: number) {
    this.#answeredAt = now;
  }

  asked(what: number | "ping", now: number): void {
    if (!this.#asked.has(what)) this.#asked.set(what, now);
  }

  answered(what: number | "ping", now: number): void {
    const at = this.#asked.get(what);
    if (at === undefined) return;
    this.#asked.delete(what);
    this.#answeredAt = now;
    if (now - this.#slowest.at > forgetMs) {
      this.#slowestBefore = this.#slowest;
      this.#slowest = { ms: 0, at: now };
    }
    this.#slowest.ms = Math.max(this.#slowest.ms, now - at);
  }

  get patienceMs(): number {
    const slowestMs = Math.max(this.#slowest.ms, this.#slowestBefore.ms);
    return Math.min(watchdogCapMs, Math.max(watchdogFloorMs, 2 * slowestMs));
  }

  /** Nothing that was asked has been answered for too long. */
  isOverdue(now: number): boolean {
    const [oldest] = this.#asked.values();
    return oldest !== undefined && now - Math.max(oldest, this.#answeredAt) > this.patienceMs;
  }

  /** So long nothing was asked that it is time to ask whether anybody is there. */
  shouldPing(now: number, isMetered: boolean): boolean {
    return this.#asked.size === 0 && now - this.#answeredAt > (isMetered ? pingAfterMeteredMs : pingAfterMs);
  }
}
