import type { FreePeriod } from "./free-period.ts";
import { minorUnitDigitsOf } from "./money.ts";
import type { RateLineCollection, Tariff } from "./rate-table.ts";

export type HourlyTariffOptions = {
  currency: string;
  /** Name of the rate table, for people. */
  rateTableName: string;
  /** Price of a started hour by day. */
  hourMinor: number;
  freePeriod?: FreePeriod;
  /** A flat price between two wall-clock times, in minutes after midnight. */
  night?: { start: number; end: number; flatMinor: number; name: string };
  dayName?: string;
  /** Most that 24 hours from entry cost. */
  dayCapMinor?: number;
  exitGraceMinutes?: number;
};

/** A tariff to start from: started hours, perhaps a free time, a night price and a limit per 24 hours from entry. */
export function hourlyTariff(options: HourlyTariffOptions): Tariff {
  return {
    currency: options.currency,
    minorUnitDigits: minorUnitDigitsOf(options.currency),
    rateTables: [
      {
        id: "standard",
        version: 1,
        rateTableName: options.rateTableName,
        ...(options.freePeriod && { freePeriod: options.freePeriod }),
        rateLineCollections: collections(options),
        ...(options.dayCapMinor !== undefined && {
          caps: [{ scope: "rolling", minutes: 1_440, amount: options.dayCapMinor }],
        }),
      },
    ],
    rateEligibility: [{ rateTable: "standard" }],
    ...(options.exitGraceMinutes !== undefined && { exitGraceMinutes: options.exitGraceMinutes }),
  };
}

function collections({ hourMinor, night, dayName }: HourlyTariffOptions): RateLineCollection[] {
  const day: RateLineCollection = {
    id: "day",
    ...(dayName !== undefined && { name: dayName }),
    ...(night && { periods: [{ timeOfDayStart: night.end, timeOfDayEnd: night.start }] }),
    rateLines: [{ rateLineType: "incrementingRate", durationStart: 0, incrementPeriod: 60, value: hourMinor }],
  };
  if (!night) return [day];
  return [
    day,
    {
      id: "night",
      name: night.name,
      periods: [{ timeOfDayStart: night.start, timeOfDayEnd: night.end }],
      rateLines: [{ rateLineType: "flatRate", durationStart: 0, value: night.flatMinor }],
    },
  ];
}
