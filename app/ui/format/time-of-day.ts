/** Minutes after midnight as `08:00`. 1440 is the end of the day and reads `24:00`. */
export function timeOfDayText(minuteOfDay: number): string {
  const hour = Math.floor(minuteOfDay / 60);
  return `${String(hour).padStart(2, "0")}:${String(minuteOfDay % 60).padStart(2, "0")}`;
}

/** Reads `8`, `800`, `8:00` or `08.00`; null where it is no time of day. */
export function parseTimeOfDay(text: string): number | null {
  const match = /^\s*(\d{1,2})(?:[:.：]?(\d{2}))?\s*$/.exec(text);
  if (!match) return null;
  const minuteOfDay = Number(match[1]) * 60 + Number(match[2] ?? 0);
  return Number(match[2] ?? 0) < 60 && minuteOfDay <= 1440 ? minuteOfDay : null;
}
