/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export type RandomSource = () => number;

export function randomSource(seed: number): RandomSource {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<Value>(random: RandomSource, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)]!;
}

/** From `min` to `max`, both possible. */
export function wholeBetween(random: RandomSource, min: number, max: number): number {
  return min + Math.floor(random() * (max - min + 1));
}

export function shuffled<Value>(random: RandomSource, values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
