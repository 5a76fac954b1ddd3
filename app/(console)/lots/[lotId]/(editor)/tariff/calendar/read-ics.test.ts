import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { ClockTable } from "#engine/model/clock-table.ts";
import { icsBytesMax, readIcs } from "./read-ics.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("../../../../../../../engine/price/golden/clocks.json", import.meta.url), "utf8"),
);
const options = { clock: clocks["Asia/Shanghai"]!, fromYear: 2026, toYear: 2028 };
const calendar = (...events: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", ...events, "END:VCALENDAR"].join("\r\n");
const event = (...lines: string[]) => ["BEGIN:VEVENT", "UID:1", ...lines, "END:VEVENT"].join("\r\n");
const read = (...events: string[]) => readIcs(calendar(...events), options);

it("reads holidays of several days and make-up working days", () => {
  const { days, problems } = read(
    event("DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261004", "SUMMARY:国庆节 假期"),
    event("DTSTART;VALUE=DATE:20261010", "SUMMARY:国庆节 补班"),
  );
  expect(problems).toEqual([]);
  expect(days.map(({ date, type }) => `${date} ${type}`)).toEqual([
    "2026-10-01 publicHoliday",
    "2026-10-02 publicHoliday",
    "2026-10-03 publicHoliday",
    "2026-10-10 makeUpWorkingDay",
  ]);
});

it("repeats what comes every year, within the years that are asked for", () => {
  const { days } = read(event("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY", "SUMMARY:New Year"));
  expect(days.map(({ date }) => date)).toEqual(["2026-01-01", "2027-01-01", "2028-01-01"]);
});

it("turns a time in UTC into the lot's day", () => {
  const { days } = read(event("DTSTART:20260501T180000Z", "DTEND:20260501T200000Z", "SUMMARY:Concert"));
  expect(days).toEqual([{ date: "2026-05-02", type: "publicEventDay", name: "Concert" }]);
});

it("names what it cannot read", () => {
  expect(readIcs("no calendar", options).problems[0]?.code).toBe("notCalendar");
  expect(read().problems).toEqual([{ code: "noEvents", name: "" }]);
  expect(read(event("SUMMARY:Someday")).problems).toEqual([{ code: "noStart", name: "Someday" }]);
  expect(read(event("DTSTART;VALUE=DATE:19990101", "SUMMARY:Old")).problems).toEqual([
    { code: "outside", name: "Old" },
  ]);
  const long = event("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20270101", "SUMMARY:Year");
  expect(read(long).problems).toEqual([{ code: "tooLong", name: "Year" }]);
  expect(readIcs("x".repeat(icsBytesMax + 1), options).problems).toEqual([{ code: "tooLarge", name: "" }]);
});
