import { expect, it } from "vitest";
import { parseTimeOfDay, timeOfDayText } from "./time-of-day.ts";

it("reads a time of day as people type it", () => {
  for (const text of ["8", "800", "8:00", "08.00"]) expect(parseTimeOfDay(text)).toBe(480);
  expect(parseTimeOfDay("24:00")).toBe(1440);
  for (const text of ["", "25", "8:75", "noon", "24:01"]) expect(parseTimeOfDay(text)).toBeNull();
});

it("writes minutes after midnight", () => {
  expect(timeOfDayText(1320)).toBe("22:00");
  expect(timeOfDayText(5)).toBe("00:05");
});
