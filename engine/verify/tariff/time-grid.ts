import type { ClockTable } from "../../model/clock-table.ts";
import { DAY_MINUTES } from "../../model/local-time.ts";
import type { Tariff } from "../../model/rate-table.ts";

/** Fields of a tariff that hold minutes: a duration or a time of day. */
const MINUTE_FIELDS = new Set([
  "durationStart",
  "durationEnd",
  "incrementPeriod",
  "resetTime",
  "timeOfDayStart",
  "timeOfDayEnd",
  "earliestStart",
  "latestStart",
  "earliestEnd",
  "latestEnd",
  "minutes",
  "endsAt",
  "resetAt",
  "timeOfDay",
]);

/**
 * The most minutes that divide every duration and time of day of the tariffs, and every clock change.
 *
 * A fee follows from comparing entry and exit with each other and with these times only. So all entries strictly
 * between two neighbouring multiples, `g k < entry < g (k + 1)`, order alike: one of them stands for all.
 */
export function gridMinutes(tariffs: readonly Tariff[], clock: ClockTable): number {
  let grid = DAY_MINUTES;
  const divideBy = (minutes: number) => {
    grid = greatestCommonDivisor(grid, minutes);
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    else if (typeof value === "object" && value !== null) {
      for (const [key, one] of Object.entries(value)) {
        if (typeof one === "number" && MINUTE_FIELDS.has(key)) divideBy(one);
        else visit(one);
      }
      const { roundingMode, incrementPeriod } = value as { roundingMode?: string; incrementPeriod?: number };
      if (roundingMode === "exact") divideBy(1);
      // A unit to the nearest is owed from its half.
      if (roundingMode === "nearest" && incrementPeriod !== undefined) {
        divideBy(incrementPeriod % 2 === 0 ? incrementPeriod / 2 : 1);
      }
    }
  };
  for (const { rateTables, validations } of tariffs) visit([rateTables, validations]);
  const [first] = clock.changes;
  for (const [, offsetMinutes] of clock.changes) divideBy(Math.abs(offsetMinutes - (first?.[1] ?? 0)));
  return grid;
}

/** One time of day for each class of times that order alike: every multiple of the grid, and one between two. */
export function timesOfDayOn(grid: number): number[] {
  const between = Math.ceil(grid / 2);
  return Array.from({ length: DAY_MINUTES / grid }, (_, index) => index * grid).flatMap((minute) =>
    grid > 1 ? [minute, minute + between] : [minute],
  );
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
