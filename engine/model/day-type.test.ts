import { expect, test } from "vitest";
import type { SpecialDay } from "./calendar.ts";
import { type ClockTable, toLocal } from "./clock-table.ts";
import { dayTypeOf } from "./day-type.ts";

const from = Date.UTC(2000, 0, 1);
const clock: ClockTable = {
  timeZone: "Asia/Shanghai",
  database: "2025c",
  from,
  to: Date.UTC(2060, 0, 1),
  changes: [[from, 480]],
};
const days: SpecialDay[] = [
  { date: "2026-10-01", type: "publicHoliday" },
  { date: "2026-10-02", type: "publicHoliday" },
  { date: "2026-10-10", type: "makeUpWorkingDay" },
  { date: "2026-11-07", type: "publicEventDay" },
];
const typeOn = (date: string, country = "CN", calendar = days) =>
  dayTypeOf(toLocal(clock, Date.parse(`${date}T12:00:00+08:00`)), calendar, country);

test.each([
  ["2026-09-30", "dayBeforePublicHoliday"],
  ["2026-10-01", "publicHoliday"],
  ["2026-10-03", "dayFollowingPublicHoliday"],
  ["2026-10-10", "workday"],
  ["2026-10-11", "weekend"],
  ["2026-10-12", "workday"],
  ["2026-11-07", "publicEventDay"],
])("%s is a %s", (date, type) => {
  expect(typeOn(date)).toBe(type);
});

test("the weekend is the country's", () => {
  expect([typeOn("2026-10-16", "SA"), typeOn("2026-10-18", "SA")]).toEqual(["weekend", "workday"]);
});

test("a calendar that ended with an earlier year does not tell, and none at all tells the day of the week", () => {
  expect(typeOn("2027-03-01")).toBeNull();
  expect(typeOn("2027-03-01", "CN", [])).toBe("workday");
});
