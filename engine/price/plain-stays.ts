import type { ClockTable } from "../model/clock-table.ts";
import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { Tariff } from "../model/rate-table.ts";
import { STAY_DAYS_MAX, type Stay } from "./stay.ts";

/**
 * Which stays of a tariff are plain: nothing but rate tables, discounts, surcharges, tax and rounding makes their price.
 * They are longer than `overMs`, up to `upToMs`, lie in `[from, to)`, and carry nothing else that the tariff reads.
 */
export type PlainStays = {
  overMs: number;
  upToMs: number;
  from: number;
  to: number;
  /** The tariff reads some of these of a stay. */
  readsMore: boolean;
  readsValidations: boolean;
  readsCoverage: boolean;
  readsAreas: boolean;
  readsPayment: boolean;
  readsLostCredential: boolean;
};

/** Near the ends of the clock table what a price looks up may lie outside it. */
const CLOCK_MARGIN_MS = 16 * DAY_MS;

export function plainStays(tariff: Tariff, clock: ClockTable, sharesVersions: boolean): PlainStays {
  const { turnRoundMinutes = 0, maxStay, overstay, exitGraceMinutes, exitGraceByChannel } = tariff;
  const longestMs = Math.min(STAY_DAYS_MAX * DAY_MS, (maxStay?.minutes ?? Number.POSITIVE_INFINITY) * MINUTE_MS);
  const reads = {
    readsValidations: tariff.validations !== undefined,
    readsCoverage: tariff.rightCoverage !== undefined,
    readsAreas: tariff.nestedAreas !== undefined,
    readsPayment: overstay !== undefined || exitGraceMinutes !== undefined || exitGraceByChannel !== undefined,
    readsLostCredential: tariff.lostCredential !== undefined,
  };
  return {
    overMs: turnRoundMinutes * MINUTE_MS,
    upToMs: sharesVersions ? 0 : longestMs,
    from: clock.from + CLOCK_MARGIN_MS,
    to: clock.to - CLOCK_MARGIN_MS,
    readsMore: Object.values(reads).includes(true),
    ...reads,
  };
}

export function isPlain(plain: PlainStays, stay: Stay): boolean {
  const { entryAt, exitAt } = stay;
  const lengthMs = exitAt - entryAt;
  return (
    lengthMs > plain.overMs &&
    lengthMs <= plain.upToMs &&
    entryAt >= plain.from &&
    exitAt < plain.to &&
    stay.previousVisits === undefined &&
    (!plain.readsMore || hasNothingMore(plain, stay))
  );
}

function hasNothingMore(plain: PlainStays, stay: Stay): boolean {
  return !(
    (plain.readsValidations && stay.validations !== undefined) ||
    (plain.readsCoverage && stay.coverage !== undefined) ||
    (plain.readsAreas && stay.areaStays !== undefined) ||
    (plain.readsPayment && stay.paidAt !== undefined) ||
    (plain.readsLostCredential && stay.lostCredential)
  );
}
