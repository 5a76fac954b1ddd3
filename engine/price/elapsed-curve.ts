import { DAY_MS } from "../model/local-time.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { greatestCommonDivisor } from "./ladder.ts";
import type { PreparedTable } from "./prepare-table.ts";
import { addBucket, addCount } from "./rhythm.ts";
import { TimeMeter } from "./time-meter.ts";

/** A curve takes at most 128 KB; a table that needs more is metered. */
const CELLS_MAX = 16_384;
/** Days after which a price that has not fallen into a rhythm is metered. */
const DAYS_MAX = 120;

/**
 * What a table asks for the time of a stay where nothing but its length decides: the price at each multiple of
 * `grainMs`, and between it and the next, where it does not change. After `endMs` the last `roundMs` repeat.
 */
type ElapsedCurve = {
  grainMs: number;
  /** At 2n the price after n grains, at 2n + 1 the price from there to the next grain. */
  totals: Float64Array;
  endMs: number;
  roundMs: number;
  roundTotal: number;
};

/** The price after `elapsedMs`. */
export function priceAfter(curve: ElapsedCurve, elapsedMs: number): number {
  let within = elapsedMs;
  let total = 0;
  if (elapsedMs > curve.endMs) {
    const rounds = Math.ceil((elapsedMs - curve.endMs) / curve.roundMs);
    within -= rounds * curve.roundMs;
    total = rounds * curve.roundTotal;
  }
  const grains = Math.floor(within / curve.grainMs);
  return total + curve.totals[2 * grains + (within > grains * curve.grainMs ? 1 : 0)]!;
}

/** With the free period, and for stays that are not granted it; none where the table is metered. */
export type TableCurves = {
  granted: ElapsedCurve | undefined;
  refused: ElapsedCurve | undefined;
  /** They are made when they are first asked for. */
  areMade: boolean;
};

export function makeCurves(table: PreparedTable, cursor: ClockCursor): void {
  table.curves.granted = makeCurve(table, table.freePeriodMs, cursor);
  if (table.freeLimit !== undefined) table.curves.refused = makeCurve(table, 0, cursor);
  table.curves.areMade = true;
}

/** The least that a stay costs, once anything is owed. */
export function withMinimum({ minimumCharge }: PreparedTable, total: number): number {
  return total <= 0 || total >= minimumCharge ? total : minimumCharge;
}

/**
 * The curve of a table that prices by length, with this free period: metered once, day by day, until a day begins as an
 * earlier one did. None where shares of a unit are charged, or where it would be too large.
 */
function makeCurve(table: PreparedTable, freeMs: number, cursor: ClockCursor): ElapsedCurve | undefined {
  const leadMs = table.subtractsFree ? freeMs : 0;
  const grainMs = grainOf(table, freeMs);
  const perDay = DAY_MS / grainMs;
  const stay = { entryAt: 0, exitAt: DAYS_MAX * DAY_MS };
  const meter = new TimeMeter(table, { stay, from: leadMs, to: stay.exitAt, gaps: [] }, cursor);
  const totalAt = (ms: number) => {
    if (ms <= freeMs) return 0;
    meter.advanceTo(ms);
    return withMinimum(table, meter.total);
  };
  const states: string[] = [];
  const totals: number[] = [];
  for (let dayMs = 0; totals.length + 2 * perDay < CELLS_MAX && states.length < DAYS_MAX; dayMs += DAY_MS) {
    meter.advanceTo(dayMs);
    const state = [Math.max(0, freeMs - dayMs), ...stateOf(meter)].join();
    totals.push(totalAt(dayMs));
    const first = states.indexOf(state);
    if (first >= 0) {
      const roundTotal = totals.at(-1)! - totals[2 * first * perDay]!;
      return { grainMs, totals: Float64Array.from(totals), endMs: dayMs, roundMs: dayMs - first * DAY_MS, roundTotal };
    }
    states.push(state);
    for (let ms = dayMs; ms < dayMs + DAY_MS; ms += grainMs) {
      if (ms > dayMs) totals.push(totalAt(ms));
      // One moment later stands for all until the next grain.
      totals.push(totalAt(ms + 1));
    }
  }
  return undefined;
}

/** Everything that decides what the days from here on cost, for a table that knows lengths alone. */
function stateOf(meter: TimeMeter): number[] {
  meter.settle();
  const { table, at, span, total } = meter;
  const state = [Math.min(total, table.minimumCharge)];
  addCount(state, table.collections[0]!, meter.positionOn(0));
  for (const capMeter of [...meter.collectionMeters[0]!, ...meter.dailyMeters, ...meter.longMeters]) {
    addBucket(state, capMeter, table.rising);
    const { cap, index } = capMeter;
    if (cap.scope === "rolling" && index <= cap.toIndex) state.push((at - span.stay.entryAt) % cap.lengthMs);
  }
  return state;
}

/** The longest step such that prices, rounds and buckets change only at its multiples. */
function grainOf(table: PreparedTable, freeMs: number): number {
  const { ladder, caps } = table.collections[0]!;
  const lengths = [DAY_MS, freeMs, ladder.resetMs];
  for (const { startMs, endMs, unitMs, rounding } of ladder.lines) {
    lengths.push(startMs, endMs, rounding === "nearest" ? unitMs / 2 : unitMs);
  }
  for (const { lengthMs } of [...caps, ...table.dailyCaps, ...table.longCaps]) lengths.push(lengthMs);
  return lengths.filter(Number.isFinite).reduce(greatestCommonDivisor);
}
