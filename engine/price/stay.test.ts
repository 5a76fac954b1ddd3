import * as fc from "fast-check";
import { expect, test } from "vitest";
import { QuoteError } from "./quote-error.ts";
import { readStay, type Stay } from "./stay.ts";

const stay: Stay = {
  entryAt: 1_000,
  exitAt: 2_000,
  areaStays: [{ area: "deck", fromAt: 1_000, toAt: 1_500 }],
  coverage: [{ right: "permit", fromAt: 1_000, toAt: 1_500, begins: "bought" }],
  paidBy: "app",
};

function pathOf(value: unknown): readonly (string | number)[] {
  try {
    readStay(value);
  } catch (error) {
    if (error instanceof QuoteError && error.code === "stay.invalid") return error.path;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("reads a recorded stay", () => {
  expect(readStay(JSON.parse(JSON.stringify(stay)))).toEqual(stay);
});

test.each([
  [null, []],
  [{ ...stay, entryAt: 1.5 }, ["entryAt"]],
  [{ ...stay, coverage: [{ ...stay.coverage![0], begins: "later" }] }, ["coverage", 0, "begins"]],
  [{ ...stay, areaStays: [{ area: "", fromAt: 0, toAt: 1 }] }, ["areaStays", 0, "area"]],
  [{ ...stay, previousVisits: new Array(1_001).fill({ entryAt: 0, exitAt: 1, feePaidMinor: 0 }) }, ["previousVisits"]],
  [{ ...stay, other: 1 }, []],
])("says where a stay cannot be read: %#", (value, path) => {
  expect(pathOf(value)).toEqual(path);
});

test("fails on nothing but with its own error", () => {
  fc.assert(
    fc.property(fc.anything(), fc.dictionary(fc.constantFrom(...Object.keys(stay)), fc.anything()), (any, keyed) => {
      for (const value of [any, { ...stay, ...keyed }]) {
        try {
          readStay(value);
        } catch (error) {
          expect(error).toBeInstanceOf(QuoteError);
        }
      }
    }),
    { numRuns: Number(process.env.LIFTGATE_PROPERTY_RUNS) || 200 },
  );
});
