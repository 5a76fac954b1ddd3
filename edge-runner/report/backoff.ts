/** Waits between attempts: exponential with full jitter, so that many edges never come back at one moment. */
export class Backoff {
  readonly #baseMs: number;
  readonly #capMs: number;
  readonly #random: () => number;
  #failures = 0;

  constructor(options: { baseMs: number; capMs: number; random?: () => number }) {
    this.#baseMs = options.baseMs;
    this.#capMs = options.capMs;
    this.#random = options.random ?? Math.random;
  }

  /** The wait before the next attempt. */
  nextMs(): number {
    const ceiling = Math.min(this.#capMs, this.#baseMs * 2 ** Math.min(this.#failures, 20));
    this.#failures++;
    return Math.round(ceiling * this.#random());
  }

  reset(): void {
    this.#failures = 0;
  }
}
