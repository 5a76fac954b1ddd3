import type { ChangedRun } from "./compare-stays.ts";
import { boundsOf, entriesLike } from "./stay-cells.ts";
import type { StayBound, TariffDifference } from "./tariff-difference.ts";

/** Stays of one day of entry that change alike, while neighbouring entries are joined to them. */
export type ChangedRegion = Pick<TariffDifference, "direction" | "entry"> & {
  /** All names of the bounds that hold for every entry so far. */
  from: StayBound[];
  to: StayBound[];
  leastMinor: number;
  mostMinor: number;
  witness: { entryAt: number } & ChangedRun["witness"];
};

export type EntryRuns = { entryAt: number; entryMinute: number; runs: readonly ChangedRun[] };

/**
 * Joins the runs of neighbouring entries of a day that begin and end alike, by length or by time of exit. Where only an
 * entry `everyMinutes` was looked at, neighbours are so far apart, and the region says so.
 */
export function changedRegions(entries: readonly EntryRuns[], grid: number, everyMinutes?: number): ChangedRegion[] {
  const done: ChangedRegion[] = [];
  let open: ChangedRegion[] = [];
  for (const { entryAt, entryMinute, runs } of entries) {
    const entry =
      everyMinutes === undefined
        ? entriesLike(entryMinute, grid)
        : { from: entryMinute, to: entryMinute, everyMinutes };
    const next: ChangedRegion[] = [];
    for (const run of runs) {
      const bounds = boundsOf(run.first, run.last, { entryMinute, grid });
      const joined = open.find((region) => joins(region, { direction: run.direction, entry, ...bounds }));
      const region = joined ?? newRegion({ run, entry, bounds, entryAt });
      if (joined === undefined) done.push(region);
      open = open.filter((one) => one !== joined);
      extend(region, { run, entry, bounds, entryAt });
      next.push(region);
    }
    open = next;
  }
  return done;
}

/** Minutes of the day in which most cars come. */
const DAY_FROM = 540;
const DAY_TO = 1_080;

type Bounds = { from: StayBound[]; to: StayBound[] };

type Found = { run: ChangedRun; entry: ChangedRegion["entry"]; bounds: Bounds; entryAt: number };

function newRegion({ run, entry, bounds, entryAt }: Found): ChangedRegion {
  const { direction, leastMinor, mostMinor } = run;
  return { direction, entry: { ...entry }, ...bounds, leastMinor, mostMinor, witness: witnessOf(run, entry, entryAt) };
}

function joins(region: ChangedRegion, next: Bounds & Pick<ChangedRegion, "direction" | "entry">): boolean {
  return (
    region.direction === next.direction &&
    region.entry.to + (next.entry.everyMinutes ?? 1) === next.entry.from &&
    shared(region.from, next.from).length > 0 &&
    shared(region.to, next.to).length > 0
  );
}

function extend(region: ChangedRegion, { run, entry, bounds, entryAt }: Found): void {
  region.entry.to = entry.to;
  region.from = shared(region.from, bounds.from);
  region.to = shared(region.to, bounds.to);
  const witness = witnessOf(run, entry, entryAt);
  if (witness.rank > region.witness.rank) region.witness = witness;
  region.leastMinor = Math.min(region.leastMinor, run.leastMinor);
  region.mostMinor = Math.max(region.mostMinor, run.mostMinor);
}

function witnessOf({ witness }: ChangedRun, entry: ChangedRegion["entry"], entryAt: number): ChangedRegion["witness"] {
  const isOnGrid = entry.from === entry.to;
  const isByDay = entry.from >= DAY_FROM && entry.from < DAY_TO;
  return { ...witness, entryAt, rank: witness.rank * 4 + (isOnGrid ? 2 : 0) + (isByDay ? 1 : 0) };
}

function shared(a: readonly StayBound[], b: readonly StayBound[]): StayBound[] {
  return a.filter((one) => b.some((other) => other.by === one.by && other.minutes === one.minutes));
}
