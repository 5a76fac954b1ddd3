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
 * What the time of a stay costs where nothing but its length decides: the total at each multiple of `grainMs`, and
 * between it and the next, where it does not change. After `endMs` the last `roundMs` repeat.
 */
export type ElapsedCurve = {
  grainMs: number;
  /** At 2n the total after n grains, at 2n + 1 the total from there to the next grain. */
  totals: Float64Array;
  endMs: number;
  roundMs: number;
  roundTotal: number;
};

/** The total after `elapsedMs` of paid time. */
export function totalAfter(curve: ElapsedCurve, elapsedMs: number): number {
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

/**
 * The curve of a table for paid time that begins `leadMs` after entry: metered once, day by day, until a day begins as
 * an earlier one did. For tables that price by length; none where shares of a unit are charged, or where it would be too
 * large.
 */
export function makeElapsedCurve(table: PreparedTable, leadMs: number, cursor: ClockCursor): ElapsedCurve | undefined {
  const grainMs = grainOf(table, leadMs);
  if (grainMs === undefined) return undefined;
  const perDay = DAY_MS / grainMs;
  const stay = { entryAt: 0, exitAt: DAYS_MAX * DAY_MS };
  const meter = new TimeMeter(table, { stay, from: leadMs, to: stay.exitAt, gaps: [] }, { cursor, itemised: false });
  const states: string[] = [];
  const totals: number[] = [];
  while (totals.length + 2 * perDay <= CELLS_MAX && states.length < DAYS_MAX) {
    meter.settle();
    const state = stateOf(meter);
    const first = states.indexOf(state);
    const endMs = states.length * DAY_MS;
    if (first >= 0) {
      const roundMs = endMs - first * DAY_MS;
      const roundTotal = meter.total - totals[2 * first * perDay]!;
      return { grainMs, totals: Float64Array.of(...totals, meter.total), endMs, roundMs, roundTotal };
    }
    states.push(state);
    for (let grain = 0; grain < perDay; grain += 1) {
      totals.push(meter.total);
      // One moment later stands for all until the next grain.
      const at = meter.at;
      meter.advanceTo(at + 1);
      totals.push(meter.total);
      meter.advanceTo(at + grainMs);
    }
  }
  return undefined;
}

/** Everything that decides what the days from here on cost, for a table that knows lengths alone. */
function stateOf(meter: TimeMeter): string {
  const { table, at, span } = meter;
  const state: number[] = [];
  addCount(state, table.collections[0]!, meter.positionOn(0));
  for (const capMeter of [...meter.collectionMeters[0]!, ...meter.dailyMeters, ...meter.longMeters]) {
    addBucket(state, capMeter, table.rising);
    if (capMeter.cap.scope === "rolling") state.push((at - span.stay.entryAt) % capMeter.cap.lengthMs);
  }
  return state.join();
}

/** The longest step such that prices, rounds and buckets change only at its multiples; none where some do not. */
function grainOf(table: PreparedTable, leadMs: number): number | undefined {
  const { ladder, caps } = table.collections[0]!;
  const lengths = [DAY_MS, leadMs, ladder.resetMs];
  for (const { startMs, endMs, unitMs, rounding } of ladder.lines) {
    if (rounding === "exact") return undefined;
    lengths.push(startMs, endMs, rounding === "nearest" ? unitMs / 2 : unitMs);
  }
  for (const { lengthMs } of [...caps, ...table.dailyCaps, ...table.longCaps]) lengths.push(lengthMs);
  return lengths.filter(Number.isFinite).reduce(greatestCommonDivisor);
}
