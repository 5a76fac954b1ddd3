import type { Diagnostic } from "../model/diagnostic.ts";
import type { RateLine } from "../model/rate-table.ts";
import { priceOfNumber } from "./amount-of-number.ts";
import type { ApdsCollection, ApdsRateLine } from "./apds-document.ts";
import { elapsedMinutes } from "./elapsed-time.ts";
import type { ExchangeNotes } from "./exchange-notes.ts";

type Path = Diagnostic["path"];
type Context = { digits: number; notes: ExchangeNotes };
type Span = { from: number; to: number };
type Tier = { from: number; to: number; value: number; path: Path };

/** Gaps of up to a minute are how some write "after two hours": 02:01. */
const GAP_MINUTES_MAX = 1;

/**
 * The price lines of collections that together make one: durations count from the start of the session in all of them,
 * and each of them is for the sessions between its `minTime` and its `maxTime`. `toMinutes` is the last `maxTime`.
 */
export function apdsLines(
  collections: ReadonlyArray<{ source: ApdsCollection; path: Path }>,
  { digits, notes }: Context,
): { lines: RateLine[]; toMinutes: number } {
  const lines: RateLine[] = [];
  const tiers: Tier[] = [];
  let toMinutes = 0;
  for (const { source, path } of collections) {
    const limits = { from: read(source.minTime, [...path, "minTime"], notes) ?? 0, to: maxTimeOf(source, path, notes) };
    toMinutes = Math.max(toMinutes, limits.to);
    const inOrder = source.rateLines.map((line, index) => ({ line, at: [...path, "rateLines", index] }));
    inOrder.sort((a, b) => (a.line.sequence ?? 0) - (b.line.sequence ?? 0));
    for (const { line, at } of inOrder) {
      if (isConditional(line, at, notes)) continue;
      const span = spanOf(line, limits, { at, notes });
      if (span === undefined) continue;
      if (isTier(line, at, notes)) tiers.push({ ...span, value: line.value, path: at });
      else lines.push(...lineOf(line, span, { at, digits, notes }));
    }
  }
  return { lines: [...tierLines(tiers, { digits, notes }), ...lines], toMinutes };
}

/** A use that is limited in number or in time is a condition that a price of a stay does not have. */
function isConditional(line: ApdsRateLine, at: Path, notes: ExchangeNotes): boolean {
  if (line.usageCondition === undefined || line.usageCondition === "unlimited") return false;
  notes.lost([...at, "usageCondition"], line.usageCondition);
  return true;
}

function spanOf(line: ApdsRateLine, limits: Span, { at, notes }: { at: Path; notes: ExchangeNotes }): Span | undefined {
  const start = read(line.durationStart, [...at, "durationStart"], notes) ?? 0;
  const end = read(line.durationEnd, [...at, "durationEnd"], notes) ?? Number.POSITIVE_INFINITY;
  const span = { from: Math.max(start, limits.from), to: Math.min(end, limits.to) };
  return span.from < span.to ? span : undefined;
}

function read(text: string | undefined, path: Path, notes: ExchangeNotes): number | undefined {
  return text === undefined ? undefined : elapsedMinutes(text, { path, notes });
}

function maxTimeOf({ maxTime }: ApdsCollection, path: Path, notes: ExchangeNotes): number {
  return read(maxTime, [...path, "maxTime"], notes) || Number.POSITIVE_INFINITY;
}

function isTier(line: ApdsRateLine, at: Path, notes: ExchangeNotes): boolean {
  if (line.rateLineType === "flatRateTier") return true;
  if (line.rateLineType === "flatRate" || line.incrementPeriod !== undefined) return false;
  notes.warning("apds.tierWithoutIncrement", at);
  return true;
}

function lineOf(line: ApdsRateLine, { from, to }: Span, { at, digits, notes }: Context & { at: Path }): RateLine[] {
  const most = line.maxValue ?? Number.POSITIVE_INFINITY;
  const price = (value: number) => priceOfNumber(value, { digits, path: [...at, "value"], notes });
  if (line.rateLineType === "flatRate") {
    if (line.durationEnd !== undefined) notes.warning("apds.flatRateEnd", [...at, "durationEnd"]);
    const once = price(Math.min(Math.max(line.value, line.minValue ?? line.value), most));
    return once ? [{ rateLineType: "flatRate", durationStart: from, ...once }] : [];
  }
  const incrementPeriod = read(line.incrementPeriod, [...at, "incrementPeriod"], notes);
  const perUnit = price(line.value);
  if (perUnit === undefined || incrementPeriod === undefined) return [];
  const end = endOfLimit(line, { from, to }, { incrementPeriod, at, notes });
  if (line.minValue) notes.lost([...at, "minValue"], "minValue");
  if (incrementPeriod === 0 || incrementPeriod === Number.POSITIVE_INFINITY) {
    // A unit that never ends is due once.
    return [{ rateLineType: "flatRate", durationStart: from, ...perUnit }];
  }
  notes.warningOnce("exchange.unitBoundary", [...at, "incrementPeriod"], { minutes: incrementPeriod });
  const span = { durationStart: from, ...(end < Number.POSITIVE_INFINITY && { durationEnd: end }) };
  return [{ rateLineType: "incrementingRate", ...span, incrementPeriod, ...perUnit }];
}

/** A line that stops at an amount stops at the unit that reaches it. */
function endOfLimit(
  { value, maxValue }: ApdsRateLine,
  { from, to }: Span,
  { incrementPeriod, at, notes }: { incrementPeriod: number; at: Path; notes: ExchangeNotes },
): number {
  if (maxValue === undefined || value === 0) return to;
  const units = Math.round(maxValue / value);
  if (units >= 1 && Math.abs(units * value - maxValue) < 1e-9) return Math.min(to, from + units * incrementPeriod);
  notes.lost([...at, "maxValue"], "maxValue");
  return to;
}

/** Totals up to a duration, in rising order; before the first one nothing is owed. */
function tierLines(tiers: Tier[], { digits, notes }: Context): RateLine[] {
  tiers.sort((a, b) => a.to - b.to);
  const lines: RateLine[] = [];
  let reached = 0;
  for (const { from, to, value, path } of tiers) {
    const price = priceOfNumber(value, { digits, path: [...path, "value"], notes });
    if (price === undefined) continue;
    if (lines.length === 0 && from > GAP_MINUTES_MAX) {
      lines.push({ rateLineType: "flatRateTier", durationEnd: from, value: 0 });
    } else if (from > reached + GAP_MINUTES_MAX) notes.warning("apds.tierGap", path, { from: reached, to: from });
    const end = to < Number.POSITIVE_INFINITY ? { durationEnd: to } : {};
    if (to < Number.POSITIVE_INFINITY) notes.warningOnce("exchange.unitBoundary", path, { minutes: to });
    lines.push({ rateLineType: "flatRateTier", ...end, ...price });
    reached = to;
  }
  return lines;
}
