/** What a mark was at an instant. */
export type NotedMark = { readonly at: number; readonly mark: number };

const notesMax = 64;

/**
 * Up to where records may be deleted here. What the cloud has committed can still be lost with its disk, until a backup
 * holds it; so a mark is safe only once the cloud has held it, by its own later word, for as long as backups may lie
 * apart. Our own clock alone proves nothing: the cloud may have been restored since its last word. Times are only compared.
 */
export class SafeMarks {
  readonly #afterMs: number;
  #notes: NotedMark[];

  constructor(afterMs: number, notes: readonly NotedMark[] = []) {
    this.#afterMs = afterMs;
    this.#notes = [...notes];
  }

  /** The notes to keep over a restart; the last one is the cloud's last word. */
  get notes(): readonly NotedMark[] {
    return this.#notes;
  }

  /** The cloud's last word; it may still take it back, when it is restored from a backup. */
  get last(): number {
    return this.#notes.at(-1)?.mark ?? 0;
  }

  /** All of 1..n may go. */
  get safe(): number {
    const last = this.#notes.at(-1);
    return last === undefined ? 0 : (this.#notes.findLast(({ at }) => last.at - at >= this.#afterMs)?.mark ?? 0);
  }

  /** The cloud has just said that this is its mark. One that fell takes with it what was noted above it. */
  note(mark: number, at: number): void {
    const lowered = this.#notes
      .filter((note) => note.at <= at)
      .map((note) => (note.mark > mark ? { ...note, mark } : note));
    const aged = lowered.filter((note) => at - note.at >= this.#afterMs).slice(-1);
    const younger = lowered.filter((note) => at - note.at < this.#afterMs);
    // the last word moves on, those before it keep their distance
    const [before, last] = younger.slice(-2);
    if (last !== undefined && before !== undefined && last.at - before.at < this.#afterMs / notesMax) younger.pop();
    this.#notes = [...aged, ...younger, { mark, at }];
  }
}
