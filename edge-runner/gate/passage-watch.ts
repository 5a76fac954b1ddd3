export type WatchResult = "passed" | "timeout" | "unknown";

type Waiting = { readonly since: number; hasReading: boolean; readonly resolve: (result: WatchResult) => void };

export type PassageWatchOptions = {
  /** Is the loop under the barrier occupied? null when it does not say. */
  readonly readLoop: () => Promise<boolean | null>;
  readonly pollMs?: number;
  readonly timeoutMs?: number;
  readonly now?: () => number;
};

const waitingMax = 64;

/**
 * Watches the loop under one barrier. Cars pass in the order in which they were let through: each time the loop
 * becomes free, the one that has waited longest has passed.
 */
export class PassageWatch {
  readonly #options: Required<PassageWatchOptions>;
  readonly #waiting: Waiting[] = [];
  #wasOccupied = false;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: PassageWatchOptions) {
    this.#options = { pollMs: 200, timeoutMs: 20_000, now: () => performance.now(), ...options };
  }

  /** What becomes of the car that was let through just now. */
  next(): Promise<WatchResult> {
    if (this.#isStopped) return Promise.resolve("unknown");
    if (this.#waiting.length >= waitingMax) this.#end(this.#waiting.shift()!, "unknown");
    return new Promise((resolve) => {
      this.#waiting.push({ since: this.#options.now(), hasReading: false, resolve });
      if (this.#timer === undefined) this.#plan(0);
    });
  }

  /** Those still waiting are left without an answer: what became of them is settled at the next start. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  #plan(delayMs: number): void {
    this.#timer = setTimeout(() => {
      void this.#poll();
    }, delayMs);
  }

  async #poll(): Promise<void> {
    const isOccupied = await this.#options.readLoop().catch(() => null);
    if (this.#isStopped) return;
    this.#timer = undefined;
    if (isOccupied !== null) this.#note(isOccupied);
    const now = this.#options.now();
    while (this.#waiting[0] !== undefined && now - this.#waiting[0].since >= this.#options.timeoutMs) {
      const late = this.#waiting.shift()!;
      this.#end(late, late.hasReading ? "timeout" : "unknown");
    }
    if (this.#waiting.length > 0) this.#plan(this.#options.pollMs);
    else this.#wasOccupied = false;
  }

  #note(isOccupied: boolean): void {
    for (const waiting of this.#waiting) waiting.hasReading = true;
    const first = this.#waiting[0];
    if (this.#wasOccupied && !isOccupied && first !== undefined) {
      this.#waiting.shift();
      this.#end(first, "passed");
    }
    this.#wasOccupied = isOccupied;
  }

  #end(waiting: Waiting, result: WatchResult): void {
    waiting.resolve(result);
  }
}
