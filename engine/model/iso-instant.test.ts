import { expect, test } from "vitest";
import { toLocal } from "./clock-table.ts";
import { isoLocalTime, parseInstant } from "./iso-instant.ts";

const from = Date.UTC(2020, 0, 1);
const clockAt = (offsetMinutes: number) => ({
  timeZone: "Test/Zone",
  database: "test",
  from,
  to: Date.UTC(2030, 0, 1),
  changes: [[from, offsetMinutes]] as const,
});

const times: [offsetMinutes: number, text: string][] = [
  [60, "2025-03-12T10:00:00+01:00"],
  [0, "2025-03-12T10:00:00+00:00"],
  [-300, "2025-03-12T23:59:59-05:00"],
  [-210, "2025-03-12T00:00:00-03:30"],
  [345, "2025-03-12T00:00:00+05:45"],
];

test.each(times)("local time %i minutes from UTC is written and read back as %s", (offsetMinutes, text) => {
  const instant = parseInstant(text)!;
  expect(instant).toBe(Date.parse(text));
  expect(isoLocalTime(toLocal(clockAt(offsetMinutes), instant))).toBe(text);
});

test("a time without its offset, and a day that is none, are no instants", () => {
  for (const text of ["2025-03-12T10:00:00", "2025-02-29T10:00:00Z", "2025-03-12T24:00:00Z", "noon", ""]) {
    expect(parseInstant(text)).toBeUndefined();
  }
});
