import type { Period } from "../../model/calendar.ts";
import { toInstant } from "../../model/clock-table.ts";
import { DAY_MINUTES, dayOfWeekOf, type EpochDay, MINUTE_MS } from "../../model/local-time.ts";
import type { RateLineCollection, RateTable } from "../../model/rate-table.ts";
import type { SpecialDayType } from "../../model/special-day-type.ts";
import { prepareDayFilter } from "../../price/day-filter.ts";
import { maskOf } from "../../price/special-days.ts";
import type { Fix } from "../finding.ts";
import { daysToLookAt } from "./days-to-look-at.ts";
import type { TableView, TariffLint, TariffView } from "./tariff-view.ts";
import { dayRange } from "./unused-parts.ts";

/** Times that no collection covers, windows that cross, and collections that never hold. */
export const calendarCover: TariffLint = (view) => {
  for (const table of view.tables) {
    if (table.prepared.alwaysOne) continue;
    const days = daysToLookAt(view, table);
    findGap(view, table, days);
    findOverlaps(view, table, days);
    findHidden(view, table, days);
  }
};

/** A stretch of the wall clock: minutes from the start of `day`; the end may lie on a later day. */
type Stretch = { day: EpochDay; from: number; to: number };

function findGap(view: TariffView, table: TableView, days: readonly EpochDay[]): void {
  const { source, path, prepared } = table;
  const gaps = days
    .flatMap((day) => {
      const plan = prepared.planner.planOf(day);
      return plan.flatMap(({ minute, collection }, index): Stretch[] =>
        collection === -1 ? [{ day, from: minute, to: plan[index + 1]?.minute ?? DAY_MINUTES }] : [],
      );
    })
    .filter((gap) => canBeParkedIn(prepared, gap));
  const [first] = gaps;
  if (first === undefined) return;
  const windows = new Set(gaps.map(({ from, to }) => `${from}-${to}`));
  view.findings.push({
    code: "calendar.gap",
    severity: "warning",
    path: [...path, "rateLineCollections"],
    params: { rateTable: source.id, when: whenText(first, gaps), more: windows.size - 1 },
    witness: timeOf(view, first),
    fix: {
      kind: "setValue",
      path: [...path, "rateLineCollections", source.rateLineCollections.length],
      value: { id: freeId(source.rateLineCollections), rateLines: [] },
    },
  });
}

/** Whether the windows of a table let in a stay that is there in a stretch of time. */
function canBeParkedIn({ windows }: TableView["prepared"], { day, from, to }: Stretch): boolean {
  if (windows === undefined) return true;
  return windows.some(({ days, startFrom, endTo, endDayMax }) => {
    // Stays that enter on a day before reach into this one, the longest for a week.
    const reach = Math.min(endDayMax, DAYS_BEFORE_MAX);
    return Array.from({ length: reach + 1 }, (_, daysAgo) => daysAgo).some((daysAgo) => {
      const start = from + daysAgo * DAY_MINUTES;
      const end = to + daysAgo * DAY_MINUTES;
      const lastExit = endDayMax * DAY_MINUTES + endTo / MINUTE_MS;
      return days.holds(day - daysAgo) && startFrom / MINUTE_MS < end && lastExit > start;
    });
  });
}

const DAYS_BEFORE_MAX = 7;

/** A name for a collection that the table does not have yet. */
function freeId(collections: readonly RateLineCollection[]): string {
  const taken = new Set(collections.map(({ id }) => id));
  let id = "free";
  for (let number = 2; taken.has(id); number += 1) id = `free-${number}`;
  return id;
}

/** Most windows that are held against each other; the ordinary week is always looked at. */
const WINDOWS_MAX = 1_000;
const DAYS_MIN = 7;

type Window = Stretch & { period: Period; place: number };

/**
 * Windows of two collections that cross on some day: a part of each lies outside the other. Where one lies inside the
 * other, or the first is for special days or a season only, it is an exception that somebody meant.
 */
function findOverlaps(view: TariffView, { source, path }: TableView, days: readonly EpochDay[]): void {
  const periods = source.rateLineCollections.reduce((sum, one) => sum + (one.periods ?? []).length, 0);
  const some = days.slice(0, Math.max(DAYS_MIN, Math.floor(WINDOWS_MAX / Math.max(1, periods))));
  const windows = source.rateLineCollections.map((collection) => windowsOn(view, collection, some));
  for (const [second, later] of windows.entries()) {
    for (const [first, earlier] of windows.slice(0, second).entries()) {
      const crossings = later.flatMap((one) => earlier.flatMap((other) => crossing(other, one)));
      const [crossed] = crossings;
      if (crossed === undefined) continue;
      const { stretch, winner, loser } = crossed;
      const collections = source.rateLineCollections;
      const at = [...path, "rateLineCollections", second, "periods", loser.place];
      view.findings.push({
        code: "calendar.overlap",
        severity: "warning",
        path: at,
        params: {
          first: collections[first]!.name ?? collections[first]!.id,
          second: collections[second]!.name ?? collections[second]!.id,
          when: whenText(
            stretch,
            crossings.map((one) => one.stretch),
          ),
        },
        witness: timeOf(view, stretch),
        ...(sameDays(winner.period, loser.period) && {
          fix: trimmed(at, winner, loser),
        }),
      });
    }
  }
}

/** All windows of a collection that begin on one of the days. */
function windowsOn(view: TariffView, { periods = [] }: RateLineCollection, days: readonly EpochDay[]): Window[] {
  return periods.flatMap((period, place) => {
    const { timeOfDayStart: from, timeOfDayEnd: end, extraDays = 0 } = period;
    if (from === undefined || end === undefined) return [];
    const to = end + (end <= from ? DAY_MINUTES : 0) + extraDays * DAY_MINUTES;
    const { holds } = prepareDayFilter(period, view.special);
    return days.filter(holds).map((day) => ({ day, from, to, period, place }));
  });
}

function crossing(winner: Window, loser: Window): { stretch: Stretch; winner: Window; loser: Window }[] {
  if (isException(winner.period, loser.period) || Math.abs(winner.day - loser.day) > 7) return [];
  const shift = (loser.day - winner.day) * DAY_MINUTES;
  const [from, to] = [loser.from + shift, loser.to + shift];
  const startsInside = winner.from < from && from < winner.to && winner.to < to;
  const endsInside = from < winner.from && winner.from < to && to < winner.to;
  if (!startsInside && !endsInside) return [];
  const stretch = { day: winner.day, from: Math.max(from, winner.from), to: Math.min(to, winner.to) };
  return [{ stretch, winner, loser }];
}

/** Whether the earlier period is for fewer days than the later one, and so goes before it on purpose. */
function isException({ specialDays, dateRanges, daysOfWeek }: Period, later: Period): boolean {
  if (specialDays !== undefined || dateRanges !== undefined) return true;
  const laterDays = later.daysOfWeek ?? [1, 2, 3, 4, 5, 6, 7];
  return daysOfWeek !== undefined && laterDays.some((day) => !daysOfWeek.includes(day));
}

function sameDays(a: Period, b: Period): boolean {
  const daysOf = ({ timeOfDayStart: _start, timeOfDayEnd: _end, extraDays = 0, ...days }: Period) =>
    JSON.stringify([days, extraDays]);
  return daysOf(a) === daysOf(b);
}

/** Moves the edge of the later window to where the earlier one leaves off. */
function trimmed(path: (string | number)[], winner: Window, loser: Window): Fix {
  const shift = (loser.day - winner.day) * DAY_MINUTES;
  const startsInside = winner.from < loser.from + shift;
  return startsInside
    ? { kind: "setValue", path: [...path, "timeOfDayStart"], value: winner.to % DAY_MINUTES }
    : { kind: "setValue", path: [...path, "timeOfDayEnd"], value: winner.from };
}

/** Collections that hold on no day of the clock table: others go before them, or their days never come. */
function findHidden(view: TariffView, { source, path, prepared }: TableView, days: readonly EpochDay[]): void {
  const seen = new Set<number>();
  const look = (day: EpochDay) => {
    for (const { collection } of prepared.planner.planOf(day)) seen.add(collection);
  };
  for (const day of days) look(day);
  const count = source.rateLineCollections.length;
  const isMissing = () => source.rateLineCollections.some((_collection, index) => !seen.has(index));
  // Weeks alike show all that days of the week can do; with dates only a look at every day says that something never holds.
  if (isMissing() && hasDates(source)) {
    const { from, to } = dayRange(view.setting.clock);
    const first = Math.max(from, prepared.validFrom);
    const last = Math.min(to, prepared.validTo);
    if (last - first > view.daysLeft) {
      view.undecided.push({ path: [...path, "rateLineCollections"], question: "collection.neverHolds" });
      return;
    }
    view.daysLeft -= Math.max(0, last - first);
    for (let day = first; day < last && isMissing(); day += 1) look(day);
  }
  for (let index = 0; index < count; index += 1) {
    const { id, name, periods = [{}] } = source.rateLineCollections[index]!;
    // Where no date has the kind of day that it asks for, that is what is wrong.
    const isUndated = periods.every((period) => period.specialDays !== undefined && !isDated(view, period.specialDays));
    if (seen.has(index) || isUndated) continue;
    const at = [...path, "rateLineCollections", index];
    view.findings.push({
      code: "collection.neverHolds",
      severity: "warning",
      path: at,
      params: { collection: name ?? id, rateTable: source.id },
      fix: { kind: "removeValue", path: at },
    });
  }
}

function hasDates(source: RateTable): boolean {
  return /"(dateRanges|specialDays|exceptSpecialDays|event)":/.test(JSON.stringify(source.rateLineCollections));
}

function isDated({ special }: TariffView, types: readonly SpecialDayType[]): boolean {
  const mask = maskOf(types);
  return [...special.values()].some((one) => (one & mask) !== 0);
}

/** Days of week and times for `periodText`: the days on which a stretch with these times is found. */
function whenText({ from, to }: Stretch, all: readonly Stretch[]): string {
  const days = all.filter((one) => one.from === from && one.to === to).map(({ day }) => dayOfWeekOf(day));
  return `${[...new Set(days)].sort().join("")} ${from}-${to}`;
}

function timeOf({ setting: { clock } }: TariffView, { day, from, to }: Stretch) {
  return { kind: "time", fromAt: toInstant(clock, day, from), toAt: toInstant(clock, day, to) } as const;
}
