import { type ClockTable, toInstant, toLocal } from "#engine/model/clock-table.ts";
import { epochDayOf } from "#engine/model/local-time.ts";

const two = (value: number) => String(value).padStart(2, "0");

/** An instant as a date and time field of the lot's clock holds it: `2026-11-24T18:00`. */
export function dateTimeValue(clock: ClockTable, at: number): string {
  const { year, month, day, hour, minute } = toLocal(clock, at);
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** The instant that a date and time field means on the lot's clock, or null. */
export function instantOf(clock: ClockTable, value: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(value);
  if (!match) return null;
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [number, number, number, number, number];
  const instant = epochDayOf(year, month, day);
  try {
    return toInstant(clock, instant, hour * 60 + minute);
  } catch {
    // Outside the lot's clock table there is no answer; the field says so.
    return null;
  }
}
