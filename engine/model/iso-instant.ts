import { formatLocalDate, parseLocalDate } from "./local-date.ts";
import { DAY_MS, type LocalTime, MINUTE_MS } from "./local-time.ts";

const ISO =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3})\d*)?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * The instant (epoch ms) of an ISO 8601 time with its UTC offset, or undefined when the text is not one.
 *
 * @example parseInstant("2025-03-12T10:00:00+01:00") === 1741770000000
 */
export function parseInstant(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, date = "", hour = "", minute = "", second = "0", fraction = "", zone = ""] = match;
  const day = parseLocalDate(date);
  if (formatLocalDate(day) !== date) return undefined;
  const wallMs = day * DAY_MS + (Number(hour) * 60 + Number(minute)) * MINUTE_MS + Number(second) * 1_000;
  return wallMs + Number(fraction.padEnd(3, "0")) - offsetMs(zone);
}

function offsetMs(zone: string): number {
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith("-") ? -minutes : minutes) * MINUTE_MS;
}

/**
 * What the clock on the wall shows, as ISO 8601 with its UTC offset and whole seconds.
 *
 * @example isoLocalTime(toLocal(clock, 1741770000000)) === "2025-03-12T10:00:00+01:00"
 */
export function isoLocalTime({ epochDay, hour, minute, second, offsetMinutes }: LocalTime): string {
  const size = Math.abs(offsetMinutes);
  const time = [hour, minute, Math.floor(second)].map(two).join(":");
  const zone = `${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${formatLocalDate(epochDay)}T${time}${zone}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
