import { log } from "./log.ts";

const tellEveryMs = 1_000;
const edgesNamedMax = 20;

/** Counts what the HTTP server for edges turned away, and says so in the log, once a second however many there are. */
export class RefusedRequests {
  readonly #counts = new Map<string, number>();
  readonly #fresh = new Map<string, number>();
  readonly #edgeIds = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** `edgeId`: which edge it was, where that is known. */
  add(why: string, edgeId?: string): void {
    for (const counts of [this.#counts, this.#fresh]) counts.set(why, (counts.get(why) ?? 0) + 1);
    if (edgeId !== undefined && this.#edgeIds.size < edgesNamedMax) this.#edgeIds.add(edgeId);
    this.#timer ??= setTimeout(() => this.tell(), tellEveryMs);
  }

  /** Since the start, by reason. */
  all(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  /** Says at once what has not been said. */
  tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#fresh.size === 0) return;
    log.warn({ refused: Object.fromEntries(this.#fresh), edgeIds: [...this.#edgeIds] }, "requests of edges refused");
    this.#fresh.clear();
    this.#edgeIds.clear();
  }
}
