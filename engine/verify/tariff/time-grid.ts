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
  const [, firstMinutes] = clock.changes[0]!;
  const changes = clock.changes.map(([, offsetMinutes]) => Math.abs(offsetMinutes - firstMinutes));
  return [...minutesIn(tariffs), ...changes].reduce(greatestCommonDivisor, DAY_MINUTES);
}

/** The longest time that the tariffs name. */
export function longestMinutes(tariffs: readonly Tariff[]): number {
  return minutesIn(tariffs).reduce((longest, minutes) => Math.max(longest, minutes), 0);
}

function minutesIn(tariffs: readonly Tariff[]): number[] {
  const found: number[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    else if (typeof value === "object" && value !== null) {
      for (const [key, one] of Object.entries(value)) {
        if (typeof one === "number" && MINUTE_FIELDS.has(key)) found.push(one);
        else visit(one);
      }
      const { roundingMode, incrementPeriod } = value as { roundingMode?: string; incrementPeriod?: number };
      if (roundingMode === "exact") found.push(1);
      // A unit to the nearest is owed from its half.
      if (roundingMode === "nearest" && incrementPeriod !== undefined) {
        found.push(incrementPeriod % 2 === 0 ? incrementPeriod / 2 : 1);
      }
    }
  };
  for (const { rateTables, validations } of tariffs) visit([rateTables, validations]);
  return found;
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
