import { expect, test } from "vitest";
import { linesWithFreeTime } from "./lines-with-free-time.ts";

const line = { rateLineType: "incrementingRate" as const, durationStart: 0, incrementPeriod: 30, value: 100 };
const lost = { minutes: 60, mode: "onlyIfWithin" as const };

test("what was owed within free minutes that are lost is owed at once, and the price goes on after it", () => {
  expect(linesWithFreeTime([line], lost)).toEqual([
    { rateLineType: "flatRate", durationStart: 60, value: 300 },
    { ...line, durationStart: 90 },
  ]);
});

test("a price that ends within the free minutes is owed once as a whole, and does not go on", () => {
  expect(linesWithFreeTime([{ ...line, durationEnd: 60 }], lost)).toEqual([
    { rateLineType: "flatRate", durationStart: 60, value: 200 },
  ]);
});
