import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addRange, type Held, isHeld, missing, nothingHeld } from "./ranges.ts";

const range = fc.record({ first: fc.integer({ min: 1, max: 60 }), length: fc.integer({ min: 1, max: 8 }) });

function holdAll(ranges: readonly { first: number; length: number }[]): Held {
  return ranges.reduce((held, { first, length }) => addRange(held, first, first + length - 1), nothingHeld);
}

describe("addRange", () => {
  it("holds exactly what was added, in any order, however often", () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 30 }), (ranges) => {
        const held = holdAll(ranges);
        const wanted = new Set(ranges.flatMap(({ first, length }) => Array.from({ length }, (_, i) => first + i)));
        for (let n = 1; n <= 70; n++) expect(isHeld(held, n), `${n}`).toBe(wanted.has(n));
        expect(holdAll(ranges.toReversed())).toEqual(held);
        expect(holdAll([...ranges, ...ranges])).toEqual(held);
      }),
    );
  });

  it("keeps islands ascending, apart from each other and from the mark", () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 30 }), (ranges) => {
        const { mark, have } = holdAll(ranges);
        let before = mark;
        for (const [first, last] of have) {
          expect(first).toBeGreaterThan(before + 1);
          expect(last).toBeGreaterThanOrEqual(first);
          before = last;
        }
      }),
    );
  });

  it("moves the mark over an island that it reaches", () => {
    expect(addRange({ mark: 2, have: [[4, 6]] }, 3, 3)).toEqual({ mark: 6, have: [] });
  });
});

describe("missing", () => {
  it("names the gaps below the highest serial held", () => {
    expect(missing({ mark: 2, have: [[4, 6], [9, 9]] })).toEqual([[3, 3], [7, 8]]); // biome-ignore format: pairs
    expect(missing(nothingHeld)).toEqual([]);
  });
});
