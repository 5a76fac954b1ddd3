/** Waiting times that double up to a cap, each drawn at random from zero up (full jitter), so that a herd spreads. */
export class Backoff {
  readonly #firstMs: number;
  readonly #capMs: number;
  #tries = 0;

  constructor({ firstMs, capMs }: { firstMs: number; capMs: number }) {
    this.#firstMs = firstMs;
    this.#capMs = capMs;
  }

  nextMs(): number {
    const ceiling = Math.min(this.#capMs, this.#firstMs * 2 ** this.#tries);
    this.#tries = Math.min(this.#tries + 1, 30);
    return Math.random() * ceiling;
  }

  reset(): void {
    this.#tries = 0;
  }
}
