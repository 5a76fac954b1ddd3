import type { AppLocale } from "../../messages/locale.ts";

/** An instant as the engine counts it (epoch milliseconds) or as the server sends it. */
export type Instant = number | Date;

type TimeParts = { year: string; month: string; day: string; hour: string; minute: string; second: string };

const partFormats = new Map<string, Intl.DateTimeFormat>();
const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: Instant, timeZone: string): TimeParts {
  let format = partFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    partFormats.set(timeZone, format);
  }
  const found: TimeParts = { year: "", month: "", day: "", hour: "", minute: "", second: "" };
  for (const { type, value } of format.formatToParts(at)) if (isShown(type)) found[type] = value;
  return found;
}

function isShown(type: Intl.DateTimeFormatPartTypes): type is keyof TimeParts {
  return ["year", "month", "day", "hour", "minute", "second"].includes(type);
}

/** `14:02` in the lot's zone. */
export function timeText(at: Instant, timeZone: string): string {
  const { hour, minute } = partsOf(at, timeZone);
  return `${hour}:${minute}`;
}

/** `14:02:31` in the lot's zone. */
export function exactTimeText(at: Instant, timeZone: string): string {
  return `${timeText(at, timeZone)}:${partsOf(at, timeZone).second}`;
}

/** `22 Nov` or `11月22日`, with the year when it is not the year of `now`. */
export function dateText(at: Instant, timeZone: string, locale: AppLocale, now: Instant): string {
  const year = partsOf(at, timeZone).year === partsOf(now, timeZone).year ? undefined : ("numeric" as const);
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
    timeZone,
    day: "numeric",
    month: locale === "en" ? "short" : "long",
    year,
  }).format(at);
}

/** The lot's day of an instant as `2026-11-22`, as a date input holds it. */
export function dayValue(at: Instant, timeZone: string): string {
  const { year, month, day } = partsOf(at, timeZone);
  return `${year}-${month}-${day}`;
}

/** The zone to print beside a first time: `Asia/Shanghai (UTC+8)`. */
export function zoneText(at: Instant, timeZone: string): string {
  const format = zoneFormats.get(timeZone) ?? new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" });
  zoneFormats.set(timeZone, format);
  const name = format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value;
  return `${timeZone} (${(name ?? "").replace("GMT", "UTC")})`;
}

/** The instant at which the lot's day of `at` began. */
export function startOfDay(at: Instant, timeZone: string): number {
  const day = dayValue(at, timeZone);
  let start = Math.floor(Number(at) / 1000) * 1000 - secondsIntoDay(at, timeZone) * 1000;
  // A clock change between midnight and now moves the first guess; one step back to the wall clock mends it.
  const drift =
    dayValue(start, timeZone) === day ? secondsIntoDay(start, timeZone) : secondsIntoDay(start, timeZone) - 86_400;
  start -= drift * 1000;
  return start;
}

function secondsIntoDay(at: Instant, timeZone: string): number {
  const { hour, minute, second } = partsOf(at, timeZone);
  return Number(hour) * 3600 + Number(minute) * 60 + Number(second);
}

/** ISO 8601 wall time with the lot's offset: `2026-11-22T14:02:31+08:00`. */
export function isoLocalText(at: Instant, timeZone: string): string {
  const { year, month, day, hour, minute, second } = partsOf(at, timeZone);
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset = Math.round((wall - Math.floor(Number(at) / 1000) * 1000) / 60_000);
  const sign = offset < 0 ? "-" : "+";
  const two = (value: number) => String(value).padStart(2, "0");
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`;
}
