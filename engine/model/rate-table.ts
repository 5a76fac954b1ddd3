import * as z from "zod/mini";
import {
  daysOfWeekSchema,
  minuteOfDaySchema,
  periodSchema,
  specialDaySchema,
  specialDayTypeSchema,
} from "./calendar.ts";
import { capSchema } from "./cap.ts";
import { eligibilitySchema } from "./eligibility.ts";
import { eventSchema, eventWindowSchema } from "./event.ts";
import { freeAllowanceSchema } from "./free-allowance.ts";
import { freePeriodSchema } from "./free-period.ts";
import { identifierSchema, minutesSchema, nameSchema } from "./identifier.ts";
import { localDateSchema } from "./local-date.ts";
import { amountMinorSchema, basisPointsSchema, currencySchema, minorUnitDigitsSchema } from "./money-schema.ts";
import { nestedAreasSchema } from "./nested-areas.ts";
import { rightCoverageSchema } from "./right-coverage.ts";
import { maxStaySchema, noReturnSchema } from "./stay-limit.ts";
import { surchargeSchema } from "./surcharge.ts";
import { validationLimitsSchema, validationSchema } from "./validation.ts";

/** What a started or unfinished unit of time costs: whole, nothing, its share by the second, or whole from its half. */
const roundingModeSchema = z.enum(["up", "down", "exact", "nearest"]);

const price = {
  /** Price in minor units, or in 10^-subMinorDigits of a minor unit where those digits are given. */
  value: amountMinorSchema,
  subMinorDigits: z.optional(z.int().check(z.minimum(1), z.maximum(4))),
};

/**
 * A price of a collection (APDS `RateLine`). Durations count in elapsed minutes on the collection's own count (see
 * `durationBasis`); "up to N" includes N, so something is owed when the duration is more than its start.
 *
 * - `flatRate`: `value` once, when the duration is more than `durationStart`.
 * - `flatRateTier`: `value` is the total up to and including `durationEnd`; the tiers of a collection stand in rising
 *   order, each beginning where the one before ends. The last total stays when the duration goes beyond it.
 * - `incrementingRate`: `value` per `incrementPeriod` minutes from `durationStart` to `durationEnd` (none: no end),
 *   broken units by `roundingMode` (default `up`).
 */
const rateLineSchema = z.discriminatedUnion("rateLineType", [
  z.strictObject({ rateLineType: z.literal("flatRate"), durationStart: minutesSchema, ...price }),
  z.strictObject({ rateLineType: z.literal("flatRateTier"), durationEnd: z.optional(minutesSchema), ...price }),
  z.strictObject({
    rateLineType: z.literal("incrementingRate"),
    durationStart: minutesSchema,
    durationEnd: z.optional(minutesSchema),
    incrementPeriod: minutesSchema.check(z.minimum(1)),
    roundingMode: z.optional(roundingModeSchema),
    ...price,
  }),
]);
export type RateLine = z.infer<typeof rateLineSchema>;

/**
 * Price lines with one calendar (APDS `RateLineCollection`). It holds in any of its `periods`; without periods,
 * always. Where several collections hold, the one that stands first counts; where none does, time costs nothing.
 */
const rateLineCollectionSchema = z.strictObject({
  id: identifierSchema,
  /** What people call the period: "Day", "Night". Shown on fee lines. */
  name: z.optional(nameSchema),
  periods: z.optional(z.array(periodSchema).check(z.minLength(1), z.maxLength(20))),
  /**
   * What durations of the lines count: time in this occurrence of the period (default), time in this collection over
   * the whole stay, or time since the paid stay began, whatever period it was in.
   */
  durationBasis: z.optional(z.enum(["period", "collection", "stay"])),
  /** The count begins anew each time it reaches this many minutes: 1440 repeats a day's prices every 24 h. */
  resetTime: z.optional(minutesSchema.check(z.minimum(1))),
  rateLines: z.array(rateLineSchema).check(z.maxLength(50)),
  /** Least that one occurrence costs once any of it is owed. */
  minValueCollection: z.optional(amountMinorSchema),
  /** Limits on what this collection adds. Only here may a cap have scope `period`. */
  caps: z.optional(z.array(capSchema).check(z.maxLength(10))),
});
export type RateLineCollection = z.infer<typeof rateLineCollectionSchema>;

/**
 * A stay fits when it enters and leaves in these windows (APDS `TimesOfDay`; early bird). All four times are
 * inclusive, on the wall clock. `endDay` is the day of the exit counted from the day of entry (default the same day);
 * without `endDay` and without exit times the exit does not matter. With `event` the entry must lie in the window
 * around one of the tariff's events, its end included.
 */
const timesOfDaySchema = z.strictObject({
  daysOfWeek: z.optional(daysOfWeekSchema),
  specialDays: z.optional(z.array(specialDayTypeSchema).check(z.minLength(1), z.maxLength(7))),
  exceptSpecialDays: z.optional(z.array(specialDayTypeSchema).check(z.minLength(1), z.maxLength(7))),
  event: z.optional(eventWindowSchema),
  earliestStart: z.optional(minuteOfDaySchema),
  latestStart: z.optional(minuteOfDaySchema),
  earliestEnd: z.optional(minuteOfDaySchema),
  latestEnd: z.optional(minuteOfDaySchema),
  endDay: z.optional(
    z.strictObject({
      min: z.int().check(z.minimum(0), z.maximum(31)),
      max: z.int().check(z.minimum(0), z.maximum(31)),
    }),
  ),
});
export type TimesOfDay = z.infer<typeof timesOfDaySchema>;

/**
 * A set of prices (APDS `RateTable`). Several versions may share an `id`; the one whose dates hold the stay counts.
 */
export const rateTableSchema = z.strictObject({
  id: identifierSchema,
  version: z.int().check(z.minimum(1), z.maximum(1_000_000)),
  rateTableName: z.optional(nameSchema),
  /** First day on which the version holds, and the day on which it no longer does. */
  validityStart: z.optional(localDateSchema),
  validityEnd: z.optional(localDateSchema),
  /** The table can be used only by stays that fit one of these; others fall to the next eligible table. */
  timesOfDay: z.optional(z.array(timesOfDaySchema).check(z.minLength(1), z.maxLength(20))),
  freePeriod: z.optional(freePeriodSchema),
  /** Minutes that are free for a plate again and again. */
  freeAllowance: z.optional(freeAllowanceSchema),
  /**
   * How periods choose the price: each part of the stay by its own period (default), or the whole stay by the period
   * in force at entry or at exit.
   */
  periodSelection: z.optional(z.enum(["segment", "entryTime", "exitTime"])),
  /** A unit that a period's end cuts: the next period starts its own (default), or waits until the unit has run out. */
  unitAtBoundary: z.optional(z.enum(["restart", "carry"])),
  rateLineCollections: z.array(rateLineCollectionSchema).check(z.minLength(1), z.maxLength(30)),
  /** Limits on the whole. Caps nest: shorter ones are applied before longer ones. */
  caps: z.optional(z.array(capSchema).check(z.maxLength(10))),
  /** Least that a stay costs once anything is owed. */
  minimumCharge: z.optional(amountMinorSchema),
});
export type RateTable = z.infer<typeof rateTableSchema>;

/**
 * Which table prices a stay (APDS `RateEligibility`). They are tried in order; the first whose `eligibility` holds and
 * whose table can be used is taken. `bestOf` names further tables: of those that can be used the cheapest counts.
 */
const rateEligibilitySchema = z.strictObject({
  eligibility: z.optional(eligibilitySchema),
  rateTable: identifierSchema,
  /** Taken off the price of the time: a share, then an amount. */
  rateDiscount: z.optional(
    z.strictObject({ discountRate: z.optional(basisPointsSchema), fixedValue: z.optional(amountMinorSchema) }),
  ),
  bestOf: z.optional(z.array(identifierSchema).check(z.minLength(1), z.maxLength(10))),
});
export type RateEligibility = z.infer<typeof rateEligibilitySchema>;

/**
 * Everything that decides what a stay in a lot costs. Money is whole minor units of `currency`; durations are elapsed
 * minutes; days and windows are wall-clock time of the lot. Meaning and worked examples: `docs/tariff-language.md`.
 */
export const tariffSchema = z.strictObject({
  currency: currencySchema,
  minorUnitDigits: minorUnitDigitsSchema,
  rateTables: z.array(rateTableSchema).check(z.minLength(1), z.maxLength(100)),
  rateEligibility: z.array(rateEligibilitySchema).check(z.minLength(1), z.maxLength(200)),
  specialDays: z.optional(z.array(specialDaySchema).check(z.maxLength(5_000))),
  /** Matches and concerts that windows of rate tables refer to. */
  events: z.optional(z.array(eventSchema).check(z.maxLength(2_000))),
  /**
   * A stay during which another version of its rate table comes into force: the version of the day of entry prices all
   * of it (default), or each version its own days.
   */
  rateChange: z.optional(z.enum(["entry", "segment"])),
  rightCoverage: z.optional(z.array(rightCoverageSchema).check(z.maxLength(50))),
  nestedAreas: z.optional(nestedAreasSchema),
  validations: z.optional(z.array(validationSchema).check(z.maxLength(50))),
  /** Validations of one stay: all of them count (default), or only the one that helps most. */
  validationStacking: z.optional(z.enum(["all", "best"])),
  validationLimits: z.optional(validationLimitsSchema),
  /** Added to the price of the time, before tax, where they are for the stay. */
  surcharges: z.optional(z.array(surchargeSchema).check(z.maxLength(20))),
  /** Minutes after a payment in which the car can leave without owing more. */
  exitGraceMinutes: z.optional(minutesSchema.check(z.maximum(1_440))),
  /** Other graces for payments by these channels; the first that names the channel counts. */
  exitGraceByChannel: z.optional(
    z
      .array(
        z.strictObject({
          channels: z.array(identifierSchema).check(z.minLength(1), z.maxLength(20)),
          minutes: minutesSchema.check(z.maximum(1_440)),
        }),
      )
      .check(z.maxLength(20)),
  ),
  /**
   * A car that leaves within so many minutes of its entry (included) only turned round: it owes nothing, and the visit
   * counts neither as an entry nor against free time.
   */
  turnRoundMinutes: z.optional(minutesSchema.check(z.minimum(1), z.maximum(240))),
  maxStay: z.optional(maxStaySchema),
  noReturn: z.optional(noReturnSchema),
  /**
   * What a car that leaves after the exit grace owes: without this the fee of the whole stay; with it, the paid stay
   * and the time since the payment or since the end of the grace, by another table.
   */
  overstay: z.optional(z.strictObject({ rateTable: identifierSchema, from: z.enum(["payment", "graceEnd"]) })),
  /** A driver without a credential pays this on top of the stay, or instead of it. */
  lostCredential: z.optional(z.strictObject({ charge: z.enum(["added", "instead"]), amount: amountMinorSchema })),
  /**
   * A plate that comes back within `within` minutes of its last exit (or of its last entry): `continue` prices both
   * visits as one stay from the first entry, `noFree` gives no free period.
   */
  reEntry: z.optional(
    z.strictObject({
      within: minutesSchema,
      since: z.enum(["exit", "entry"]),
      action: z.enum(["continue", "noFree"]),
    }),
  ),
  /** Tax inside the prices, or added to the total. `rate` in hundredths of a percent of the net amount. */
  tax: z.optional(z.strictObject({ mode: z.enum(["included", "excluded"]), rate: basisPointsSchema })),
  /** The fee is rounded to a multiple of `increment` minor units (default 1, to the nearest, halves up). */
  roundTotal: z.optional(
    z.strictObject({ increment: amountMinorSchema.check(z.minimum(1)), mode: z.enum(["up", "down", "nearest"]) }),
  ),
  /** Cash is paid in multiples of this many minor units; see `roundForCash`. The fee itself is not rounded. */
  cashRounding: z.optional(amountMinorSchema.check(z.minimum(1))),
});
export type Tariff = z.infer<typeof tariffSchema>;
