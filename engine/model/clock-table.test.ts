import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ClockRangeError, type ClockTable, toInstant, toLocal } from "./clock-table.ts";
import { clockTableSchema } from "./clock-table-schema.ts";
import { epochDayOf } from "./local-time.ts";

const clocks: Record<string, ClockTable> = JSON.parse(
  readFileSync(new URL("../price/golden/clocks.json", import.meta.url), "utf8"),
);
const berlin = clocks["Europe/Berlin"]!;

describe.each(Object.keys(clocks))("%s", (timeZone) => {
  const clock = clocks[timeZone]!;

  test("is a clock table", () => {
    expect(clockTableSchema.safeParse(clock).success).toBe(true);
  });

  test("shows what the platform's own clock shows, around every change of ten years", () => {
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      dateStyle: "short",
      timeStyle: "medium",
      hourCycle: "h23",
    });
    const decade = clock.changes.filter(([at]) => at > Date.UTC(2015, 0) && at < Date.UTC(2025, 0));
    const near = decade.flatMap(([at]) => [at - 1_000, at, at + 1_000, at + 5_400_000]);
    for (const instant of [Date.UTC(2025, 0, 1, 12, 34, 56), ...near]) {
      const { year, month, day, hour, minute, second } = toLocal(clock, instant);
      const two = (value: number) => String(value).padStart(2, "0");
      const shown = `${two(day)}/${two(month)}/${year}, ${two(hour)}:${two(minute)}:${two(second)}`;
      expect(shown).toBe(format.format(instant));
    }
  });
});

test("an instant and its local time lead to each other", () => {
  for (let at = Date.UTC(2025, 2, 1); at < Date.UTC(2025, 10, 15); at += 37 * 60_000) {
    const { epochDay, minuteOfDay } = toLocal(berlin, at);
    const repeated = at >= Date.UTC(2025, 9, 26, 1) && at < Date.UTC(2025, 9, 26, 2);
    expect(toInstant(berlin, epochDay, minuteOfDay)).toBe(repeated ? at - 3_600_000 : at);
  }
});

test("a time that the change skips is the first moment after the gap", () => {
  expect(toInstant(berlin, epochDayOf(2025, 3, 30), 150)).toBe(Date.UTC(2025, 2, 30, 1));
});

test("a time that is shown twice is the earlier", () => {
  expect(toInstant(berlin, epochDayOf(2025, 10, 26), 150)).toBe(Date.UTC(2025, 9, 26, 0, 30));
});

test("minutes beyond the day run into the days around it", () => {
  const day = epochDayOf(2025, 3, 12);
  expect(toInstant(berlin, day, 1_440)).toBe(toInstant(berlin, day + 1, 0));
  expect(toInstant(berlin, day, -60)).toBe(toInstant(berlin, day - 1, 1_380));
});

test("a time outside the table is an error, never a guess", () => {
  expect(() => toLocal(berlin, berlin.to)).toThrow(ClockRangeError);
  expect(() => toLocal(berlin, berlin.from - 1)).toThrow(ClockRangeError);
  expect(() => toLocal(berlin, Number.NaN)).toThrow(ClockRangeError);
  expect(() => toInstant(berlin, epochDayOf(1999, 12, 31), 0)).toThrow(ClockRangeError);
  expect(() => toInstant(berlin, epochDayOf(2051, 1, 2), 0)).toThrow(ClockRangeError);
});

test("changes that do not rise are refused", () => {
  const clock = {
    timeZone: "X",
    database: "d",
    from: 0,
    to: 10,
    changes: [
      [0, 0],
      [0, 60],
    ],
  };
  expect(clockTableSchema.safeParse(clock).success).toBe(false);
});
