import type { RefusalWord } from "../gate/camera-door.ts";

/** Camera messages turned away since start, by reason. */
export class RefusalCounts {
  readonly #counts = new Map<RefusalWord, number>();

  add(word: RefusalWord): void {
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
  }

  all(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}
