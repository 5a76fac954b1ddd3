import { expect, it } from "vitest";
import { feeAt, feeSteps, firstFall, widestGap } from "./fee-steps.ts";

const hourly = (priceMinor: number) => (stayMinutes: number) =>
  stayMinutes <= 15 ? 0 : Math.min(5000, Math.ceil(stayMinutes / 60) * priceMinor);

it("finds each step at the first minute that costs its fee", () => {
  expect(feeSteps(hourly(500), 180)).toEqual([
    { stayMinutes: 0, feeMinor: 0 },
    { stayMinutes: 16, feeMinor: 500 },
    { stayMinutes: 61, feeMinor: 1000 },
    { stayMinutes: 121, feeMinor: 1500 },
  ]);
});

it("agrees with the fee of every minute", () => {
  const steps = feeSteps(hourly(400), 1440);
  for (let minute = 0; minute <= 1440; minute++) expect(feeAt(steps, minute)).toBe(hourly(400)(minute));
});

it("finds where two curves lie furthest apart", () => {
  expect(widestGap(feeSteps(hourly(500), 180), feeSteps(hourly(400), 180))).toEqual({
    stayMinutes: 121,
    moreMinor: 300,
  });
  expect(widestGap(feeSteps(hourly(500), 180), feeSteps(hourly(500), 180))).toBeNull();
});

it("finds where a longer stay costs less", () => {
  const dear = (stayMinutes: number) => (stayMinutes <= 179 ? Math.ceil(stayMinutes / 60) * 800 : 2000);
  expect(firstFall(feeSteps(dear, 300))).toEqual({ stayMinutes: 180, beforeMinor: 2400, afterMinor: 2000 });
  expect(firstFall(feeSteps(hourly(500), 300))).toBeNull();
});
