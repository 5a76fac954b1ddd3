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
  witness: ({ entryAt: number } & NonNullable<ChangedRun["witness"]>) | undefined;
};

export type EntryRuns = { entryAt: number; entryMinute: number; runs: readonly ChangedRun[] };

/** Joins the runs of neighbouring entries of a day that begin and end alike, by length or by time of exit. */
export function changedRegions(entries: readonly EntryRuns[], grid: number): ChangedRegion[] {
  const done: ChangedRegion[] = [];
  let open: ChangedRegion[] = [];
  for (const { entryAt, entryMinute, runs } of entries) {
    const entry = entriesLike(entryMinute, grid);
    const next: ChangedRegion[] = [];
    for (const run of runs) {
      const bounds = boundsOf(run.first, run.last, { entryMinute, grid });
      const joined = open.find((region) => joins(region, { direction: run.direction, entry, ...bounds }));
      const region = joined ?? newRegion(run.direction, entry, bounds);
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

function newRegion(
  direction: ChangedRegion["direction"],
  entry: ChangedRegion["entry"],
  { from, to }: Bounds,
): ChangedRegion {
  const amounts = { leastMinor: Number.POSITIVE_INFINITY, mostMinor: 0 };
  return { direction, entry: { ...entry }, from, to, ...amounts, witness: undefined };
}

function joins(region: ChangedRegion, next: Bounds & Pick<ChangedRegion, "direction" | "entry">): boolean {
  return (
    region.direction === next.direction &&
    region.entry.to + 1 === next.entry.from &&
    shared(region.from, next.from).length > 0 &&
    shared(region.to, next.to).length > 0
  );
}

function extend(
  region: ChangedRegion,
  { run, entry, bounds, entryAt }: { run: ChangedRun; entry: ChangedRegion["entry"]; bounds: Bounds; entryAt: number },
): void {
  region.entry.to = entry.to;
  region.from = shared(region.from, bounds.from);
  region.to = shared(region.to, bounds.to);
  if (run.witness) {
    const isOnGrid = entry.from === entry.to;
    const isByDay = entry.from >= DAY_FROM && entry.from < DAY_TO;
    const rank = run.witness.rank * 4 + (isOnGrid ? 2 : 0) + (isByDay ? 1 : 0);
    if (rank > (region.witness?.rank ?? 0)) region.witness = { ...run.witness, entryAt, rank };
  }
  region.leastMinor = Math.min(region.leastMinor, run.leastMinor);
  region.mostMinor = Math.max(region.mostMinor, run.mostMinor);
}

function shared(a: readonly StayBound[], b: readonly StayBound[]): StayBound[] {
  return a.filter((one) => b.some((other) => other.by === one.by && other.minutes === one.minutes));
}
