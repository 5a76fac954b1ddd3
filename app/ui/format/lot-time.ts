import type { AppLocale } from "../../messages/locale.ts";

type TimeParts = { year: string; month: string; day: string; hour: string; minute: string; second: string };

const partFormats = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: number, timeZone: string): TimeParts {
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
  const found = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
  return found as unknown as TimeParts;
}

/** `14:02` in the lot's zone. */
export function timeText(at: number, timeZone: string): string {
  const { hour, minute } = partsOf(at, timeZone);
  return `${hour}:${minute}`;
}

/** `14:02:31` in the lot's zone. */
export function exactTimeText(at: number, timeZone: string): string {
  return `${timeText(at, timeZone)}:${partsOf(at, timeZone).second}`;
}

/** `22 Nov` or `11月22日`, with the year when it is not the year of `now`. */
export function dateText(at: number, timeZone: string, locale: AppLocale, now: number): string {
  const year = partsOf(at, timeZone).year === partsOf(now, timeZone).year ? undefined : ("numeric" as const);
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
    timeZone,
    day: "numeric",
    month: locale === "en" ? "short" : "long",
    year,
  }).format(at);
}

/** The lot's day of an instant as `2026-11-22`, as a date input holds it. */
export function dayValue(at: number, timeZone: string): string {
  const { year, month, day } = partsOf(at, timeZone);
  return `${year}-${month}-${day}`;
}

/** The zone to print beside a first time: `Asia/Shanghai (UTC+8)`. */
export function zoneText(at: number, timeZone: string): string {
  const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" })
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value;
  return `${timeZone} (${(name ?? "").replace("GMT", "UTC")})`;
}
