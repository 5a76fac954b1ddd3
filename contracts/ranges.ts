import * as z from "zod/mini";
import { limits } from "./limits.ts";
import { serialSchema } from "./names.ts";

/** Serials a receiver holds: all of 1..mark, and the islands beyond it, ascending, disjoint, not touching. Both ends included. */
export type Held = { readonly mark: number; readonly have: readonly (readonly [first: number, last: number])[] };

export const rangesSchema = z.array(z.tuple([serialSchema, serialSchema])).check(z.maxLength(limits.rangesMax));

export const nothingHeld: Held = { mark: 0, have: [] };

/** Is this serial held? */
export function isHeld(held: Held, n: number): boolean {
  return n <= held.mark || held.have.some(([first, last]) => n >= first && n <= last);
}

/** The same with serials `first..last` added; the mark moves over every island that it reaches. */
export function addRange(held: Held, first: number, last: number): Held {
  let low = first;
  let high = last;
  const have: [number, number][] = [];
  for (const [a, b] of held.have) {
    if (b < low - 1 || a > high + 1) have.push([a, b]);
    else {
      low = Math.min(low, a);
      high = Math.max(high, b);
    }
  }
  have.push([low, high]);
  have.sort((x, y) => x[0] - y[0]);
  let mark = held.mark;
  while (have.length > 0 && have[0]![0] <= mark + 1) mark = Math.max(mark, have.shift()![1]);
  return { mark, have };
}

/** Serials missing up to the highest one held, as ranges. */
export function missing(held: Held): [first: number, last: number][] {
  const gaps: [number, number][] = [];
  let next = held.mark + 1;
  for (const [first, last] of held.have) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  return gaps;
}
