type Event = { readonly at: number; readonly order: number; readonly work: () => void };

/** Time that passes only when something happens: a heap of events, run in the order of their instants. */
export class VirtualTime {
  #now = 0;
  #order = 0;
  readonly #heap: Event[] = [];

  /** Milliseconds since the run began. */
  get now(): number {
    return this.#now;
  }

  after(delayMs: number, work: () => void): void {
    this.#push({ at: this.#now + Math.max(0, delayMs), order: this.#order++, work });
  }

  /** Calls `work` every so often until the function that it returns is called. */
  repeat(work: () => void, everyMs: number): () => void {
    let isOver = false;
    const again = () => {
      if (isOver) return;
      work();
      this.after(everyMs, again);
    };
    this.after(everyMs, again);
    return () => {
      isOver = true;
    };
  }

  /** Runs until an instant, or until `isDone` says so after an event. */
  run(until: number, isDone: () => boolean = () => false): void {
    while (this.#heap.length > 0 && this.#heap[0]!.at <= until) {
      const event = this.#pop();
      this.#now = event.at;
      event.work();
      if (isDone()) return;
    }
    this.#now = Math.max(this.#now, until);
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(heap[at]!, heap[above]!)) break;
      [heap[at], heap[above]] = [heap[above]!, heap[at]!];
      at = above;
    }
  }

  #pop(): Event {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    heap[0] = last;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const smaller = left + 1 < heap.length && isBefore(heap[left + 1]!, heap[left]!) ? left + 1 : left;
      if (smaller >= heap.length || !isBefore(heap[smaller]!, heap[at]!)) return first;
      [heap[at], heap[smaller]] = [heap[smaller]!, heap[at]!];
      at = smaller;
    }
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
