import * as z from "zod/mini";
import { DAY_MINUTES, dateOfEpochDay, type EpochDay, epochDayOf } from "./local-time.ts";

/** A calendar date of the lot, `YYYY-MM-DD`, that exists. */
export const localDateSchema = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}$/), z.refine(isRealDate, { error: "no such date" }));

/** A date of every year, `MM-DD` (`02-29` is allowed and is 1 March in other years). */
export const monthDaySchema = z.string().check(
  z.regex(/^\d{2}-\d{2}$/),
  z.refine((text) => isRealDate(`2000-${text}`), { error: "no such date" }),
);

/** A wall-clock time of a date, `YYYY-MM-DDTHH:MM`. */
export const localDateTimeSchema = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/),
  z.refine((text) => isRealDate(text.slice(0, 10)), { error: "no such date" }),
);

/** Minutes of the wall calendar since 1970-01-01 00:00 of a text that `localDateTimeSchema` accepts. */
export function parseLocalDateTime(text: string): number {
  return parseLocalDate(text) * DAY_MINUTES + Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16));
}

/** The day number of a date that `localDateSchema` accepts. */
export function parseLocalDate(text: string): EpochDay {
  return epochDayOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

/** `YYYY-MM-DD` of a day number (years 0 to 9999). */
export function formatLocalDate(epochDay: EpochDay): string {
  const { year, month, day } = dateOfEpochDay(epochDay);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function isRealDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && formatLocalDate(parseLocalDate(text)) === text;
}
