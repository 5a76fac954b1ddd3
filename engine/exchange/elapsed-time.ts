import type { Diagnostic } from "../model/diagnostic.ts";
import { DAY_MINUTES } from "../model/local-time.ts";
import { type ExchangeNotes, shown } from "./exchange-notes.ts";

// Some write the seconds without their T ("P3600S"), some a clock reading ("01:30").
const ISO =
  /^P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;
const CLOCK = /^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$/;

/** Longer ones mean "for ever". */
const MINUTES_MAX = 366 * DAY_MINUTES;

type Asked = { path: Diagnostic["path"]; notes: ExchangeNotes };

/**
 * The whole minutes of an ISO 8601 duration or of `HH:MM` as elapsed time, up to 366 days; what is longer is
 * `Infinity`. Seconds are rounded up and months count 30 days, and the notes say so. Undefined, with an error, when the
 * text is neither.
 */
export function elapsedMinutes(text: string, { path, notes }: Asked): number | undefined {
  const clock = CLOCK.exec(text);
  const parts = clock ? [0, 0, 0, 0, ...clock.slice(1)] : ISO.exec(text)?.slice(1);
  if (parts === undefined || text.length < 3) {
    notes.error("exchange.duration", path, { value: shown(text) });
    return undefined;
  }
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  const wholeDays = years * 365 + months * 30 + weeks * 7 + days;
  const total = (wholeDays * 24 + hours) * 60 + minutes + Math.ceil(seconds / 60);
  if (total >= MINUTES_MAX || years > 0) return Number.POSITIVE_INFINITY;
  if (months > 0 || seconds % 60 > 0)
    notes.warning("exchange.durationRounded", path, { value: shown(text), minutes: total });
  return total;
}

/** `PT90M` of 90 minutes; the shortest of days, hours and minutes. */
export function isoDuration(minutes: number): string {
  if (minutes > 0 && minutes % DAY_MINUTES === 0) return `P${minutes / DAY_MINUTES}D`;
  return minutes > 0 && minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`;
}

/** Minutes after midnight of `HH:MM` or `HH:MM:SS`, `24:00` included; undefined for anything else. */
export function minuteOfDay(text: string): number | undefined {
  const match = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/.exec(text);
  const minutes = match === null ? Number.NaN : Number(match[1]) * 60 + Number(match[2]);
  return minutes <= DAY_MINUTES ? minutes : undefined;
}

/** `HH:MM` of minutes after midnight. */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
