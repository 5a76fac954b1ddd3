import { expect, test } from "vitest";
import { changedParts } from "./changed-parts.ts";

test("keeps only the branch that differs", () => {
  const before = {
    tariff: {
      currency: "EUR",
      tables: [
        { id: "a", value: 100 },
        { id: "b", value: 5 },
      ],
    },
    rules: [],
  };
  const after = {
    tariff: {
      currency: "EUR",
      tables: [
        { id: "a", value: 120 },
        { id: "b", value: 5 },
      ],
    },
    rules: [],
  };
  expect(changedParts(before, after)).toEqual({
    before: { tariff: { tables: { 0: { value: 100 } } } },
    after: { tariff: { tables: { 0: { value: 120 } } } },
  });
});

test("keeps a list of another length whole, and a key that came or went on its side alone", () => {
  expect(changedParts({ list: [1], old: 1 }, { list: [1, 2], fresh: 2 })).toEqual({
    before: { list: [1], old: 1 },
    after: { list: [1, 2], fresh: 2 },
  });
});

test("sees nothing in equal values, whatever the order of their keys", () => {
  expect(changedParts({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBeNull();
});
