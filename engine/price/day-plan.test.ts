import { expect, test } from "vitest";
import { prepareDayPlanner } from "./day-plan.ts";
import { prepareSpecialDays } from "./special-days.ts";

const calendar = { special: prepareSpecialDays([]), events: [] };
const collections = [
  { id: "weekend", periods: [{ daysOfWeek: [6, 7] }], rateLines: [] },
  { id: "day", periods: [{ timeOfDayStart: 480, timeOfDayEnd: 1_320 }], rateLines: [] },
];

test("a planner gives each day the same plan again after more days than it keeps", () => {
  const planner = prepareDayPlanner(collections, calendar);
  // Day 0 was a Thursday.
  const [workday, saturday] = [planner.planOf(0), planner.planOf(2)];
  expect(workday.map(({ minute, collection }) => [minute, collection])).toEqual([
    [0, -1],
    [480, 1],
    [1_320, -1],
  ]);
  expect(saturday.map(({ minute, collection }) => [minute, collection])).toEqual([[0, 0]]);
  for (let day = 0; day < 20_100; day += 1) expect(planner.planOf(day).length).toBeGreaterThan(0);
  expect(planner.planOf(0)).toBe(workday);
  expect(planner.planOf(2)).toBe(saturday);
});
