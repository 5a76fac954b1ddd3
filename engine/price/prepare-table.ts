import type { ClockTable } from "../model/clock-table.ts";
import type { FreePeriod } from "../model/free-period.ts";
import { parseLocalDate } from "../model/local-date.ts";
import { MINUTE_MS } from "../model/local-time.ts";
import type { RateLineCollection, RateTable } from "../model/rate-table.ts";
import { type Calendar, type DayPlanner, prepareDayPlanner } from "./day-plan.ts";
import type { TableCurves } from "./elapsed-curve.ts";
import { type Ladder, prepareLadder } from "./ladder.ts";
import { byLength, isByLength, type PreparedCap, prepareCap } from "./prepared-cap.ts";
import type { TimeMeter } from "./time-meter.ts";
import { Timeline } from "./timeline.ts";
import { type PreparedWindow, prepareTimesOfDay } from "./times-of-day.ts";

export type PreparedCollection = {
  source: RateLineCollection;
  ladder: Ladder;
  basis: "period" | "collection" | "stay";
  minimum: number;
  caps: readonly PreparedCap[];
  /** Where its lines stand in the ledger; the collection's minimum has the slot after them. */
  slot: number;
};

/** A rate table ready to price; all amounts are whole numbers of minor units times the tariff's scale. */
export type PreparedTable = {
  source: RateTable;
  scale: number;
  planner: DayPlanner;
  timeline: Timeline;
  /** How periods choose the price. */
  selection: "segment" | "entryTime" | "exitTime";
  /** A unit that a boundary cuts runs on. */
  carries: boolean;
  /** What an occurrence of a period costs depends on nothing before it, and no day limits it. */
  leaps: boolean;
  /** One price for ever: no window, no day, so nothing to look up. */
  alwaysOne: boolean;
  collections: readonly PreparedCollection[];
  slots: number;
  /** Caps of the whole table: up to a day long, and longer. */
  dailyCaps: readonly PreparedCap[];
  longCaps: readonly PreparedCap[];
  /** No ladder ever falls. */
  rising: boolean;
  validFrom: number;
  validTo: number;
  /** It is the only version of its name, and any stay can use it, on any day. */
  isOnlyChoice: boolean;
  windows: readonly PreparedWindow[] | undefined;
  freePeriod: FreePeriod | undefined;
  freePeriodMs: number;
  freeLimit: FreePeriod["limit"];
  /** The free period is taken off the time of stays that are longer. */
  subtractsFree: boolean;
  minimumCharge: number;
  /** Kept from one quote to the next: quotes are made one after the other. */
  meter: TimeMeter | undefined;
  /** Nothing but the length of a stay decides what it costs. */
  pricesByLength: boolean;
  readonly curves: TableCurves;
};

type Context = { scale: number; calendar: Calendar; clock: ClockTable; isOnlyVersion: boolean };

export function prepareTable(source: RateTable, context: Context): PreparedTable {
  const { scale, calendar, clock, isOnlyVersion } = context;
  let slots = 0;
  const collections = source.rateLineCollections.map((collection): PreparedCollection => {
    const slot = slots;
    slots += collection.rateLines.length + 1;
    return {
      source: collection,
      ladder: prepareLadder(collection, scale),
      basis: collection.durationBasis ?? "period",
      minimum: (collection.minValueCollection ?? 0) * scale,
      caps: (collection.caps ?? []).map((cap) => prepareCap(cap, scale)).sort(byLength),
      slot,
    };
  });
  const caps = (source.caps ?? []).map((cap) => prepareCap(cap, scale)).sort(byLength);
  const planner = prepareDayPlanner(source.rateLineCollections, calendar);
  const alwaysOne = source.rateLineCollections[0]?.periods === undefined;
  const selection = source.periodSelection ?? "segment";
  const carries = source.unitAtBoundary === "carry";
  return {
    source,
    scale,
    planner,
    timeline: new Timeline(planner, clock),
    selection,
    carries,
    leaps:
      !alwaysOne &&
      selection === "segment" &&
      !carries &&
      source.freeAllowance === undefined &&
      caps.every(({ scope }) => scope === "perStay") &&
      collections.every((one) => one.basis === "period" && one.caps.every(({ scope }) => scope === "period")),
    alwaysOne,
    collections,
    slots,
    dailyCaps: caps.filter((cap) => !cap.long),
    longCaps: caps.filter((cap) => cap.long),
    rising: collections.every(({ ladder }) => isRising(ladder)),
    validFrom: source.validityStart === undefined ? Number.NEGATIVE_INFINITY : parseLocalDate(source.validityStart),
    validTo: source.validityEnd === undefined ? Number.POSITIVE_INFINITY : parseLocalDate(source.validityEnd),
    freePeriod: source.freePeriod,
    freePeriodMs: (source.freePeriod?.minutes ?? 0) * MINUTE_MS,
    freeLimit: source.freePeriod?.limit,
    subtractsFree: source.freePeriod?.mode === "subtract",
    isOnlyChoice:
      isOnlyVersion &&
      source.validityStart === undefined &&
      source.validityEnd === undefined &&
      source.timesOfDay === undefined,
    windows: source.timesOfDay?.map((window) => prepareTimesOfDay(window, calendar)),
    minimumCharge: (source.minimumCharge ?? 0) * scale,
    meter: undefined,
    pricesByLength:
      alwaysOne && source.freeAllowance === undefined && [...caps, ...collections[0]!.caps].every(isByLength),
    curves: { granted: undefined, refused: undefined, areMade: false },
  };
}

function isRising({ lines }: Ladder): boolean {
  const tiers = lines.filter((line) => line.kind === "tier");
  return tiers.every((tier, index) => index === 0 || tier.amount >= tiers[index - 1]!.amount);
}
