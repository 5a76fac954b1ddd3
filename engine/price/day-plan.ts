import type { Period } from "../model/calendar.ts";
import type { Event } from "../model/event.ts";
import { DAY_MINUTES, type EpochDay } from "../model/local-time.ts";
import type { RateLineCollection } from "../model/rate-table.ts";
import { type DayFilter, prepareDayFilter } from "./day-filter.ts";
import { eventWindows } from "./event-windows.ts";
import type { SpecialDays } from "./special-days.ts";

/** From `minute` on the wall clock of the day, `collection` holds (its index; -1: none). */
export type PlanCut = {
  minute: number;
  collection: number;
  /** Which window it is: -1 for whole days, which run on over midnight. */
  window: number;
  /** How many days ago the window began. */
  daysAgo: number;
};

/** What holds when on one local day: cuts in rising order, the first at minute 0. Equal days share one plan object. */
export type DayPlan = readonly PlanCut[];

export type DayPlanner = {
  planOf: (day: EpochDay) => DayPlan;
  /** Every day has the same plan. */
  uniform: boolean;
};

type Stretch = Omit<PlanCut, "minute"> & { start: number; end: number };

type PlannedWindow = { collection: number; days: DayFilter; start: number; end: number; whole: boolean };

/** Days kept at hand; a planner that has seen more starts over. */
const PLANS_MAX = 20_000;

/** The days that a tariff's calendar names. */
export type Calendar = { special: SpecialDays; events: readonly Event[] };

export function prepareDayPlanner(collections: readonly RateLineCollection[], calendar: Calendar): DayPlanner {
  const windows = collections.flatMap((collection, index) =>
    (collection.periods ?? [{}]).flatMap((period) => prepareWindows(period, index, calendar)),
  );
  if (windows.every((window) => window.days.everyDay)) {
    const plan = makePlan(
      windows,
      windows.map((window) => daysReached(window).map(() => true)),
    );
    return { uniform: true, planOf: () => plan };
  }
  const byDay = new Map<EpochDay, DayPlan>();
  const byKey = new Map<string, DayPlan>();
  return {
    uniform: false,
    planOf: (day) => {
      const known = byDay.get(day);
      if (known) return known;
      const holds = windows.map((window) => daysReached(window).map((daysAgo) => window.days.holds(day - daysAgo)));
      const key = JSON.stringify(holds);
      const plan = byKey.get(key) ?? makePlan(windows, holds);
      byKey.set(key, plan);
      if (byDay.size >= PLANS_MAX) byDay.clear();
      byDay.set(day, plan);
      return plan;
    },
  };
}

function prepareWindows(period: Period, collection: number, { special, events }: Calendar): PlannedWindow[] {
  const days = prepareDayFilter(period, special);
  if (period.event !== undefined) {
    return eventWindows(period.event, events).map(({ start, end, days: own }) => {
      const holds = (day: EpochDay) => own.has(day) && days.holds(day);
      return { collection, days: { everyDay: false, holds }, start, end, whole: false };
    });
  }
  const { timeOfDayStart: start, timeOfDayEnd: end } = period;
  if (start === undefined || end === undefined) return [{ collection, days, start: 0, end: DAY_MINUTES, whole: true }];
  const nextDay = end <= start ? DAY_MINUTES : 0;
  const extra = (period.extraDays ?? 0) * DAY_MINUTES;
  return [{ collection, days, start, end: end + nextDay + extra, whole: false }];
}

/** Days before the present one on which a window can have begun that reaches into it: 0, 1, ... */
function daysReached(window: PlannedWindow): number[] {
  return Array.from({ length: Math.ceil(window.end / DAY_MINUTES) }, (_, daysAgo) => daysAgo);
}

/** `holds[w][k]`: window `w` begins k days before this day. */
function makePlan(windows: readonly PlannedWindow[], holds: readonly (readonly boolean[])[]): DayPlan {
  const stretches: Stretch[] = windows.flatMap((window, index) =>
    daysReached(window).flatMap((daysAgo) => {
      const start = Math.max(0, window.start - daysAgo * DAY_MINUTES);
      const end = Math.min(DAY_MINUTES, window.end - daysAgo * DAY_MINUTES);
      if (!holds[index]?.[daysAgo] || start >= end) return [];
      const cut = {
        collection: window.collection,
        window: window.whole ? -1 : index,
        daysAgo: window.whole ? 0 : daysAgo,
      };
      return [{ ...cut, start, end }];
    }),
  );
  const minutes = [...new Set([0, ...stretches.flatMap(({ start, end }) => [start, end])])]
    .filter((minute) => minute < DAY_MINUTES)
    .sort((a, b) => a - b);
  const cuts: PlanCut[] = [];
  for (const minute of minutes) {
    const found = stretches
      .filter(({ start, end }) => start <= minute && minute < end)
      .reduce<Stretch | undefined>((best, next) => (wins(next, best) ? next : best), undefined);
    const cut = {
      minute,
      collection: found?.collection ?? -1,
      window: found?.window ?? -1,
      daysAgo: found?.daysAgo ?? 0,
    };
    const last = cuts.at(-1);
    const same = last?.collection === cut.collection && last.window === cut.window && last.daysAgo === cut.daysAgo;
    if (!same) cuts.push(cut);
  }
  return cuts;
}

/** The earlier collection counts; inside one collection the window that has run longer. */
function wins(next: Stretch, best: Stretch | undefined): boolean {
  if (best === undefined || next.collection < best.collection) return true;
  return next.collection === best.collection && next.daysAgo > best.daysAgo;
}
