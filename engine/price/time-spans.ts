/** One stretch of time, `[fromAt, toAt)`. */
export type TimeSpan = { fromAt: number; toAt: number };

/** Stretches in rising order that neither touch nor overlap. */
export type TimeSpans = readonly TimeSpan[];

/** All that lies in one of the stretches, whatever their order. */
export function unionOf(spans: readonly TimeSpan[]): TimeSpans {
  const sorted = spans.filter(({ fromAt, toAt }) => fromAt < toAt).sort((a, b) => a.fromAt - b.fromAt);
  const union: TimeSpan[] = [];
  for (const { fromAt, toAt } of sorted) {
    const last = union.at(-1);
    if (last === undefined || last.toAt < fromAt) union.push({ fromAt, toAt });
    else last.toAt = Math.max(last.toAt, toAt);
  }
  return union;
}

/** What of `spans` lies in none of `taken`. */
export function without(spans: TimeSpans, taken: TimeSpans): TimeSpans {
  const left: TimeSpan[] = [];
  let next = 0;
  for (const { fromAt, toAt } of spans) {
    let from = fromAt;
    while (next < taken.length && taken[next]!.toAt <= from) next += 1;
    for (let i = next; i < taken.length && taken[i]!.fromAt < toAt; i += 1) {
      if (taken[i]!.fromAt > from) left.push({ fromAt: from, toAt: taken[i]!.fromAt });
      from = taken[i]!.toAt;
    }
    if (from < toAt) left.push({ fromAt: from, toAt });
  }
  return left;
}

/** What of `spans` lies in `others` too. */
export function within(spans: TimeSpans, others: TimeSpans): TimeSpans {
  return without(spans, without(spans, others));
}

export function lengthMsOf(spans: TimeSpans): number {
  let ms = 0;
  for (const { fromAt, toAt } of spans) ms += toAt - fromAt;
  return ms;
}

/** What is left when `ms` are taken off the front, or off the tail. */
export function withoutFront(spans: TimeSpans, ms: number): TimeSpans {
  const left: TimeSpan[] = [];
  let off = ms;
  for (const { fromAt, toAt } of spans) {
    const here = Math.min(off, toAt - fromAt);
    off -= here;
    if (fromAt + here < toAt) left.push({ fromAt: fromAt + here, toAt });
  }
  return left;
}

export function withoutTail(spans: TimeSpans, ms: number): TimeSpans {
  return ms === 0 ? spans : without(spans, withoutFront(spans, Math.max(0, lengthMsOf(spans) - ms)));
}
