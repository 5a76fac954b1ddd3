import { expect, test } from "vitest";
import { clockTableSchema } from "#contracts/bundle.ts";
import { toLocal } from "#engine/model/clock-table.ts";
import { makeClockTable } from "./make-clock-table.ts";

const now = Date.UTC(2026, 10, 22);

function changesOf(timeZone: string, year: number): [string, number][] {
  return makeClockTable(timeZone, now)
    .changes.filter(([at]) => new Date(at).getUTCFullYear() === year && at !== Date.UTC(2000, 0, 1))
    .map(([at, offset]) => [new Date(at).toISOString().slice(0, 16), offset]);
}

test("a zone without clock changes has one entry, from 2000 to at least 25 years ahead", () => {
  const table = makeClockTable("Asia/Shanghai", now);
  expect(table).toEqual({
    timeZone: "Asia/Shanghai",
    database: process.versions.tz,
    from: Date.UTC(2000, 0, 1),
    to: Date.UTC(2052, 0, 1),
    changes: [[Date.UTC(2000, 0, 1), 480]],
  });
});

test("finds each change to the minute", () => {
  expect(changesOf("Europe/Berlin", 2026)).toEqual([
    ["2026-03-29T01:00", 120],
    ["2026-10-25T01:00", 60],
  ]);
  expect(changesOf("America/Santiago", 2025)).toEqual([
    ["2025-04-06T03:00", -240],
    ["2025-09-07T04:00", -180],
  ]);
  expect(changesOf("Australia/Lord_Howe", 2025)).toEqual([
    ["2025-04-05T15:00", 630],
    ["2025-10-04T15:30", 660],
  ]);
});

test("finds both changes of a Ramadan", () => {
  expect(changesOf("Africa/Casablanca", 2025)).toEqual([
    ["2025-02-23T02:00", 0],
    ["2025-04-06T02:00", 60],
  ]);
});

test("finds a day that an island skipped, and a half-hour move that lasted", () => {
  expect(changesOf("Pacific/Apia", 2011)).toEqual([
    ["2011-04-02T14:00", -660],
    ["2011-09-24T14:00", -600],
    ["2011-12-30T10:00", 840],
  ]);
  expect(changesOf("Asia/Pyongyang", 2015)).toEqual([["2015-08-14T15:00", 510]]);
});

test("agrees with Intl at every hour of a year, to the minute around each change", () => {
  for (const timeZone of ["Europe/Helsinki", "America/New_York", "Africa/Casablanca"]) {
    const table = makeClockTable(timeZone, now);
    const shown = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const agree = (at: number) => {
      const { hour, minute } = toLocal(table, at);
      expect(`${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`).toBe(shown.format(at));
    };
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 3_600_000) agree(at);
    for (const [at] of table.changes.slice(1)) for (const nearby of [-60_000, 0, 60_000]) agree(at + nearby);
  }
});

test("is a table that a bundle may carry", () => {
  for (const timeZone of ["America/Sao_Paulo", "Asia/Tehran", "Asia/Kathmandu", "UTC", "Antarctica/Troll"]) {
    const { changes, ...table } = makeClockTable(timeZone, now);
    expect(clockTableSchema.safeParse({ ...table, changes }).success).toBe(true);
  }
});

test("refuses a zone that nobody knows", () => {
  expect(() => makeClockTable("Mars/Olympus", now)).toThrow(RangeError);
});
