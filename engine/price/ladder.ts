import { MINUTE_MS } from "../model/local-time.ts";
import type { RateLine, RateLineCollection } from "../model/rate-table.ts";

/** A rate line ready to price: durations in ms, `amount` the scaled price of one unit. */
export type LadderLine = {
  kind: "flat" | "tier" | "time";
  /** Something is owed when the duration is more than this. */
  startMs: number;
  endMs: number;
  /** Length of a unit; 0 for prices that are owed once. */
  unitMs: number;
  rounding: "up" | "down" | "exact" | "nearest";
  amount: number;
  /** Name of the line on the quote: the collection's id and the line's place in it, from 1. */
  id: string;
  /** As the quote shows it: minutes of a unit, what it costs, until when a total holds. */
  unitMinutes: number;
  unitPriceMinor: number;
  upToMinutes: number | undefined;
};

/** The prices of one collection as a function of a duration. */
export type Ladder = {
  lines: readonly LadderLine[];
  resetMs: number;
  /** From here on the ladder repeats itself every `cycleMs` (0: nothing more is ever owed). */
  steadyFromMs: number;
  cycleMs: number;
};

/** Seconds are the finest share that `exact` charges. */
const EXACT_UNIT_MS = 1_000;

/**
 * The scaled price of one unit of `line` as a fraction of a minor unit: `exact` lines are priced by the second.
 * The tariff's scale is a common multiple of all denominators, so that every amount is a whole number.
 */
export function unitPrice(line: RateLine): { numerator: number; denominator: number } {
  const denominator = 10 ** (line.subMinorDigits ?? 0) * sharesPerUnit(line);
  const divisor = greatestCommonDivisor(line.value, denominator);
  return { numerator: line.value / divisor, denominator: denominator / divisor };
}

export function prepareLadder(collection: RateLineCollection, scale: number): Ladder {
  let tierStartMs = 0;
  const lines = collection.rateLines.map((source, index): LadderLine => {
    const { numerator, denominator } = unitPrice(source);
    // All lines have the same fields in the same order: they are read more often than anything else.
    const line: LadderLine = {
      kind: "flat",
      startMs: 0,
      endMs: Number.POSITIVE_INFINITY,
      unitMs: 0,
      rounding: "up",
      amount: numerator * (scale / denominator),
      id: `${collection.id}/${index + 1}`,
      unitMinutes: 0,
      unitPriceMinor: source.value / 10 ** (source.subMinorDigits ?? 0),
      upToMinutes: undefined,
    };
    if (source.rateLineType === "flatRateTier") {
      line.kind = "tier";
      line.startMs = tierStartMs;
      tierStartMs = (source.durationEnd ?? Number.POSITIVE_INFINITY) * MINUTE_MS;
      line.endMs = tierStartMs;
      line.upToMinutes = source.durationEnd;
      return line;
    }
    line.startMs = source.durationStart * MINUTE_MS;
    if (source.rateLineType === "flatRate") return line;
    line.kind = "time";
    line.endMs = (source.durationEnd ?? Number.POSITIVE_INFINITY) * MINUTE_MS;
    line.unitMs = source.roundingMode === "exact" ? EXACT_UNIT_MS : source.incrementPeriod * MINUTE_MS;
    line.rounding = source.roundingMode ?? "up";
    line.unitMinutes = source.incrementPeriod;
    return line;
  });
  const lastTier = lines.findLast((line) => line.kind === "tier");
  // The last total stays for durations beyond its end.
  if (lastTier) lastTier.endMs = Number.POSITIVE_INFINITY;
  return { lines, resetMs: (collection.resetTime ?? 0) * MINUTE_MS, ...steadyState(lines) };
}

/** Units of `line` owed for a duration of `positionMs`: never more for a shorter duration, tiers apart. */
export function unitsAt(ladder: Ladder, line: LadderLine, positionMs: number): number {
  const { resetMs } = ladder;
  if (resetMs === 0 || positionMs <= resetMs) return unitsWithin(line, positionMs);
  const rounds = Math.floor(positionMs / resetMs);
  return rounds * unitsWithin(line, resetMs) + unitsWithin(line, positionMs - rounds * resetMs);
}

/** The scaled price of a duration. */
export function owedAt(ladder: Ladder, positionMs: number): number {
  let owed = 0;
  for (const line of ladder.lines) owed += unitsAt(ladder, line, positionMs) * line.amount;
  return owed;
}

function unitsWithin(line: LadderLine, positionMs: number): number {
  if (positionMs <= line.startMs) return 0;
  if (line.kind === "flat") return 1;
  if (line.kind === "tier") return positionMs <= line.endMs ? 1 : 0;
  const units = (Math.min(positionMs, line.endMs) - line.startMs) / line.unitMs;
  if (line.rounding === "up") return Math.ceil(units);
  return Math.floor(line.rounding === "nearest" ? units + 0.5 : units);
}

/**
 * Where the unit that runs at `positionMs` ends: the position itself when none is under way. Totals run to the end of
 * their tier; flat and exact prices have no unit.
 */
export function unitEndAt(ladder: Ladder, positionMs: number): number {
  const base = ladder.resetMs === 0 ? 0 : Math.floor(positionMs / ladder.resetMs) * ladder.resetMs;
  const within = positionMs - base;
  let end = within;
  for (const line of ladder.lines) {
    if (within <= line.startMs || within >= line.endMs || line.rounding === "exact") continue;
    if (line.kind === "tier" && line.upToMinutes !== undefined) end = Math.max(end, line.upToMinutes * MINUTE_MS);
    if (line.kind === "time") {
      const unitEnd = line.startMs + Math.ceil((within - line.startMs) / line.unitMs) * line.unitMs;
      end = Math.max(end, Math.min(unitEnd, line.endMs));
    }
  }
  return base + end;
}

/** The same place in the ladder with whole rounds taken off, so that equal states compare equal. */
export function steadyPosition(ladder: Ladder, positionMs: number): number {
  if (ladder.resetMs > 0) return positionMs % ladder.resetMs;
  if (positionMs <= ladder.steadyFromMs) return positionMs;
  if (ladder.cycleMs === 0) return ladder.steadyFromMs + 1;
  // One cycle further on: exactly at the start of a flat price it is not yet owed, a cycle later it is.
  return ladder.steadyFromMs + ladder.cycleMs + ((positionMs - ladder.steadyFromMs) % ladder.cycleMs);
}

function steadyState(lines: readonly LadderLine[]): { steadyFromMs: number; cycleMs: number } {
  let steadyFromMs = 0;
  let cycleMs = 0;
  for (const line of lines) {
    const endless = line.kind === "time" && line.endMs === Number.POSITIVE_INFINITY;
    steadyFromMs = Math.max(steadyFromMs, line.startMs, line.endMs === Number.POSITIVE_INFINITY ? 0 : line.endMs);
    if (endless) cycleMs = cycleMs === 0 ? line.unitMs : leastCommonMultiple(cycleMs, line.unitMs);
  }
  return { steadyFromMs, cycleMs };
}

export function leastCommonMultiple(a: number, b: number): number {
  return (a / greatestCommonDivisor(a, b)) * b;
}

export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Length of the unit in seconds where its shares are charged, else 1. */
function sharesPerUnit(line: RateLine): number {
  return line.rateLineType === "incrementingRate" && line.roundingMode === "exact" ? line.incrementPeriod * 60 : 1;
}
