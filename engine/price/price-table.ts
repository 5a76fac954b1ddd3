import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { FreeTime } from "./applied-validations.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { wholeStay } from "./covered-time.ts";
import { foldDays } from "./fold-days.ts";
import { isFreePeriodGranted } from "./free-period.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { ScaledLine } from "./quote.ts";
import type { Stay } from "./stay.ts";
import { TimeMeter } from "./time-meter.ts";
import { lengthMsOf, type TimeSpans, without, withoutFront, withoutTail } from "./time-spans.ts";

/** What one table asks for the time of a stay: scaled amounts, before discounts, surcharges and tax. */
export type TablePrice = { table: PreparedTable; total: number; lines: ScaledLine[]; steps: number };

/** No free time but the table's own. */
export const NO_FREE_TIME: FreeTime = { frontMs: 0, untilAt: 0, tailMs: 0, freePeriodMs: 0, noFree: false };

/** Stays longer than this are summed up by rate line; shorter ones show each occurrence. */
const ITEMISED_DAYS_MAX = 3;

type Options = {
  cursor: ClockCursor;
  free: FreeTime;
  /** The time that the table prices; by default the whole stay. */
  spans?: TimeSpans;
  /** The table's versions that price their own days of the stay. */
  pieces?: ((paid: TimeSpans) => readonly VersionPiece[]) | undefined;
};

/** Paid time that one version of a table prices. */
export type VersionPiece = { table: PreparedTable; spans: TimeSpans };

/** Prices the time of a stay by one table. */
export function priceTable(table: PreparedTable, stay: Stay, options: Options): TablePrice {
  const { cursor, spans = wholeStay(stay) } = options;
  const paid = paidTime(table, stay, { cursor, free: options.free, spans });
  const paidFrom = paid[0]?.fromAt ?? Number.POSITIVE_INFINITY;
  const free = paid === spans ? [] : without(spans, paid);
  const lines = free.filter(({ fromAt }) => fromAt < paidFrom).map(freeLine);
  let total = 0;
  let steps = 0;
  for (const piece of options.pieces?.(paid) ?? [{ table, spans: paid }]) {
    const meter = meterOf(piece, stay, cursor);
    if (meter === undefined) continue;
    for (const line of meter.lines) lines.push(line);
    total += meter.total;
    steps += meter.steps;
  }
  lines.push(...free.filter(({ fromAt }) => fromAt > paidFrom).map(freeLine));
  const { minimumCharge } = table;
  if (total <= 0 || total >= minimumCharge) return { table, total, lines, steps };
  lines.push({ kind: "minimum", amount: minimumCharge - total, params: { scope: "perStay" } });
  return { table, total: minimumCharge, lines, steps };
}

/** The time that is left after everything that is free at its front and its tail. */
function paidTime(
  table: PreparedTable,
  stay: Stay,
  { cursor, free, spans }: Options & { spans: TimeSpans },
): TimeSpans {
  const periodMs = freePeriodMs(table, stay, { cursor, free });
  if (periodMs > 0 && lengthMsOf(spans) <= periodMs) return [];
  if (free.frontMs === 0 && free.untilAt === 0 && free.tailMs === 0 && table.freePeriod?.mode !== "subtract")
    return spans;
  const front = withoutFront(spans, free.frontMs);
  const until = free.untilAt > stay.entryAt ? without(spans, [{ fromAt: stay.entryAt, toAt: free.untilAt }]) : spans;
  const later = lengthMsOf(until) < lengthMsOf(front) ? until : front;
  const subtracted = table.freePeriod?.mode === "subtract" ? withoutFront(later, periodMs) : later;
  return withoutTail(subtracted, free.tailMs);
}

function meterOf({ table, spans }: VersionPiece, stay: Stay, cursor: ClockCursor): TimeMeter | undefined {
  const from = spans[0]?.fromAt;
  const to = spans.at(-1)?.toAt;
  if (from === undefined || to === undefined) return undefined;
  const itemised = to - from <= ITEMISED_DAYS_MAX * DAY_MS;
  const gaps = spans.length === 1 ? noGaps : without([{ fromAt: from, toAt: to }], spans);
  const span = { stay, from, to, gaps };
  const meter = (table.meter ??= new TimeMeter(table, span, { cursor, itemised }));
  meter.begin(span, cursor, itemised ? "itemised" : "summed");
  if (itemised) meter.advanceTo(to);
  else foldDays(meter, to);
  meter.finish();
  return meter;
}

const noGaps: TimeSpans = [];

function freePeriodMs(
  { freePeriod }: PreparedTable,
  stay: Stay,
  { cursor, free }: { cursor: ClockCursor; free: FreeTime },
): number {
  const granted = freePeriod !== undefined && !free.noFree && isFreePeriodGranted(freePeriod, stay, cursor);
  return Math.max(free.freePeriodMs, granted ? freePeriod.minutes * MINUTE_MS : 0);
}

function freeLine({ fromAt, toAt }: { fromAt: number; toAt: number }): ScaledLine {
  return { kind: "free", fromAt, toAt, amount: 0 };
}
