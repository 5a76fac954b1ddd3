import { type ClockTable, toInstant, toLocal } from "../../model/clock-table.ts";
import { MINUTE_MS } from "../../model/local-time.ts";
import type { PreparedCollection } from "../../price/prepare-table.ts";
import type { PreparedWindow } from "../../price/times-of-day.ts";
import type { TableView } from "./tariff-view.ts";

/** A place of a table where a fee may fall as a stay grows, and the exits just before and after it. */
export type FallCause = {
  code: "fee.fallsInWindow" | "fee.fallsByExitTime" | "fee.fallsInTier";
  path: (string | number)[];
  exitsFor: (entryAt: number) => [shorter: number, longer: number][];
  mayEnter: (entryAt: number) => boolean;
  /** There are more such exits than are looked at. */
  isBounded: boolean;
};

/** Days after the entry whose period boundaries are looked at: a week and the day of entry. */
const DAYS_AFTER = 8;
const ROUNDS_MAX = 3;

export function fallCauses(table: TableView, clock: ClockTable): FallCause[] {
  const { source, prepared, path } = table;
  const causes: FallCause[] = [];
  for (const [index, window] of (prepared.windows ?? []).entries()) {
    // A window that says nothing of the exit has no last day.
    if (Number.isFinite(window.endDayMax)) causes.push(windowCause(window, clock, [...path, "timesOfDay", index]));
  }
  if (source.periodSelection === "exitTime" && !prepared.alwaysOne) causes.push(exitTimeCause(table, clock));
  for (const [place, collection] of prepared.collections.entries()) {
    for (const { index, afterMs } of fallingTiers(collection)) {
      const at = [...path, "rateLineCollections", place, "rateLines", index];
      causes.push(tierCause({ table, collection, afterMs }, clock, at));
    }
  }
  return causes;
}

/** The table can be used from the first exit of the window on, and until its last. */
function windowCause(window: PreparedWindow, clock: ClockTable, path: FallCause["path"]): FallCause {
  const { days, startFrom, startTo, endFrom, endTo, endDayMin, endDayMax } = window;
  return {
    code: "fee.fallsInWindow",
    path,
    isBounded: false,
    mayEnter: (entryAt) => {
      const { epochDay, minuteOfDay } = toLocal(clock, entryAt);
      const entryMs = minuteOfDay * MINUTE_MS;
      return entryMs >= startFrom && entryMs <= startTo && days.holds(epochDay);
    },
    exitsFor: (entryAt) => {
      const { epochDay } = toLocal(clock, entryAt);
      const first = toInstant(clock, epochDay + endDayMin, endFrom / MINUTE_MS);
      const last = toInstant(clock, epochDay + endDayMax, endTo / MINUTE_MS);
      return [
        [first - MINUTE_MS, first],
        [last, last + MINUTE_MS],
      ];
    },
  };
}

/** Another period prices the whole stay from each boundary on. */
function exitTimeCause({ prepared, path }: TableView, clock: ClockTable): FallCause {
  return {
    code: "fee.fallsByExitTime",
    path: [...path, "periodSelection"],
    isBounded: true,
    mayEnter: () => true,
    exitsFor: (entryAt) => boundariesAfter(prepared, clock, entryAt).map((at) => [at - MINUTE_MS, at]),
  };
}

/** A total begins that is lower than the one before it: after so much time in each occurrence of the period. */
function tierCause(
  { table, collection, afterMs }: { table: TableView; collection: PreparedCollection; afterMs: number },
  clock: ClockTable,
  path: FallCause["path"],
): FallCause {
  const { prepared } = table;
  const free = prepared.freePeriod?.mode === "subtract" ? prepared.freePeriod.minutes * MINUTE_MS : 0;
  const { resetMs } = collection.ladder;
  const rounds = resetMs === 0 ? 1 : ROUNDS_MAX;
  return {
    code: "fee.fallsInTier",
    path,
    isBounded: true,
    mayEnter: () => true,
    exitsFor: (entryAt) => {
      const starts = [entryAt + free, ...(prepared.alwaysOne ? [] : boundariesAfter(prepared, clock, entryAt))];
      return starts.flatMap((startAt) =>
        Array.from({ length: rounds }, (_, round): [number, number] => {
          const at = startAt + round * resetMs + afterMs;
          return [at, at + MINUTE_MS];
        }),
      );
    },
  };
}

function fallingTiers({ ladder }: PreparedCollection): { index: number; afterMs: number }[] {
  const tiers = ladder.lines.flatMap((line, index) => (line.kind === "tier" ? [{ line, index }] : []));
  return tiers.flatMap(({ line, index }, place) => {
    const before = tiers[place - 1]?.line;
    return before !== undefined && line.amount < before.amount ? [{ index, afterMs: line.startMs }] : [];
  });
}

/** Instants after the entry at which another period begins. */
function boundariesAfter({ planner }: TableView["prepared"], clock: ClockTable, entryAt: number): number[] {
  const { epochDay } = toLocal(clock, entryAt);
  const days = Array.from({ length: DAYS_AFTER + 1 }, (_, index) => epochDay + index);
  return days
    .flatMap((day) => planner.planOf(day).map(({ minute }) => toInstant(clock, day, minute)))
    .filter((at) => at > entryAt);
}
