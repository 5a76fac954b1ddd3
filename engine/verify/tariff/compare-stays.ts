import type { PreparedTariff } from "../../price/prepare-tariff.ts";
import { canWalk, FeeWalk } from "./fee-walk.ts";
import type { Pricer } from "./pricer.ts";
import type { StayCell } from "./stay-cells.ts";
import type { StayConditions } from "./stay-profiles.ts";
import type { TariffDifference } from "./tariff-difference.ts";

type Direction = TariffDifference["direction"];

/** A run of cells whose fees all change in one direction. */
export type ChangedRun = {
  direction: Direction;
  first: StayCell;
  last: StayCell;
  leastMinor: number;
  mostMinor: number;
  /** The first stay of whole minutes that a person would choose; the higher its rank the better. */
  witness: { exitAt: number; rank: number; beforeMinor: number | null; afterMinor: number | null };
};

type Fees = { before: number | null; after: number | null };

type Compared = { conditions: StayConditions; entryAt: number; cells: readonly StayCell[] };
type Tariffs = { before: PreparedTariff; after: PreparedTariff };

/** The cells in which two tariffs ask for different fees. */
export function compareStays(tariffs: Tariffs, stay: Compared, pricer: Pricer): ChangedRun[] {
  const { entryAt, cells } = stay;
  const before = feesOf(tariffs.before, stay, pricer);
  const after = feesOf(tariffs.after, stay, pricer);
  if (before === undefined || after === undefined) return [];
  const fees = cells.map((_cell, place) => ({ before: before[place]!, after: after[place]! }));
  return runsOf(cells, fees, entryAt);
}

/** The fee of each cell; none when the bound on work is reached. */
function feesOf(
  tariff: PreparedTariff,
  { conditions, entryAt, cells }: Compared,
  pricer: Pricer,
): (number | null)[] | undefined {
  const isWalk = canWalk(tariff, conditions);
  if (!pricer.take(cells.length * (isWalk ? 1 : STAY_COST))) return undefined;
  if (isWalk) {
    const walk = new FeeWalk(tariff, conditions, entryAt);
    return cells.map(({ at }) => walk.feeAt(entryAt + at));
  }
  return cells.map(({ at }) => pricer.fee(tariff, { ...conditions, entryAt, exitAt: entryAt + at }) ?? null);
}

/** Pricing a stay by itself costs as much as so many steps of a walk. */
const STAY_COST = 10;

function runsOf(cells: readonly StayCell[], fees: readonly Fees[], entryAt: number): ChangedRun[] {
  const runs: ChangedRun[] = [];
  let open: ChangedRun | undefined;
  for (const [place, cell] of cells.entries()) {
    const { before, after } = fees[place]!;
    const direction = directionOf(before, after);
    if (open === undefined || open.direction !== direction) {
      open = undefined;
      if (direction === undefined) continue;
      open = {
        direction,
        first: cell,
        last: cell,
        leastMinor: Number.POSITIVE_INFINITY,
        mostMinor: 0,
        witness: { exitAt: entryAt + cell.at, rank: 0, beforeMinor: before, afterMinor: after },
      };
      runs.push(open);
    }
    open.last = cell;
    const size = before === null || after === null ? 0 : Math.abs(after - before);
    open.leastMinor = Math.min(open.leastMinor, size);
    const rank = rankOf(cell);
    if (rank > open.witness.rank) {
      open.witness = { exitAt: entryAt + cell.at, rank, beforeMinor: before, afterMinor: after };
    }
    open.mostMinor = Math.max(open.mostMinor, size);
  }
  return runs;
}

/** A stay as long as a time that the tariffs name shows a change best. */
function rankOf({ isPoint, from }: StayCell): number {
  if (!isPoint) return 2;
  return from === 0 ? 1 : 3;
}

function directionOf(before: number | null, after: number | null): Direction | undefined {
  if (before === after) return undefined;
  if (before === null) return "priced";
  if (after === null) return "unpriced";
  return after > before ? "dearer" : "cheaper";
}
