import type { ClockTable } from "#engine/model/clock-table.ts";
import { makeClockTable } from "#server/publish/make-clock-table.ts";
import { BadInputError } from "./bad-input-error.ts";

/** The clock changes of a zone as a publish now would write them into a bundle. */
export function clockTableOf(timeZone: string, file: string): ClockTable {
  try {
    return makeClockTable(timeZone, Date.now());
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new BadInputError([`${file}: timeZone: ${JSON.stringify(timeZone)} is not a time zone like Europe/Berlin`], {
      cause,
    });
  }
}
