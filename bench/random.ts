/** A stream of random numbers that is the same for the same seed (mulberry32): every run measures the same work. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.int(0, values.length - 1)]!;
  }

  /** `count` different ones, in the order of the list. */
  some<Value>(values: readonly Value[], count: number): Value[] {
    const places = this.shuffled(values.map((_, place) => place)).slice(0, count);
    return places.sort((a, b) => a - b).map((place) => values[place]!);
  }

  shuffled<Value>(values: readonly Value[]): Value[] {
    const order = [...values];
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = this.int(0, at);
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    return order;
  }
}
